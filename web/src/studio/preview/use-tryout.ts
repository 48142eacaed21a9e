import type { ModelBrain } from '@chimera/protocol/provider';
import { useEffect, useRef, useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useTryOut } from '../../queries/use-try-out.ts';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { type EditedSheet, newPersonaOf } from '../edited-sheet.ts';
import { afterEvent, lineOf, noTryout, type Tryout } from './tryout.ts';

/** What is asked of it. */
export type Asked =
  | { readonly kind: 'prompt'; readonly prompt: string }
  | { readonly kind: 'meet'; readonly personaId: string; readonly topic: string };

/** Tries a sheet out, as often as one likes; a new try ends the one before. */
export function useTryout() {
  const words = useStudioWords();
  const announcer = useAnnouncer();
  const tryOut = useTryOut();
  const [tryout, setTryout] = useState<Tryout>(noTryout);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(sheet: EditedSheet, asked: Asked, brain: ModelBrain | null): Promise<void> {
    running.current?.abort();
    const control = new AbortController();
    running.current = control;
    let now: Tryout = { ...begun(asked), id: tryout.id + 1, sheet };
    const show = (next: Tryout) => {
      now = next;
      if (running.current === control) setTryout(next);
    };
    show(now);
    announcer.status(words.thinking);
    const name = sheet.name.trim() === '' ? words.nameless : sheet.name;
    try {
      const body = { persona: newPersonaOf({ ...sheet, name }), ...wanted(asked), ...(brain && { brain }) };
      for await (const event of tryOut(body, control.signal)) {
        show(afterEvent(now, event));
        const last = now.lines.at(-1);
        if (event.type === 'spoken' && last) announcer.announce(`${last.name}: ${last.text}`);
      }
    } catch (cause) {
      if (control.signal.aborted) return;
      show({ ...now, phase: { name: 'failed', reason: reasonOf(cause) } });
    }
  }

  function begun(asked: Asked): Omit<Tryout, 'id'> {
    const lines = asked.kind === 'prompt' ? [lineOf(noTryout, 'you', words.you, asked.prompt)] : [];
    return { phase: { name: 'talking' }, lines, sheet: null };
  }

  function stop(): void {
    running.current?.abort();
    running.current = null;
    setTryout((now) => (now.phase.name === 'talking' ? { ...now, phase: { name: 'stopped' } } : now));
    announcer.status(words.stopped);
  }

  return { tryout, start, stop };
}

function wanted(asked: Asked) {
  if (asked.kind === 'prompt') return { prompt: asked.prompt };
  const topic = asked.topic.trim();
  return { meet: asked.personaId, ...(topic !== '' && { topic }) };
}
