import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useScrollLock } from './use-scroll-lock.ts';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly description?: string | undefined;
  readonly children?: ReactNode;
  /** Buttons, the safe one first. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
}

/** A question that must be answered before anything else. */
export function Dialog({ title, open, onOpenChange, description, children, actions, wide }: DialogProps) {
  useScrollLock(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 layer-sheet grid animate-fade place-items-center overflow-y-auto bg-scrim p-4">
          <Radix.Content
            {...(description === undefined && { 'aria-describedby': undefined })}
            className={`w-full ${wide === true ? 'max-w-2xl' : 'max-w-md'} animate-appear rounded-card border border-line bg-raised p-6 text-ink shadow-above outline-none`}
          >
            <Radix.Title className="font-serif text-head font-medium">{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description className="mt-2 text-body text-muted">{description}</Radix.Description>
            )}
            {children}
            {actions !== undefined && <div className="mt-6 flex flex-wrap justify-end gap-2">{actions}</div>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
