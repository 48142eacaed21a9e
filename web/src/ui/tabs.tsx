import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value?: string;
  readonly onValueChange?: (id: string) => void;
}

export function Tabs({ label, tabs, value, onValueChange }: TabsProps) {
  const first = tabs[0];
  if (!first) return null;
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: first.id } : { value })}
      {...(onValueChange !== undefined && { onValueChange })}
    >
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger key={tab.id} value={tab.id} className={tabLook}>
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

/** The look of a tab, wherever its panels are placed. */
export const tabLook =
  'control-height shrink-0 border-b-2 border-transparent px-3 text-body font-medium text-muted -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink';
