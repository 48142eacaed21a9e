import type { ReactNode } from 'react';
import { useNumbers } from '../../words/use-numbers.ts';
import type { Speaker } from './use-speaker.ts';

const COLOURS = 12;

/** Who speaks, with which brain, when. The name and the time together name the article. */
export function LineHead({
  id,
  speaker,
  at,
  joined,
  nameHidden = false,
  face,
  children,
}: {
  readonly id: string;
  readonly speaker: Speaker;
  readonly at: string;
  /** The head above already says it: only read out. */
  readonly joined: boolean;
  readonly nameHidden?: boolean;
  readonly face: ReactNode;
  /** Words about the line. */
  readonly children?: ReactNode;
}) {
  const numbers = useNumbers();
  const time = numbers.time(at);
  if (joined || nameHidden) {
    return (
      <header className={children ? 'mb-1 flex flex-wrap gap-x-1 text-note text-muted' : 'contents'}>
        <h3 id={`name-${id}`} className="sr-only">
          <bdi>{speaker.name}</bdi>
        </h3>
        <time id={`time-${id}`} dateTime={at} className="sr-only">
          {time}
        </time>
        {children}
      </header>
    );
  }
  return (
    <header className="mb-1 flex items-center gap-x-2 md:items-baseline" data-seat={colourOf(speaker)}>
      <span className="self-start md:absolute md:-left-11 md:-top-1">{face}</span>
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2 touch:pr-10">
        <h3 id={`name-${id}`} className="text-body font-semibold wrap-anywhere text-seat">
          <bdi>{speaker.name}</bdi>
        </h3>
        <span className="flex flex-wrap gap-x-1 text-note text-muted">{children}</span>
      </span>
      <time
        id={`time-${id}`}
        dateTime={at}
        className="shrink-0 text-note text-muted tabular-nums max-md:self-start max-md:leading-7"
      >
        {time}
      </time>
    </header>
  );
}

export function colourOf({ seatNumber }: Pick<Speaker, 'seatNumber'>): string {
  return seatNumber === null ? 'none' : String(((seatNumber - 1) % COLOURS) + 1);
}
