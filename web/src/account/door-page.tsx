import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useWords } from '../words/use-words.ts';

/** The frame of what one sees before one is in: the sign, a heading, one thing to do. */
export function DoorPage({
  title,
  lead,
  children,
  foot,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  /** Other ways. */
  readonly foot?: ReactNode;
}) {
  const { common } = useWords();
  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title, common.product]);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto flex min-h-dvh w-full max-w-[440px] flex-col justify-center px-4 py-8 outline-none sm:px-6"
    >
      <p className="mb-8 flex items-center gap-2 text-body font-semibold">
        <img src="/mark.svg" alt="" width="24" height="24" />
        {common.product}
      </p>
      <h1 className="font-serif text-title font-medium text-balance">{title}</h1>
      {lead !== undefined && <p className="mt-1 text-body text-pretty text-muted">{lead}</p>}
      <div className="mt-6">{children}</div>
      {foot !== undefined && (
        <div className="mt-6 flex flex-col items-start border-t border-line pt-4 text-body text-muted">
          {foot}
        </div>
      )}
    </main>
  );
}

/** Words in place of a form. */
export function DoorNote({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <output className="block rounded-card border border-line bg-raised p-4 text-body">
      <span className="block font-medium">{title}</span>
      <span className="mt-1 block text-pretty text-muted">{children}</span>
    </output>
  );
}

export const doorLink =
  'control-height inline-flex items-center text-accent underline underline-offset-4 hover:text-ink';
