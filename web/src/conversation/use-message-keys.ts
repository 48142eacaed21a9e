import type { Message } from '@chimera/protocol/message';
import { useMemo } from 'react';
import type { Action, ActionContext } from '../keys/action.ts';
import { useActions } from '../keys/use-actions.tsx';
import { useWords } from '../words/use-words.ts';
import { useMessageActions } from './script/use-message-actions.ts';
import { rowOf } from './script/use-script-list.ts';
import { useStage } from './stage.tsx';

/** The keys that act on the message that has the focus. */
export function useMessageKeys(): void {
  const { store, editing, prompted } = useStage();
  const { conversation: words } = useWords();
  const actions = useMessageActions();
  const keys = useMemo<readonly Action[]>(() => {
    const messageAt = ({ target }: ActionContext): Message | null => {
      const row = rowOf(target);
      const shown = row === null ? undefined : store.row(row).get();
      return shown?.kind === 'message' && shown.message.author.kind !== 'system' ? shown.message : null;
    };
    const action = (id: string, label: string, key: string, run: (message: Message) => void): Action => ({
      id: `message:${id}`,
      label,
      keys: [key],
      group: words.groupMessage,
      when: (context) => messageAt(context) !== null,
      run: (context) => {
        const message = messageAt(context);
        if (message) run(message);
      },
    });
    const shown = (message: Message) => message.chosen ?? (message.alternatives?.length ?? 0) - 1;
    return [
      action('copy', words.copyMessage, 'c', actions.copy),
      {
        ...action('again', words.again, 'r', actions.again),
        when: (context) => messageAt(context)?.turnId !== undefined,
      },
      action('edit', words.edit, 'e', (message) => editing.set(store.rowOf(message.id) ?? null)),
      action('branch', words.branch, 'b', actions.branch),
      {
        ...action('prompt', words.seePrompt, 'p', (message) => prompted.set(message)),
        when: (context) => messageAt(context)?.brain !== undefined,
      },
      action('earlier-version', words.earlierVersion, '[', (message) =>
        actions.choose(message, shown(message) - 1),
      ),
      action('later-version', words.laterVersion, ']', (message) =>
        actions.choose(message, shown(message) + 1),
      ),
      {
        ...action('actions', words.keyActions, 'Enter', () => undefined),
        run: ({ target }) =>
          target?.closest('[data-row]')?.querySelector<HTMLElement>('[role=toolbar] button')?.focus(),
      },
    ];
  }, [store, editing, prompted, words, actions]);
  useActions(keys);
}
