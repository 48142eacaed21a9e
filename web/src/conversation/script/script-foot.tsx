import { WifiOff } from 'lucide-react';
import { useReading } from '../../live/use-reading.ts';
import { useSelected } from '../../live/use-selected.ts';
import { useWords } from '../../words/use-words.ts';
import { useMedia } from '../../ui/use-media.ts';
import { columnLook } from './column-look.ts';
import { useStage } from '../stage.tsx';

/** What stands below the last line: how the connection is, and what to do on an empty stage. */
export function ScriptFoot() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const isTouch = useMedia('(pointer: coarse)');
  const status = useReading(store.status);
  const empty = useSelected(store.order, (order) => order.length === 0);
  const idle = useSelected(store.conversation, (conversation) => conversation?.state === 'draft');
  return (
    <div className={`${columnLook} pb-10`}>
      {empty && idle && (
        <p className="pt-6 text-body text-muted">{isTouch ? words.stageIsSetTouch : words.stageIsSet}</p>
      )}
      {status.kind === 'reconnecting' && (
        <p className="mt-6 flex items-start gap-3 border-t border-line-strong pt-3 text-body text-muted">
          <WifiOff size={20} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-warn" />
          {words.reconnecting(status.tries)}
        </p>
      )}
    </div>
  );
}
