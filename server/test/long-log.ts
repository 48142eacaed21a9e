import type { ConversationFile } from '@chimera/protocol/conversation-api';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Brain, SpokenBy } from '@chimera/protocol/provider';
import { lineOf } from './lines.ts';

const START = Date.parse('2026-03-01T20:00:00.000Z');
const MESSAGE_EVERY_MS = 9000;
const TWO = [
  { personaId: 'builtin-socrates', name: 'Socrates' },
  { personaId: 'builtin-dorothy', name: 'Dorothy' },
];

interface LongTalk {
  readonly cast: readonly { readonly personaId: string; readonly name: string }[];
  /** Who speaks for all of them from here on; null: whoever the server chooses. */
  readonly brain: Brain | null;
  readonly spokenBy: SpokenBy;
  readonly pace: 'natural' | 'instant';
}

/**
 * The log of a talk with so many messages, as an export would hold it; it was stopped at its end. They are numbered,
 * 37 words long on average, and each is two events: the log begins with another one.
 */
export function longLog(messages: number, chosen: Partial<LongTalk> = {}): ConversationFile {
  const talk: LongTalk = {
    cast: TWO,
    brain: null,
    spokenBy: { kind: 'demo', model: 'improviser' },
    pace: 'natural',
    ...chosen,
  };
  const events = [
    created(talk),
    ...Array.from({ length: messages }, (_, index) => turn(talk, index)).flat(),
    stopped(messages),
  ];
  return { chimera: 1, events: events.map((event, index) => ({ seq: index + 1, event })) };
}

/** The position of a message in that log, counted from 1. */
export function seqOfMessage(number: number): number {
  return 1 + number * 2;
}

function created({ cast, brain, pace }: LongTalk): Event {
  return {
    type: 'conversation-created',
    at: timeOf(0),
    title: 'A long evening',
    topic: 'Everything that is in the drawer',
    format: 'free-talk',
    settings: { ...defaultSettings, pace, maxTurns: 100_000 },
    seats: cast.map((seat, index) => ({ ...seat, id: `seat-${index + 1}`, brain, presence: 'stage' })),
  };
}

function turn({ cast, spokenBy }: LongTalk, index: number): Event[] {
  const place = index % cast.length;
  const seat = cast[place];
  if (seat === undefined) throw new Error('A long talk needs somebody who talks.');
  const seatId = `seat-${place + 1}`;
  const at = timeOf(index);
  const taken = { turnId: `turn-${index}`, attempt: 1 };
  return [
    {
      type: 'turn-started',
      at,
      ...taken,
      seatId,
      reason: { code: 'answers', text: 'Answers the last line.' },
    },
    {
      type: 'message-finished',
      at,
      message: {
        id: `message-${index}`,
        ...taken,
        author: { kind: 'seat', seatId, ...seat },
        text: lineOf(index, 8 + ((index * 13) % 60)),
        status: 'complete',
        brain: spokenBy,
        createdAt: at,
      },
    },
  ];
}

function stopped(messages: number): Event {
  const reason = { code: 'max-turns', text: `Stopped after ${messages} turns, the limit you set.` };
  return { type: 'conversation-stopped', at: timeOf(messages), reason };
}

function timeOf(index: number): string {
  return new Date(START + index * MESSAGE_EVERY_MS).toISOString();
}
