import { z } from 'zod';
import { stemOf } from '../words.ts';

/** What one does with ideas: have one, add to the last, leap away, join two, price it, make it worse, choose, begin. */
export const ideaMoves = ['idea', 'build', 'leap', 'combine', 'sell', 'spoil', 'pick', 'step'] as const;

/** What a piece of a story does: happens, sets the place, adds to the last fact, raises the price, turns, speaks, comes back, ends. */
export const storyMoves = ['tale', 'place', 'accept', 'raise', 'turn', 'speech', 'return', 'ending'] as const;

/** What a line does. */
export const moves = [
  'open',
  'answer',
  'dodge',
  'object',
  'example',
  'doubt',
  'concede',
  'ask',
  'analogy',
  'story',
  'callback',
  'joke',
  'twist',
  'closing',
  ...ideaMoves,
  ...storyMoves,
] as const;
export const moveSchema = z.enum(moves);
export type Move = z.infer<typeof moveSchema>;

/** Short noises of a listener, by what they tell the speaker. */
export const signals = ['assent', 'doubt', 'surprise', 'laugh', 'onward', 'distaste'] as const;
export const signalSchema = z.enum(signals);
export type Signal = z.infer<typeof signalSchema>;

export const valueSchema = z.enum([
  'truth',
  'order',
  'freedom',
  'craft',
  'novelty',
  'money',
  'comfort',
  'tradition',
  'nature',
  'machines',
  'people',
  'solitude',
  'laughter',
  'faith',
  'food',
  'art',
  'risk',
]);
export type Value = z.infer<typeof valueSchema>;

/** A ready sentence and the subjects that call it up. */
export const taggedSchema = z.strictObject({
  /** Held as stems, so that they can be compared with what is said. */
  about: z.array(z.string()).transform((words) => words.map(stemOf)),
  text: z.string().min(1),
});
export type Tagged = z.infer<typeof taggedSchema>;

const lines = z.array(z.string().min(1));

/** How one character improvises: its sentences, its memories, what it stands for. */
export const voiceSchema = z.strictObject({
  slug: z.string().min(1),
  /** What it calls a guest whose name it does not know. */
  guest: lines.min(1),
  /** How it turns to what a guest threw in, whatever that is. */
  heeds: lines.min(4),
  /** Where it has something from, for who asks where, when or from whom. */
  origins: lines.min(3),
  signals: z.record(signalSchema, lines.min(2)),
  moves: z.record(moveSchema, lines.min(3)),
  /** Short sentences that it drops before or after a thought: by these one knows it with closed eyes. */
  tags: z.array(z.string().min(1)),
  /** What it thinks, as claims. */
  views: z.array(taggedSchema),
  /** What it has lived through or knows of its own life. */
  memories: z.array(taggedSchema),
  /** From -2 (against) to 2 (for). */
  values: z.partialRecord(valueSchema, z.number().min(-2).max(2)),
  /** Why, for each value it holds strongly. */
  reasons: z.partialRecord(valueSchema, lines.min(1)),
  /** Moves that it makes more (above 1) or less often than others. */
  leanings: z.partialRecord(moveSchema, z.number().positive()),
  /** Words it uses instead of the usual ones. */
  prefers: z.record(z.string(), z.string()),
  /** What it says when somebody writes in a language it does not have. */
  foreign: lines.min(1),
  /** What it says when asked whether it is a machine. The first words must be true. */
  machine: lines.min(1),
});
export type Voice = z.infer<typeof voiceSchema>;
