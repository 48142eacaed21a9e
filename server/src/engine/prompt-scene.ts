import type { Scene, SceneLine } from '../providers/provider.ts';
import { isHuman } from '../conversations/seats.ts';
import type { Direction } from './direction.ts';
import { speechHeardBy } from './heard.ts';
import type { Stage } from './stage.ts';

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

/** So many of the newest lines: whoever improvises looks back at some dozens of its own, and may be one of many. */
const SCENE_LINES = 400;

function heardLines({ transcript }: Stage, seatId: string): SceneLine[] {
  return speechHeardBy(transcript, seatId)
    .slice(-SCENE_LINES)
    .flatMap(({ kind, seatId: speaker, name, text }) =>
      kind === 'seat' || kind === 'human' || kind === 'narrator'
        ? [{ kind, seatId: speaker, name, text }]
        : [],
    );
}
