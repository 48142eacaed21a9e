import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';
import { useScrollLock } from './use-scroll-lock.ts';

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the safe one first. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
}

/** A question that must be answered before anything else. */
export function Dialog({ title, open, onOpenChange, description, children, actions, wide }: DialogProps) {
  const opener = useRef<Element>(null);
  useScrollLock(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <div className="fixed inset-0 layer-sheet grid animate-fade place-items-center overflow-y-auto bg-scrim p-4">
          <Radix.Content
            onOpenAutoFocus={() => {
              opener.current = document.activeElement;
            }}
            // Radix gives the focus back to its own trigger; a dialog has none. What opened it may be gone by now.
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              const back =
                opener.current?.isConnected === true ? opener.current : document.querySelector('main');
              if (back instanceof HTMLElement) back.focus();
            }}
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
