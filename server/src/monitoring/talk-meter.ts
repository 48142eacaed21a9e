import { Counter, Histogram } from 'prom-client';
import { type Charge, chargesOf } from '../accounts/charge.ts';
import type { Metrics } from '../metrics.ts';
import { type EndedAttempt, endedAttempts, turnOutcomes } from './turn-outcome.ts';
import type { LogWatcher } from './watched-log.ts';

export interface TalkMeter extends LogWatcher {
  /** A call of a brain that no log tells of, such as an audition. */
  charged(charge: Charge): void;
}

/** Counts what happens in conversations by what their logs tell: turns, words, tokens and money. */
export function talkMeter(metrics: Metrics): TalkMeter {
  const count = countersIn(metrics);
  const time = histogramsIn(metrics);
  for (const outcome of turnOutcomes) count.turns.inc({ outcome }, 0);
  const charged = ({ brain: { kind: provider }, usage, cost }: Charge): void => {
    count.tokens.inc({ provider, type: 'input' }, usage.inputTokens);
    count.tokens.inc({ provider, type: 'output' }, usage.outputTokens);
    count.tokens.inc({ provider, type: 'cached' }, usage.cachedInputTokens ?? 0);
    if (cost === undefined) count.unpriced.inc({ provider });
    else count.cost.inc({ provider }, cost);
  };
  const ended = ({ outcome, message }: EndedAttempt): void => {
    count.turns.inc({ outcome });
    const { totalMs, firstTokenMs } = message?.timing ?? {};
    if (totalMs !== undefined) time.turn.observe(totalMs / 1000);
    if (firstTokenMs === undefined || !message?.brain) return;
    time.firstWord.observe({ provider: message.brain.kind }, firstTokenMs / 1000);
  };
  return {
    charged,
    committed({ events: numbered }, tookMs) {
      const events = numbered.map(({ event }) => event);
      for (const { type } of events) count.events.inc({ type });
      for (const charge of chargesOf(events)) charged(charge);
      time.commit.observe(tookMs / 1000);
      // A branch or a file that came in tells of turns that were taken elsewhere.
      if (events[0]?.type !== 'conversation-created') endedAttempts(events).forEach(ended);
    },
  };
}

function countersIn(metrics: Metrics) {
  const registers = [metrics];
  return {
    turns: new Counter({
      name: 'chimera_turns_total',
      help: 'Attempts at a turn that ended, by how.',
      labelNames: ['outcome'],
      registers,
    }),
    events: new Counter({
      name: 'chimera_events_total',
      help: 'Events that this node wrote into logs.',
      labelNames: ['type'],
      registers,
    }),
    tokens: new Counter({
      name: 'chimera_tokens_total',
      help: 'Tokens that providers read (cached: of these, from their cache) and wrote.',
      labelNames: ['provider', 'type'],
      registers,
    }),
    cost: new Counter({
      name: 'chimera_cost_dollars_total',
      help: 'US dollars that calls of providers cost, where prices are known.',
      labelNames: ['provider'],
      registers,
    }),
    unpriced: new Counter({
      name: 'chimera_unpriced_calls_total',
      help: 'Calls of providers whose price nobody knows.',
      labelNames: ['provider'],
      registers,
    }),
  };
}

function histogramsIn(metrics: Metrics) {
  const registers = [metrics];
  return {
    turn: new Histogram({
      name: 'chimera_turn_seconds',
      help: 'From the moment a seat has the floor to the end of what it says.',
      buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640],
      registers,
    }),
    firstWord: new Histogram({
      name: 'chimera_first_word_seconds',
      help: 'From the question to a brain to the first word that is shown.',
      labelNames: ['provider'],
      buckets: [0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128],
      registers,
    }),
    commit: new Histogram({
      name: 'chimera_commit_seconds',
      help: 'How long it took to write events into a log and to tell of them.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers,
    }),
  };
}
