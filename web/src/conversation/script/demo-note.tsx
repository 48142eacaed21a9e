import { useSelected } from '../../live/use-selected.ts';
import { useWords } from '../../words/use-words.ts';
import { useSeatBrain } from '../use-seat-brain.ts';
import { useStage } from '../stage.tsx';

/** Says once, at the head of the script, that the demo brain is no AI. Every line of it says so too. */
export function DemoNote() {
  const { store } = useStage();
  const first = useSelected(store.conversation, (conversation) => conversation?.seats[0]?.id);
  return first === undefined ? null : <NoteFor seatId={first} />;
}

function NoteFor({ seatId }: { readonly seatId: string }) {
  const { conversation: words } = useWords();
  const brain = useSeatBrain(seatId);
  if (brain.kind !== 'model' || brain.provider !== 'demo') return null;
  return <p className="mt-2 text-note text-muted">{words.improvised}</p>;
}
