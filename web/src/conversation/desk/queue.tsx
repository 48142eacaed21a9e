import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useSelected } from '../../live/use-selected.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** Who speaks next by direction, in order; each can go earlier, later, or out. */
export function Queue() {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const queue = useSelected(store.conversation, (conversation) => conversation?.queue) ?? [];
  if (queue.length === 0) return <p className="text-body text-muted">{words.queueEmpty}</p>;
  const move = (index: number, by: number) => {
    const entry = queue[index];
    if (entry) void act(direction.setQueue(queue.toSpliced(index, 1).toSpliced(index + by, 0, entry)));
  };
  return (
    <ol className="grid gap-1">
      {queue.map(({ seatId, reason }, index) => {
        const name = store.seat(seatId).get()?.seat.name ?? '';
        return (
          // A seat may stand in the queue twice: its place tells the two apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={`${seatId}:${index}`} className="flex min-h-11 items-center gap-1">
            <span className="min-w-0 flex-1">
              <span className="block truncate text-body font-medium">
                <bdi>{name}</bdi>
              </span>
              <span className="block truncate text-note text-muted">{reason.text}</span>
            </span>
            <IconButton
              label={words.moveEarlier(name)}
              icon={<ArrowUp {...icon} />}
              disabled={index === 0}
              onClick={() => move(index, -1)}
            />
            <IconButton
              label={words.moveLater(name)}
              icon={<ArrowDown {...icon} />}
              disabled={index === queue.length - 1}
              onClick={() => move(index, 1)}
            />
            <IconButton
              label={words.removeFromQueue(name)}
              icon={<X {...icon} />}
              onClick={() => void act(direction.setQueue(queue.toSpliced(index, 1)))}
            />
          </li>
        );
      })}
    </ol>
  );
}
