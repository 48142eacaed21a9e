import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { classNames } from './class-names.ts';

export interface PageProps {
  /** Heading of the page and, with the product's name, title of the window. */
  readonly title: string;
  readonly product: string;
  readonly lead?: ReactNode;
  /** Stands before the heading, such as a face. */
  readonly figure?: ReactNode;
  /** Controls beside the heading. */
  readonly aside?: ReactNode;
  /** For things side by side; `full` goes on where there is more room, as the first screen does. */
  readonly wide?: boolean | 'full';
  readonly children: ReactNode;
}

/** The main part of a screen. It can take the focus, so that a change of screen starts there. */
export function Page({ title, product, lead, figure, aside, wide = false, children }: PageProps) {
  useEffect(() => {
    document.title = title === product ? product : `${title} · ${product}`;
  }, [title, product]);
  return (
    <main
      id="main"
      tabIndex={-1}
      className={classNames(
        'mx-auto w-full px-4 py-8 outline-none sm:px-6 lg:px-10 lg:py-12',
        wide === false ? 'max-w-[880px]' : 'max-w-[1280px]',
        wide === 'full' && 'xl:max-w-[1760px]',
      )}
    >
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <div className="flex max-w-full min-w-0 flex-1 basis-80 items-center gap-4 sm:gap-6">
          {figure}
          <div className="min-w-0">
            <h1 className="font-serif text-title font-medium wrap-anywhere">
              <bdi>{title}</bdi>
            </h1>
            {lead !== undefined && <p className="mt-1 text-body text-muted">{lead}</p>}
          </div>
        </div>
        {aside}
      </div>
      {children}
    </main>
  );
}
