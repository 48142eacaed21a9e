import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { Persona } from '@chimera/protocol/persona';
import fc from 'fast-check';
import type { BrainRequest, Prompt, PromptTurn } from '../provider.ts';

const persona: Persona = {
  ...blankSheet,
  id: 'ada',
  slug: 'ada',
  name: 'Ada',
  tagline: 'Counts before she speaks',
  description: 'A mathematician.',
  systemPrompt: 'You are Ada.',
  pacing: { minMs: 0, maxMs: 0 },
  avatar: { color: '#336699' },
  builtIn: true,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

/** A request as the engine makes it: Ada has spoken once and is asked again. */
export const exampleRequest: BrainRequest = {
  model: 'some-model',
  sampling: {},
  prompt: {
    system: 'You are Ada.',
    turns: [
      { role: 'user', parts: ['[The scene opens.]', 'Bo: Is it raining?'] },
      { role: 'assistant', parts: ['It is.'] },
      { role: 'user', parts: ['Bo: Since when?'] },
    ],
    tail: '[Answer in one sentence.]',
  },
  maxTokens: 120,
  stop: ['\nBo:', '\n['],
  replyAs: null,
  scene: {
    conversationId: 'conversation-1',
    turnId: 'turn-1',
    attempt: 1,
    topic: 'The weather',
    pace: 'instant',
    self: { seatId: 'seat-ada', name: 'Ada', persona },
    others: [{ seatId: 'seat-bo', name: 'Bo', human: false }],
    lines: [],
    direction: null,
    targetWords: 20,
    mayPass: false,
  },
};

const partsOfTalk = fc.array(fc.string({ minLength: 1 }).filter((text) => text.trim() !== ''), {
  minLength: 1,
  maxLength: 4,
});

/** Any prompt that the engine may make. */
export const arbitraryPrompt: fc.Arbitrary<Prompt> = fc
  .record({
    system: fc.string({ minLength: 1 }),
    opening: partsOfTalk,
    rounds: fc.array(fc.tuple(partsOfTalk, partsOfTalk), { maxLength: 8 }),
  })
  .map(({ system, opening, rounds }) => ({
    system,
    turns: [
      { role: 'user', parts: opening },
      ...rounds.flatMap(([own, heard]): PromptTurn[] => [
        { role: 'assistant', parts: own },
        { role: 'user', parts: heard },
      ]),
    ],
    tail: '[For your next line only.]',
  }));
