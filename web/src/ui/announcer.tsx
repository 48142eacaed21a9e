import type { ReactNode } from 'react';
import { createContext, useContext, useMemo, useRef } from 'react';

/** Older lines are removed: a screen reader that re-reads the log must not read the evening again. */
const KEPT_LINES = 5;

export interface Announcer {
  /** A whole message with its speaker: read out politely, after what is being read. */
  readonly announce: (text: string) => void;
  /** A short note about the state of things; a new one takes the place of the last. */
  readonly status: (text: string) => void;
}

const AnnouncerContext = createContext<Announcer>({ announce: () => undefined, status: () => undefined });

export function useAnnouncer(): Announcer {
  return useContext(AnnouncerContext);
}

/**
 * The two live regions of the app, empty from the start and never unmounted. Both name `aria-live` as an attribute:
 * a dialog hides the rest of the page and spares only elements that carry it, the role alone is not enough.
 * Lines are added to the DOM by hand, because React may batch two of them into one change.
 */
export function Announcers({ children }: { readonly children: ReactNode }) {
  const log = useRef<HTMLDivElement>(null);
  const note = useRef<HTMLDivElement>(null);
  const announcer = useMemo<Announcer>(
    () => ({
      announce: (text) => {
        if (log.current) addLine(log.current, text);
      },
      status: (text) => {
        if (note.current) replaceText(note.current, text);
      },
    }),
    [],
  );
  return (
    <AnnouncerContext value={announcer}>
      <div ref={log} role="log" aria-live="polite" aria-relevant="additions" className="sr-only" />
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `output` is an inline result of a form */}
      <div ref={note} role="status" aria-live="polite" className="sr-only" />
      {children}
    </AnnouncerContext>
  );
}

function addLine(log: HTMLElement, text: string): void {
  const line = document.createElement('p');
  line.textContent = text;
  log.append(line);
  while (log.childElementCount > KEPT_LINES) log.firstElementChild?.remove();
}

/** The same words twice are two notes: an invisible difference makes the second one heard. */
function replaceText(note: HTMLElement, text: string): void {
  note.textContent = note.textContent === text ? `${text}\u00a0` : text;
}
