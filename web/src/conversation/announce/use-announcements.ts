import type { Message } from '@chimera/protocol/message';
import { useEffect, useRef } from 'react';
import { usePreferences } from '../../preferences/use-preferences.tsx';
import { useAnnouncer, type Announcer } from '../../ui/announcer.tsx';
import { useWords, type Words } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { catchUp, dueAtMs, hear, quiet, type Spoken } from './backlog.ts';
import { spokenText } from './spoken-text.ts';

/** Has every new line read out once, whole, with its speaker; never tokens, history, or one's own words. */
export function useAnnouncements(): void {
  const { store, waitOffered } = useStage();
  const announcer = useAnnouncer();
  const words = useWords();
  const { announcements } = usePreferences().preferences;
  const offered = useRef(false);

  useEffect(() => {
    if (announcements === 'off') return undefined;
    const speaker = new Reader(announcer, words, () => {
      if (offered.current) return;
      offered.current = true;
      waitOffered.set(true);
      announcer.status(words.conversation.offerWait);
    });
    const stop = store.onSaid(({ message, own }) => {
      if (!own) speaker.hear(lineOf(message, announcements, words));
    });
    return () => {
      stop();
      speaker.close();
    };
  }, [store, waitOffered, announcer, words, announcements]);

  useStatusNotes(announcer, words);
}

function lineOf(message: Message, announcements: 'whole' | 'names', { conversation }: Words) {
  const { author } = message;
  const name = author.kind === 'narrator' ? conversation.narrator : author.name;
  const isAside = author.kind === 'system';
  const text = announcements === 'names' && !isAside ? '' : spokenText(message.text, conversation);
  return { name: isAside ? '' : name, text };
}

/** Feeds the live region as fast as it can be read out. */
class Reader {
  readonly #announcer: Announcer;
  readonly #words: Words;
  readonly #onBehind: () => void;
  #backlog = quiet;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(announcer: Announcer, words: Words, onBehind: () => void) {
    this.#announcer = announcer;
    this.#words = words;
    this.#onBehind = onBehind;
  }

  hear(line: { name: string; text: string }): void {
    this.#take(hear(this.#backlog, line, performance.now()));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #take({ backlog, speak }: ReturnType<typeof hear>): void {
    this.#backlog = backlog;
    if (speak) this.#speak(speak);
    clearTimeout(this.#timer);
    const due = dueAtMs(backlog);
    if (due === null) return;
    this.#onBehind();
    const wait = Math.max(0, due - performance.now());
    this.#timer = setTimeout(() => this.#take(catchUp(this.#backlog, performance.now())), wait);
  }

  #speak(spoken: Spoken): void {
    const { conversation, common } = this.#words;
    if (spoken.kind === 'whole') {
      const { name, text } = spoken.line;
      const parts = [name, text].filter((part) => part !== '');
      this.#announcer.announce(parts.length === 2 ? conversation.spoken(name, text) : parts.join(''));
      return;
    }
    const names = spoken.lines.map(({ name }) => (name === '' ? conversation.house : name));
    this.#announcer.announce(conversation.moreLines(names.length, common.names(names)));
  }
}

/** Short notes about the connection. */
function useStatusNotes(announcer: Announcer, { conversation }: Words): void {
  const { store } = useStage();
  useEffect(() => {
    let before = store.status.get().kind;
    return store.status.subscribe(() => {
      const now = store.status.get().kind;
      if (now === 'reconnecting' && before !== 'reconnecting') announcer.status(conversation.connectionLost);
      if (now === 'live' && before === 'reconnecting') announcer.status(conversation.connectionBack);
      before = now;
    });
  }, [store, announcer, conversation]);
}
