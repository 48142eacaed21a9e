import type { Message } from '@chimera/protocol/message';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useMessageActions } from './use-message-actions.ts';

/** Earlier and later versions of a line; the arrows stand where the count is. */
export function VersionSwitch({ message }: { readonly message: Message }) {
  const { conversation: words } = useWords();
  const { choose } = useMessageActions();
  const all = message.alternatives?.length ?? 0;
  if (all < 2) return null;
  const shown = message.chosen ?? all - 1;
  return (
    <div className="mt-1 -ml-2 flex items-center text-note text-muted tabular-nums">
      <IconButton
        label={words.earlierVersion}
        icon={<ChevronLeft size={16} strokeWidth={1.5} aria-hidden="true" />}
        shortcut="["
        disabled={shown === 0}
        onClick={() => choose(message, shown - 1)}
        className="size-8! touch:size-11!"
      />
      <span aria-hidden="true">{words.version(shown + 1, all)}</span>
      <span className="sr-only">{words.versionSpoken(shown + 1, all)}</span>
      <IconButton
        label={words.laterVersion}
        icon={<ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" />}
        shortcut="]"
        disabled={shown === all - 1}
        onClick={() => choose(message, shown + 1)}
        className="size-8! touch:size-11!"
      />
    </div>
  );
}
