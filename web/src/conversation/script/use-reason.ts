import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { useQuery } from '@tanstack/react-query';
import { useStage } from '../stage.tsx';

/** Why a seat speaks or spoke. A finished line does not carry it: the log is asked when somebody wants to know. */
export function useReason(
  message: Message | null,
  turn: OpenTurn | null,
  wanted: boolean,
): string | undefined {
  const { id, direction } = useStage();
  const turnId = message?.turnId;
  const { data } = useQuery({
    queryKey: ['reason', id, turnId],
    enabled: wanted && turn === null && turnId !== undefined,
    queryFn: () => direction.reasonOf(turnId ?? '', message?.seq ?? 0),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return turn ? turn.reason.text : (data ?? undefined);
}
