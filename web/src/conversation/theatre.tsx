import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Row } from '../live/transcript.ts';
import { useReading } from '../live/use-reading.ts';
import { useSelected } from '../live/use-selected.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useWords } from '../words/use-words.ts';
import { PlayButton } from './desk/transport.tsx';
import { colourOf } from './script/line-head.tsx';
import { Said } from './script/said.tsx';
import { useSpeaker } from './script/use-speaker.ts';
import { useSpoken } from './script/use-spoken.ts';
import { useStage } from './stage.tsx';
import { useSeatBrain } from './use-seat-brain.ts';

const SHOWN_LINES = 3;
const REST_MS = 3000;

/** The last lines, large, and nothing else. Controls rest after a moment and come back at any sign of life. */
export function Theatre() {
  const { theatre, store } = useStage();
  const { conversation: words } = useWords();
  const order = useReading(store.order);
  const place = useRef<HTMLDivElement>(null);
  const resting = useResting(place);
  useScreen(place);
  const rows = order.filter((id) => isSpoken(store.row(id).get())).slice(-SHOWN_LINES);
  return (
    // Full screen by its own means: the native element would bring a second way to close and a backdrop.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={place}
      data-theme="dark"
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="dialog"
      aria-modal="true"
      aria-label={words.theatre}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== 't') return;
        event.preventDefault();
        theatre.set(false);
      }}
      className={classNames(
        'fixed inset-0 layer-sheet flex flex-col bg-sunken text-ink outline-none',
        resting && 'cursor-none',
      )}
    >
      <div
        className={classNames(
          'flex items-center justify-between gap-4 p-4 transition-opacity duration-[var(--state)]',
          resting && 'opacity-0',
        )}
      >
        <PlayButton />
        <IconButton
          label={words.leaveTheatre}
          shortcut="Escape"
          icon={<X size={20} strokeWidth={1.5} aria-hidden="true" />}
          onClick={() => theatre.set(false)}
        />
      </div>
      <div className="mx-auto flex min-h-0 w-full max-w-[60ch] flex-1 flex-col justify-end gap-[1em] overflow-hidden px-6 pb-8 text-stagehouse">
        {rows.map((id, index) => (
          <TheatreLine key={id} id={id} now={index === rows.length - 1} />
        ))}
      </div>
      <Dots />
    </div>
  );
}

function isSpoken(row: Row | undefined): boolean {
  return row !== undefined && (row.kind !== 'message' || row.message.author.kind !== 'system');
}

function TheatreLine({ id, now }: { readonly id: string; readonly now: boolean }) {
  const { store } = useStage();
  const row = useReading(store.row(id));
  const message = row?.kind === 'message' ? row.message : null;
  const turn = row?.kind === 'turn' ? row.turn : row?.kind === 'message' ? row.retaking : null;
  const speaker = useSpeaker(message?.author ?? null, turn);
  const live = useSpoken(message, turn);
  const { conversation: words } = useWords();
  const brain = useSeatBrain(turn?.seatId ?? '');
  const brainIsDemo = brain.kind === 'model' && brain.provider === 'demo';
  return (
    <section
      data-seat={colourOf(speaker)}
      className={classNames('[--said-line:1.4em] [--said-size:1em]', !now && 'text-muted [font-size:0.7em]')}
    >
      <p className="font-chrome text-body font-semibold text-seat">
        <bdi>{speaker.name}</bdi>
        {(turn ? brainIsDemo : message?.brain?.kind === 'demo') && (
          <span className="font-normal text-muted"> · {words.improvisedBadge}</span>
        )}
      </p>
      <Said text={message?.text ?? (row?.kind === 'pending' ? row.line.body.text : '')} live={live} />
    </section>
  );
}

/** The cast as dots; the speaking one is wide. */
function Dots() {
  const { store } = useStage();
  const seats = useSelected(store.conversation, (conversation) => conversation?.seats) ?? [];
  const speaking = useSelected(store.conversation, (conversation) => conversation?.turn?.seatId);
  return (
    <p aria-hidden="true" className="flex justify-center gap-2 pb-6">
      {seats.map(({ id }) => (
        <span
          key={id}
          data-seat={colourOf({ seatNumber: store.seat(id).get()?.number ?? null })}
          className={classNames('h-2 rounded-full bg-seat', id === speaking ? 'w-8' : 'w-2 opacity-60')}
        />
      ))}
    </p>
  );
}

/** True after a while without a sign of life; never while a control has the focus. */
function useResting(place: React.RefObject<HTMLElement | null>): boolean {
  const [resting, setResting] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      const focused = document.activeElement;
      const inside = focused !== place.current && place.current?.contains(focused) === true;
      if (inside) timer = setTimeout(rest, REST_MS);
      else setResting(true);
    };
    const wake = () => {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(rest, REST_MS);
    };
    const signs = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    wake();
    for (const sign of signs) document.addEventListener(sign, wake);
    return () => {
      clearTimeout(timer);
      for (const sign of signs) document.removeEventListener(sign, wake);
    };
  }, [place]);
  return resting;
}

/** Full screen and a lamp that stays lit, where the browser allows it; the view works without. */
function useScreen(place: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    place.current?.focus();
    const abort = new AbortController();
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    void keepAwake(abort.signal);
    return () => {
      abort.abort();
      if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [place]);
}

async function keepAwake(signal: AbortSignal): Promise<void> {
  try {
    const lock = await navigator.wakeLock.request('screen');
    if (signal.aborted) await lock.release();
    else signal.addEventListener('abort', () => void lock.release(), { once: true });
  } catch {
    // Refused, as on a low battery, or not known here: the screen may go dark, nothing else changes.
  }
}
