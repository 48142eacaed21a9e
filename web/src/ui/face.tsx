import { Hourglass, Pen } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { type FaceAvatar, FacePicture } from './face-picture.tsx';

export type FaceState =
  | 'listening'
  | 'next'
  | 'thinking'
  | 'waiting'
  | 'speaking'
  | 'passed'
  | 'muted'
  | 'away'
  | 'failed'
  | 'human';

export interface FaceProps {
  readonly name: string;
  /** From 1; above twelve the colours repeat with a double ring. */
  readonly seatNumber: number;
  readonly state?: FaceState;
  readonly size?: 28 | 40 | 96;
  /** A short mark at the lower right, such as the place in the queue. */
  readonly notch?: string | undefined;
  readonly avatar?: FaceAvatar | undefined;
}

const SEAT_COLOURS = 12;

/**
 * Who somebody is and what they do, by shape and motion. Hidden from screen readers: the name and the state stand
 * in words beside it. Rings lie outside the disc and take no space, so a change of state moves nothing.
 */
export function Face({ name, seatNumber, state = 'listening', size = 40, notch, avatar }: FaceProps) {
  const repeated = seatNumber > SEAT_COLOURS;
  return (
    <span
      aria-hidden="true"
      data-seat={((seatNumber - 1) % SEAT_COLOURS) + 1}
      data-state={state}
      className={classNames(
        'relative inline-grid shrink-0 place-items-center rounded-full font-chrome select-none',
        sizes[size],
        state === 'away' ? 'bg-sunken text-muted' : 'bg-seat-tint text-seat',
        state !== 'away' &&
          'shadow-[inset_0_0_0_var(--hairline)_color-mix(in_oklab,var(--seat)_45%,var(--surface))]',
      )}
    >
      <FacePicture name={name} avatar={avatar} isSmall={size === 28} isAway={state === 'away'} />
      {repeated && state !== 'away' && (
        <span className="absolute inset-[3px] rounded-full border border-seat opacity-60" />
      )}
      {rings[state]}
      {mark(state, notch)}
    </span>
  );
}

const sizes: Record<NonNullable<FaceProps['size']>, string> = {
  28: 'size-7 text-[0.6875rem]',
  40: 'size-10 text-body',
  96: 'size-24 text-title',
};

const rings: Record<FaceState, ReactNode> = {
  listening: null,
  passed: null,
  muted: <Slash />,
  away: null,
  failed: null,
  waiting: null,
  human: null,
  next: <Ring look="-inset-[3px] border-2 border-solid" />,
  thinking: <Ring look="-inset-[5px] border-2 border-dashed animate-breathe" />,
  speaking: <Ring look="-inset-[5px] border-[3px] border-solid animate-level" />,
};

function Ring({ look }: { readonly look: string }) {
  return <span className={classNames('face-ring absolute rounded-full border-seat', look)} />;
}

function Slash() {
  return (
    <span className="absolute inset-0 overflow-hidden rounded-full">
      <span className="absolute top-1/2 -right-1 h-0.5 w-3/4 translate-y-2 -rotate-45 bg-ink shadow-[0_0_0_1.5px_var(--surface)]" />
    </span>
  );
}

function mark(state: FaceState, notch: string | undefined): ReactNode {
  if (state === 'failed') return <Notch square>!</Notch>;
  if (state === 'human') {
    return (
      <Notch>
        <Pen size={10} strokeWidth={2} />
      </Notch>
    );
  }
  if (state === 'waiting') {
    return (
      <Notch>
        <Hourglass size={10} strokeWidth={2} />
      </Notch>
    );
  }
  if (state === 'passed') return <Notch>–</Notch>;
  return notch === undefined ? null : <Notch>{notch}</Notch>;
}

function Notch({ square = false, children }: { readonly square?: boolean; readonly children: ReactNode }) {
  return (
    <span
      className={classNames(
        'absolute -right-1.5 -bottom-1.5 grid h-4.5 min-w-4.5 place-items-center border bg-surface px-0.5 text-[0.6875rem] leading-none font-semibold',
        square ? 'rounded-[3px] border-danger text-danger' : 'rounded-full border-current',
      )}
    >
      {children}
    </span>
  );
}
