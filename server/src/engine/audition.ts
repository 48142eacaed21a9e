import type { Person } from '@chimera/protocol/account';
import type { AuditionEvent } from '@chimera/protocol/audition';
import type { Event, EventOf } from '@chimera/protocol/event';
import type { Format } from '@chimera/protocol/format';
import type { Persona } from '@chimera/protocol/persona';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Context } from '../conversations/command.ts';
import { begin } from '../conversations/play-commands.ts';
import { say } from '../conversations/talk-commands.ts';
import { type Bus, memoryBus } from '../live/bus.ts';
import { Speeches } from '../live/speech.ts';
import { Flight } from './flight.ts';
import { interruptionOf } from './interruption.ts';
import { StageKeeper } from './stage-keeper.ts';
import { Troubles } from './troubles.ts';
import { takeTurn, type TurnParts } from './turn.ts';
import { turnStarted } from './turn-events.ts';
import { UnkeptLog } from './unkept-log.ts';

export interface AuditionParts extends Pick<TurnParts, 'ask' | 'logger' | 'now' | 'chance'> {
  readonly newId: () => string;
  /** What they talk by. */
  readonly format: Format;
  /** Why no more may be spent; null: go on. Asked before each turn. */
  readonly overLimit: () => Promise<Reason | null>;
}

export interface Tryout {
  readonly ownerId: string;
  /** Who speaks, in turns; the first is the one that is tried out. A brain of null: its own, else the server's choice. */
  readonly cast: readonly { readonly persona: Persona; readonly brain: ModelBrain | null }[];
  readonly topic: string;
  /** What somebody says to them first; null: nobody does. */
  readonly said: { readonly person: Person; readonly text: string } | null;
  readonly turns: number;
}

type Tell = (event: AuditionEvent) => void;

const AUDITION: Reason = { code: 'audition', text: 'is tried out' };

/**
 * A talk that is held once and not kept, by the turns of every other talk: the same prompts, brains and guard rails.
 * The last thing told is that it is done, or the problem that ended it.
 */
export async function audition(
  parts: AuditionParts,
  tryout: Tryout,
  tell: Tell,
  signal: AbortSignal,
): Promise<void> {
  const { keeper, log, take, told } = await open(parts, tryout, tell);
  const { seats } = keeper.conversation;
  for (let turn = 0; turn < tryout.turns; turn += 1) {
    const seat = seats[turn % seats.length];
    if (!seat) break;
    const limit = await parts.overLimit();
    if (limit) return tell(problem(limit));
    tell({ type: 'turn', name: seat.name, self: seat === seats[0] });
    told.hasWords = false;
    await log.append(keeper.ref, () => [
      turnStarted({ seatId: seat.id, reason: AUDITION, queued: null }, parts.newId(), atNow(parts)),
    ]);
    await keeper.catchUp();
    const outcome = await take(signal);
    const interruption = interruptionOf(signal);
    if (interruption) return tell(problem(interruption.reason));
    if (outcome !== 'said' && outcome !== 'passed') return tell(problem(told.reason ?? UNHEARD));
  }
  tell({ type: 'done' });
}

const UNHEARD: Reason = { code: 'no-answer', text: 'No answer came.' };

function problem({ code, text }: Reason): AuditionEvent {
  return { type: 'problem', code, detail: text };
}

/** What was told of the turn that is being taken. */
interface Told {
  hasWords: boolean;
  /** Why it ended without a line. */
  reason: Reason | null;
}

/** A talk in memory, and the way to have the turn taken that is open in it. */
async function open(parts: AuditionParts, tryout: Tryout, tell: Tell) {
  const id = parts.newId();
  const ref = { ownerId: tryout.ownerId, id };
  const told: Told = { hasWords: false, reason: null };
  const bus = memoryBus();
  tellWords(bus, id, told, tell);
  const context = { at: atNow(parts), newId: parts.newId };
  const log = new UnkeptLog(ref, opening(parts, tryout, context), (event) => tellEvent(event, told, tell));
  const { cast, said } = tryout;
  if (said) await log.append(ref, (talk) => say(talk, { text: said.text }, said.person, context));
  const personas = new Map(cast.map(({ persona }) => [persona.id, persona]));
  const keeper = new StageKeeper(ref, log, {
    sheets: async () => personas,
    personaOf: (sheets, { personaId }: Seat) => required(sheets.get(personaId)),
    format: () => parts.format,
  });
  await keeper.catchUp();
  const turnParts: TurnParts = {
    ...parts,
    bus,
    log,
    transcripts: log,
    speeches: new Speeches(bus),
    prompts: NO_PROMPTS,
    costOf: async () => undefined,
  };
  const running = { keeper, epoch: 0, troubles: new Troubles(), flight: new Flight() };
  return { keeper, log, told, take: (signal: AbortSignal) => takeTurn(turnParts, running, signal) };
}

/** What is sent is not kept either. */
const NO_PROMPTS: TurnParts['prompts'] = {
  along: () => ({ write: async () => undefined, committed: () => undefined }),
  keep: async () => undefined,
};

function opening(
  { format }: AuditionParts,
  { cast, topic }: Tryout,
  context: Context,
): EventOf<'conversation-created'> {
  const named = new Map(cast.map(({ persona }) => [persona.id, persona]));
  const [created] = begin(
    {
      topic,
      seats: cast.map(({ persona, brain }) => ({ personaId: persona.id, ...(brain && { brain }) })),
      settings: { pace: 'instant' },
    },
    { seatable: (personaId) => required(named.get(personaId)), formatOf: () => format },
    context,
  );
  return created;
}

function tellWords(bus: Bus, id: string, told: Told, tell: Tell): void {
  bus.subscribe(id, (signal) => {
    if (signal.type !== 'delta') return;
    told.hasWords = true;
    tell({ type: 'text', text: signal.delta.text });
  });
}

function tellEvent(event: Event, told: Told, tell: Tell): void {
  if (event.type === 'turn-started' && event.attempt > 1 && told.hasWords) {
    told.hasWords = false;
    tell({ type: 'reset' });
  }
  if (event.type === 'turn-failed' || event.type === 'turn-interrupted') told.reason = event.reason;
  if (event.type !== 'message-finished' || !event.message.brain) return;
  const { brain, usage } = event.message;
  tell({ type: 'spoken', brain, ...(usage && { usage }) });
}

function required(persona: Persona | undefined): Persona {
  if (persona) return persona;
  throw new Error('A seat of an audition has no persona.');
}

function atNow({ now }: Pick<AuditionParts, 'now'>): string {
  return now().toISOString();
}
