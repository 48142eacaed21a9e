import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import type { Reading } from '../../live/cell.ts';
import { useSelected } from '../../live/use-selected.ts';
import { useStage } from '../stage.tsx';

/** The words of a line while they still come, or while the last of them are still being shown; then nothing. */
export function useSpoken(message: Message | null, turn: OpenTurn | null): Reading<string> | undefined {
  const { store } = useStage();
  const turnId = message?.turnId;
  const isFinishing = useSelected(store.finishing, (id) => id !== null && id === turnId);
  if (turn) return store.live(turn.turnId);
  return isFinishing && turnId !== undefined ? store.live(turnId) : undefined;
}
