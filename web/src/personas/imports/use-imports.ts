import { unreachable } from '@chimera/protocol/unreachable';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useRest } from '../../queries/rest.tsx';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useToast } from '../../ui/toast.tsx';
import { type PersonaWords, usePersonaWords } from '../../words/use-persona-words.ts';
import { importFile } from './import-file.ts';
import { type ImportItem, ImportQueue, isSettled } from './import-queue.ts';

/**
 * Files on their way in. Whoever leaves the page does not stop them: what came of them is said in a note then.
 */
export function useImports() {
  const rest = useRest();
  const [queue] = useState(() => new ImportQueue((file, sending) => importFile(rest, file, sending)));
  useTelling(queue);
  return { queue, items: useSyncExternalStore(queue.subscribe, queue.items) };
}

/** Says what became of each file, and renews the lists that show what came in. */
function useTelling(queue: ImportQueue): void {
  const queries = useQueryClient();
  const toast = useToast();
  const { status } = useAnnouncer();
  const { imports: words } = usePersonaWords();
  useEffect(() => {
    const isDone = ({ state }: ImportItem) => isSettled(state);
    const renewLists = ({ state }: ImportItem) => {
      if (state.kind !== 'done') return;
      void queries.invalidateQueries({ queryKey: ['personas'] });
      void queries.invalidateQueries({ queryKey: ['casts'] });
    };
    const stop = queue.hear((item) => {
      const all = queue.items();
      const outcome = outcomeWord(item, words);
      status(words.heardOne(isolate(item.file.name), outcome, all.filter(isDone).length, all.length));
      renewLists(item);
    });
    return () => {
      stop();
      if (queue.items().every(isDone)) return;
      // One has left the page.
      queue.hear((item) => {
        renewLists(item);
        const all = queue.items();
        if (all.every(isDone)) toast.show({ text: words.doneAway(cameIn(all), all.length) });
      });
    };
  }, [queue, queries, toast, status, words]);
}

/** What became of a file, in a word. */
export function outcomeWord({ state }: ImportItem, words: PersonaWords['imports']): string {
  switch (state.kind) {
    case 'waiting':
      return words.waiting;
    case 'sending':
      return words.sending(Math.round(state.share * 100));
    case 'reading':
      return words.reading;
    case 'done':
      return words.outcomes[state.imported.report.outcome];
    case 'unfit':
      return words.outcomes.refused;
    case 'failed':
      return words.failed;
    case 'cancelled':
      return words.cancelled;
    default:
      return unreachable(state);
  }
}

function cameIn(items: readonly ImportItem[]): number {
  return items.filter(({ state }) => state.kind === 'done' && state.imported.report.outcome === 'imported')
    .length;
}
