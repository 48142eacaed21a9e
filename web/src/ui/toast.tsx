import type { ReactNode } from 'react';
import { createContext, lazy, Suspense, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { ShownToast, ToastMessage } from './toast-message.ts';

// Nothing needs it at the first paint.
const ToastList = lazy(async () => ({ default: (await import('./toast-list.tsx')).ToastList }));

const SHOWN_AT_ONCE = 2;
/** Work that ends sooner shows only its result. */
const PATIENCE_MS = 300;

export interface Toasts {
  readonly show: (message: ToastMessage) => void;
  /** Shows `working` when the work takes a while, then what came of it. Hands the outcome on. */
  readonly follow: <T>(
    work: Promise<T>,
    texts: { working: string; done: (result: T) => ToastMessage },
  ) => Promise<T>;
}

const ToastContext = createContext<Toasts>({ show: () => undefined, follow: (work) => work });

/** Short notes about what was done. Never for the error of a field, a message or a list: those show it in place. */
export function useToast(): Toasts {
  return useContext(ToastContext);
}

export function ToastProvider({
  label,
  children,
}: {
  /** Name of the place where toasts are, with `{hotkey}` for the key that goes there. */
  readonly label: string;
  readonly children: ReactNode;
}) {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const lastId = useRef(0);

  const dismiss = useCallback(
    (id: number) => setShown((toasts) => toasts.filter((toast) => toast.id !== id)),
    [],
  );
  const add = useCallback((message: ToastMessage) => {
    lastId.current += 1;
    const id = lastId.current;
    setShown((toasts) => [...toasts, { ...message, id }].slice(-SHOWN_AT_ONCE));
    return id;
  }, []);
  const toasts = useMemo<Toasts>(
    () => ({
      show: (message) => void add(message),
      follow: (work, texts) => follow(work, texts, { add, dismiss }),
    }),
    [add, dismiss],
  );

  return (
    <ToastContext value={toasts}>
      {children}
      {shown.length > 0 && (
        <Suspense>
          <ToastList label={label} toasts={shown} onDismiss={dismiss} />
        </Suspense>
      )}
    </ToastContext>
  );
}

async function follow<T>(
  work: Promise<T>,
  texts: { working: string; done: (result: T) => ToastMessage },
  toasts: { add: (message: ToastMessage) => number; dismiss: (id: number) => void },
): Promise<T> {
  let waiting: number | undefined;
  const timer = setTimeout(() => (waiting = toasts.add({ text: texts.working })), PATIENCE_MS);
  try {
    const result = await work;
    toasts.add(texts.done(result));
    return result;
  } finally {
    clearTimeout(timer);
    if (waiting !== undefined) toasts.dismiss(waiting);
  }
}
