import type { SearchHit } from '@chimera/protocol/search';
import { Fragment } from 'react';

/** A text in which some places are marked. */
export function MarkedText({ text, matches }: SearchHit['snippet']) {
  return (
    <>
      {matches.map(({ start, end }, index) => (
        <Fragment key={start}>
          {text.slice(matches[index - 1]?.end ?? 0, start)}
          <mark className="rounded-[3px] bg-accent-soft text-ink underline decoration-accent decoration-2 underline-offset-4">
            {text.slice(start, end)}
          </mark>
        </Fragment>
      ))}
      {text.slice(matches.at(-1)?.end ?? 0)}
    </>
  );
}
