import { DropdownMenu as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Kbd } from './kbd.tsx';
import { overlayHome } from './overlay-home.ts';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A line under the label: how it stands now. */
  readonly note?: string | undefined;
  readonly icon?: ReactNode;
  readonly shortcut?: string | undefined;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** True starts a new group: a line is drawn above. */
  readonly separated?: boolean;
  /** A file that it fetches from this server. */
  readonly download?: string;
  readonly onSelect?: () => void;
}

export interface MenuProps {
  /** What the menu is for, read out. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'center' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

export function Menu({ label, trigger, items, align = 'end', open, onOpenChange }: MenuProps) {
  const [control, setControl] = useState<HTMLElement | null>(null);
  return (
    <Radix.Root
      {...(open !== undefined && { open })}
      {...(onOpenChange !== undefined && { onOpenChange })}
      modal={false}
    >
      <Radix.Trigger asChild ref={setControl}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={overlayHome(control)}>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          className="layer-menu max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-48 animate-appear overflow-y-auto rounded-card border border-line bg-raised p-1 shadow-above"
        >
          {items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entry({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.separated === true && <Radix.Separator className="my-1 h-px bg-line" />}
      <Radix.Item
        disabled={item.disabled ?? false}
        onSelect={() => item.onSelect?.()}
        asChild={item.download !== undefined}
        className={classNames(
          'control-height flex cursor-pointer items-center gap-3 rounded-card px-3 text-body outline-none select-none data-disabled:cursor-default data-disabled:opacity-60 data-highlighted:bg-sunken data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-focus',
          item.danger === true ? 'text-danger' : 'text-ink',
        )}
      >
        {item.download === undefined ? (
          <EntryText item={item} />
        ) : (
          <a href={item.download} download>
            <EntryText item={item} />
          </a>
        )}
      </Radix.Item>
    </>
  );
}

function EntryText({ item }: { readonly item: MenuItem }) {
  return (
    <>
      {item.icon}
      <span className={classNames('flex-1', item.note !== undefined && 'py-1.5')}>
        {item.label}
        {item.note !== undefined && <span className="block text-note text-muted">{item.note}</span>}
      </span>
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} />}
    </>
  );
}
