import process from 'node:process';
import type { Persona } from '@chimera/protocol/persona';
import type { SceneLine } from '../provider.ts';
import { type Chance, pick, seededChance } from './chance.ts';
import type { TalkLine } from './figures.ts';
import { improvise } from './improvise.ts';
import { calledIn } from './rehearsal-order.ts';

export interface Tell {
  readonly direction: string | null;
  readonly words: number;
  /** Undefined: nobody is told to, and whoever likes speaks. */
  readonly speaker: Persona | undefined;
}

export interface Rehearsal {
  readonly lines: readonly TalkLine[];
  readonly passes: number;
  /** Processor time of all lines together. */
  readonly ms: number;
}

/** Plays a talk with the improviser alone: who was named answers, sometimes the one before, else anybody. */
export function rehearse(
  topic: string,
  cast: readonly Persona[],
  options: {
    readonly turns: number;
    readonly seed: string;
    /** By what the seats have said so far. */
    readonly tell?: (lines: readonly TalkLine[]) => Tell | null;
    /** Lines of a guest, by the turn before which they are said. */
    readonly guest?: ReadonlyMap<number, string>;
  },
): Rehearsal {
  const chance = seededChance(`order ${options.seed}`);
  const heard: SceneLine[] = [];
  const lines: TalkLine[] = [];
  let passes = 0;
  let ms = 0;
  for (let turn = 0; turn < options.turns; turn += 1) {
    const said = options.guest?.get(turn);
    if (said !== undefined) {
      heard.push({ seatId: null, kind: 'human', name: 'You', text: said });
      lines.push({ name: 'You', text: said, move: 'guest', human: true });
    }
    const tell = options.tell?.(lines.filter(({ human }) => !human)) ?? null;
    const persona = tell?.speaker ?? nextOf(cast, heard, chance);
    const startedAt = process.cpuUsage();
    const { text, move } = improvise({
      conversationId: options.seed,
      turnId: `turn-${turn}`,
      attempt: 1,
      topic,
      pace: 'instant',
      self: { seatId: persona.id, name: persona.name, persona },
      others: cast
        .filter(({ id }) => id !== persona.id)
        .map(({ id, name }) => ({ seatId: id, name, human: false })),
      lines: heard,
      direction: tell?.direction ?? null,
      targetWords: tell?.words ?? targetWords(chance),
      mayPass: tell === null && chance() < 0.2,
    });
    const { user, system } = process.cpuUsage(startedAt);
    ms += (user + system) / 1000;
    if (move === 'pass') {
      passes += 1;
      continue;
    }
    heard.push({ seatId: persona.id, kind: 'seat', name: persona.name, text });
    lines.push({ name: persona.name, text, move });
  }
  return { lines, passes, ms };
}

function nextOf(cast: readonly Persona[], heard: readonly SceneLine[], chance: Chance): Persona {
  const last = heard.at(-1);
  const others = cast.filter(({ id }) => id !== last?.seatId);
  const named = calledIn(last, others);
  const before = others.find(({ id }) => id === heard.at(-2)?.seatId);
  const [first] = others;
  if (!first) throw new Error('A talk needs two personas.');
  return named ?? (before && chance() < 0.3 ? before : (pick(others, chance) ?? first));
}

/** Lengths as people have them: most turns short, some long. */
function targetWords(chance: Chance): number {
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const long = chance() > 0.86;
  return Math.round(
    long
      ? Math.min(90, Math.max(30, Math.exp(Math.log(42) + 0.35 * normal)))
      : Math.min(40, Math.max(4, Math.exp(Math.log(14) + 0.55 * normal))),
  );
}
