import { type ReactNode, useEffect } from 'react';
import { useWords } from '../words/use-words.ts';

export interface StudioHeadProps {
  readonly title: string;
  readonly lead: ReactNode;
  readonly aside?: ReactNode;
}

/** A page of the studio that is no sheet. */
export function StudioPage({ children, ...head }: StudioHeadProps & { readonly children: ReactNode }) {
  return (
    <StudioFrame title={head.title}>
      <div className="pt-8">
        <StudioHead {...head} />
        {children}
      </div>
    </StudioFrame>
  );
}

/** The main part of the screen, which uses the whole width. */
export function StudioFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { common } = useWords();
  useEffect(() => {
    document.title = `${title} · ${common.product}`;
  }, [title, common.product]);
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-[1280px] px-4 outline-none sm:px-6 lg:px-10 xl:max-w-[1760px]"
    >
      {children}
    </main>
  );
}

export function StudioHead({ title, lead, aside }: StudioHeadProps) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-4">
      <div className="min-w-0 flex-1 basis-60">
        <h1 className="font-serif text-title font-medium wrap-anywhere">{title}</h1>
        <p className="mt-1 text-body text-muted">{lead}</p>
      </div>
      {aside}
    </div>
  );
}
