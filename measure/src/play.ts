import type { Format } from '@chimera/protocol/format';
import { END } from '@chimera/protocol/format-path';
import type { Persona } from '@chimera/protocol/persona';
import { type Direction, directTurn } from '@chimera/server/engine/direction';
import { phaseAt } from '@chimera/server/engine/phase';
import { phaseChange } from '@chimera/server/engine/phase-events';
import { nextSpeaker } from '@chimera/server/engine/next-speaker';
import { sceneOf } from '@chimera/server/engine/prompt-scene';
import { aSeat, ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';
import { improvise, SILENCE } from '@chimera/server/providers/demo/improvise';

export interface PlayedTurn {
  readonly seatId: string;
  readonly name: string;
  readonly phase: string;
  /** Null: the seat passed. */
  readonly text: string | null;
  readonly direction: Direction;
  /** How long it took to decide who speaks. */
  readonly decisionMs: number;
}

/** A talk by the engine's own rules, turn by turn, in the demo brain's words. The same seed gives the same talk. */
export function play(
  cast: readonly Persona[],
  {
    topic,
    premise,
    turns,
    seed,
    format,
    guest,
  }: {
    readonly topic: string;
    /** What the narrator says before anybody else. */
    readonly premise?: string;
    readonly turns: number;
    readonly seed: number;
    readonly format?: Format | undefined;
    /** What a guest says before a turn. */
    readonly guest?: ReadonlyMap<number, { readonly text: string }>;
  },
): PlayedTurn[] {
  const chance = seededChance(seed);
  const seats = cast.map((persona, at) => aSeat(`seat-${at}`, persona.name, { personaId: persona.id }));
  const script = new ScriptedStage(seats, { personas: cast, ...(format && { format }) });
  script.append({ type: 'conversation-changed', at: new Date(0).toISOString(), topic });
  if (premise !== undefined) script.human('', premise, { as: 'narrator' });
  const played: PlayedTurn[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const said = guest?.get(turn);
    if (said) script.human('Mia', said.text);
    if (takePhases(script)) break;
    const startedAt = performance.now();
    const pick = nextSpeaker(script.stage, chance);
    const decisionMs = performance.now() - startedAt;
    if (!pick) break;
    const { seatId } = pick;
    const name = seats.find(({ id }) => id === seatId)?.name ?? '';
    const phase = phaseAt(script.stage).phase.name;
    const direction = directTurn(script.stage, seatId, chance);
    const turnId = `turn-${seed}-${turn}`;
    const { text } = improvise(sceneOf(script.stage, seatId, direction, { turnId, attempt: 1 }));
    if (text === SILENCE) script.passes(seatId);
    else script.says(seatId, text);
    played.push({ seatId, name, phase, text: text === SILENCE ? null : text, direction, decisionMs });
  }
  return played;
}

/** Announces what the format begins now; true when it is over. */
function takePhases(script: ScriptedStage): boolean {
  const at = new Date(0).toISOString();
  for (;;) {
    const change = phaseChange(script.stage, at);
    if (change === null) return false;
    if (change.type === 'phase-changed' && change.id === END) return true;
    script.append(change);
  }
}
