import type { Conversation, Totals } from '@chimera/protocol/conversation';
import { brainLabel } from './brain-label.ts';

/** What stands above a record, in every format. Texts are raw: formats escape them. */
export interface OpeningFacts {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly cast: readonly { readonly name: string; readonly brain: string }[];
}

export function openingFacts(conversation: Conversation): OpeningFacts {
  const { title, topic, createdAt, format, seats, forkedFrom } = conversation;
  return {
    title,
    facts: [
      { label: 'Topic', value: topic },
      { label: 'Created', value: `${dayOf(createdAt)}, ${timeOf(createdAt)} (all times are UTC)` },
      { label: 'Format', value: format },
      ...(forkedFrom
        ? [{ label: 'Branched', value: `from ${forkedFrom.conversationId} at ${forkedFrom.seq}` }]
        : []),
    ],
    cast: seats.map(({ name, brain }) => ({ name, brain: brainLabel(brain) })),
  };
}

/** What stands below a record: how it stands now and what it took. */
export function totalsFacts(conversation: Conversation): readonly string[] {
  const { turns, usage, state, stopReason } = conversation;
  const tokens = usage.inputTokens + usage.outputTokens;
  return [
    stopReason ? `${stateWords[state]}: ${stopReason.text}` : `${stateWords[state]}.`,
    `${count(turns)} ${turns === 1 ? 'turn' : 'turns'}`,
    `${count(tokens)} tokens: ${count(usage.inputTokens)} read, ${count(usage.outputTokens)} written`,
    moneyFact(usage),
  ];
}

/** What is unknown is said, for it is not nothing; and what was counted by lengths is not exact. */
function moneyFact({ cost, estimated, unpriced }: Totals): string {
  if (cost === undefined) return 'price unknown';
  const known = `${estimated && cost > 0 ? 'about ' : ''}${money.format(cost)}`;
  return unpriced ? `${known} and calls of unknown price` : known;
}

/** The day of an ISO time, such as `22 November 2025`. */
export function dayOf(at: string): string {
  return day.format(Date.parse(at));
}

/** Hours and minutes of an ISO time. */
export function timeOf(at: string): string {
  return new Date(at).toISOString().slice(11, 16);
}

const stateWords = {
  draft: 'Not played yet',
  running: 'Still playing',
  paused: 'Paused',
  stopped: 'Stopped',
} as const;

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const number = new Intl.NumberFormat('en-US');
const money = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 6,
});

function count(value: number): string {
  return number.format(value);
}
