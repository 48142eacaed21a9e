import type { Scene, SceneLine } from '../providers/provider.ts';
import { isHuman } from '../conversations/seats.ts';
import type { Direction } from './direction.ts';
import type { Stage } from './stage.ts';
import { isHeardBy } from './transcript.ts';

/** The scene as facts, for a brain that is no language model: what this seat heard, and who is there. */
export function sceneOf(
  stage: Stage,
  seatId: string,
  direction: Direction,
  turn: { readonly turnId: string; readonly attempt: number },
): Scene {
  const { conversation, personas } = stage;
  const self = conversation.seats.find(({ id }) => id === seatId);
  const persona = personas.get(seatId);
  if (!self || !persona) throw new Error(`The seat ${seatId} is not in this conversation.`);
  return {
    conversationId: conversation.id,
    turnId: turn.turnId,
    attempt: turn.attempt,
    topic: conversation.topic,
    pace: conversation.settings.pace,
    self: { seatId, name: self.name, persona },
    others: conversation.seats
      .filter(({ id, presence }) => id !== seatId && presence !== 'away')
      .map((seat) => ({ seatId: seat.id, name: seat.name, human: isHuman(seat) })),
    lines: heardLines(stage, seatId),
    direction: direction.direction,
    targetWords: direction.targetWords,
    mayPass: direction.mayPass,
  };
}

function heardLines({ transcript }: Stage, seatId: string): SceneLine[] {
  return transcript
    .filter((entry) => isHeardBy(entry, seatId))
    .flatMap(({ kind, seatId: speaker, name, text }) =>
      kind === 'seat' || kind === 'human' || kind === 'narrator'
        ? [{ kind, seatId: speaker, name, text }]
        : [],
    );
}
