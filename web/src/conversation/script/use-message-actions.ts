import type { Message } from '@chimera/protocol/message';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

export interface MessageActions {
  readonly copy: (message: Message) => void;
  readonly again: (message: Message) => void;
  readonly edit: (message: Message, text: string) => void;
  readonly branch: (message: Message) => void;
  readonly choose: (message: Message, version: number) => void;
}

/** What one can do with a line; started by button, key or sheet alike. */
export function useMessageActions(): MessageActions {
  const { direction, act } = useStage();
  const { status } = useAnnouncer();
  const toast = useToast();
  const navigate = useNavigate();
  const { conversation: words } = useWords();
  return useMemo(
    () => ({
      copy: (message) => void act(navigator.clipboard.writeText(message.text), words.copiedMessage),
      again: (message) => void act(direction.regenerate(message.id)),
      choose: (message, version) => {
        const all = message.alternatives?.length ?? 0;
        if (version < 0 || version >= all) return;
        void act(direction.choose(message.id, version), words.versionSpoken(version + 1, all));
      },
      edit: (message, text) => {
        const undo = () => void act(direction.edit(message.id, message.text), words.editUndone);
        void act(direction.edit(message.id, text)).then((done) => {
          if (done) toast.show({ text: words.editedNow, action: { label: words.undo, onPress: undo } });
        });
      },
      branch: (message) => {
        const go = async () => {
          const conversationId = await direction.fork(message.seq);
          await navigate({ to: '/c/$conversationId', params: { conversationId } });
          toast.show({ text: words.branched });
        };
        status(words.branching);
        void act(go());
      },
    }),
    [direction, act, status, toast, navigate, words],
  );
}
