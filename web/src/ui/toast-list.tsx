import { Toast as Radix } from 'radix-ui';
import type { ShownToast } from './toast-message.ts';

const SHOWN_MS = 8000;

export interface ToastListProps {
  readonly label: string;
  readonly toasts: readonly ShownToast[];
  readonly onDismiss: (id: number) => void;
}

/** The toasts that are shown now, above the desk and never over it. F8 goes there. */
export function ToastList({ label, toasts, onDismiss }: ToastListProps) {
  return (
    <Radix.Provider duration={SHOWN_MS} swipeDirection="down" label={label}>
      {toasts.map((toast) => (
        <Radix.Root
          key={toast.id}
          onOpenChange={(open) => !open && onDismiss(toast.id)}
          className="flex animate-appear items-center gap-4 rounded-card bg-ink py-2 pr-2 pl-4 text-body text-surface shadow-above"
        >
          <Radix.Description className="min-w-0 py-2">{toast.text}</Radix.Description>
          {toast.action && (
            <Radix.Action asChild altText={toast.action.label}>
              <button
                type="button"
                onClick={toast.action.onPress}
                className="control-height rounded-card px-3 font-medium underline underline-offset-4"
              >
                {toast.action.label}
              </button>
            </Radix.Action>
          )}
        </Radix.Root>
      ))}
      <Radix.Viewport
        label={label}
        className="pointer-events-none fixed inset-x-0 bottom-[calc(var(--desk-height,0px)+16px+env(safe-area-inset-bottom))] layer-toast mx-auto flex w-fit max-w-[calc(100vw-32px)] flex-col items-center gap-2 outline-none *:pointer-events-auto"
      />
    </Radix.Provider>
  );
}
