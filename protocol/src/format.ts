import { z } from 'zod';
import { oneLine } from './plain-text.ts';

/**
 * natural: whoever has something to say. round-robin: around the table. reverse: the same from the last seat
 * to the first. alternate: the roles take turns. host-picks: the host speaks, then whom the host named, then
 * up to two others. asked-then-asker: the first role asks, who was asked answers, and so on. moderator: a
 * model picks. manual: nobody until the director says so.
 */
const turnOrderSchema = z.enum([
  'natural',
  'round-robin',
  'reverse',
  'alternate',
  'host-picks',
  'asked-then-asker',
  'moderator',
  'manual',
]);
export type TurnOrder = z.infer<typeof turnOrderSchema>;

/**
 * What ends a phase besides its own numbers (turnsEach, maxTurns, maxMinutes), whichever comes first.
 * everyone-spoke: once each. host-says-next: the first speaker or a person calls for the next part.
 * said-goodbye: most of the last lines were farewells. novelty-low: nothing new is said any more. verdict:
 * one of its speakers has spoken. agreement: two in a row accept the same. askedAtLeast: so many questions
 * were asked, and the last one was answered.
 */
const phaseEndSchema = z.union(
  [
    z.enum(['everyone-spoke', 'host-says-next', 'said-goodbye', 'novelty-low', 'verdict', 'agreement']),
    z.strictObject({ askedAtLeast: z.number().int().min(1).max(100) }),
  ],
  {
    error:
      'Use everyone-spoke, host-says-next, said-goodbye, novelty-low, verdict, agreement or {"askedAtLeast": 3}.',
  },
);
export type PhaseEnd = z.infer<typeof phaseEndSchema>;

/** Guard rules that a format may switch off: those about taste. What keeps the transcript clean stays on. */
const optionalGuards = [
  'narration',
  'paraphrase',
  'opening',
  'questions',
  'agreement',
  'praise-loop',
  'goodbye-loop',
  'stall',
] as const;
export type OptionalGuard = (typeof optionalGuards)[number];

const idSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'Use a short id of small letters, digits and hyphens, such as last-word.');
const name = oneLine().min(1).max(60);

const roleSchema = z.strictObject({
  id: idSchema,
  name,
  /** With 0 the role may stay empty; then its phases are left out. */
  min: z.number().int().min(0).max(24),
  max: z.number().int().min(1).max(24),
  /** ai-only: a seat that a person plays does not get it. */
  seat: z.enum(['any', 'ai-only']),
});
export type Role = z.infer<typeof roleSchema>;

const length = z.tuple([z.number().int().min(1).max(500), z.number().int().min(1).max(1000)]);

/** By role, or for `all` whose role is not named. */
const byRole = <T extends z.ZodType>(value: T) =>
  z
    .record(z.string().max(40), value)
    .refine((map) => Object.keys(map).length > 0, 'Name at least one role, or “all”.');

/** One stretch of a format: who speaks in which order, what they are told, how long. */
export const phaseSchema = z.strictObject({
  id: idSchema,
  name,
  order: turnOrderSchema,
  /** Roles that speak in this phase, in this order; absent: everybody. */
  speakers: z.array(z.string().max(40)).min(1).max(12).optional(),
  /** After so many turns each, or so many altogether, the phase is over. */
  turnsEach: z.number().int().min(1).max(100).optional(),
  maxTurns: z.number().int().min(1).max(1000).optional(),
  maxMinutes: z.number().min(0.1).max(600).optional(),
  /** Target and greatest length of a turn in words, for all or by role; absent: as people talk. */
  words: z.union([length, byRole(length)]).optional(),
  /** Said to all from the stage when the phase begins. */
  open: oneLine().min(1).max(300).optional(),
  /** A direction for each turn, by role; absent: a move is drawn. */
  tell: z.record(z.string().max(40), oneLine().min(1).max(300)).optional(),
  /** Whether the talk may come to its end here; absent: in the last phase. */
  mayClose: z.boolean().optional(),
  endWhen: z.array(phaseEndSchema).max(10).optional(),
  /** The phase that follows; absent: the one below; `end`: none. */
  next: z.string().max(40).optional(),
  /** How long a person who has the floor is waited for. */
  waitSeconds: z.number().int().min(5).max(600).optional(),
  /** Actions are allowed for a whole format or not at all. */
  guardsOff: z
    .array(z.enum(optionalGuards).exclude(['narration']))
    .max(8)
    .optional(),
});
export type Phase = z.infer<typeof phaseSchema>;

const criterionSchema = z.strictObject({
  name,
  /** What a model is told to look at. */
  description: oneLine().min(1).max(300),
  /** The most that a side can get. */
  points: z.number().int().min(1).max(20),
  /**
   * What is counted where no model judges. substance: words of its own. engagement: lines that take up what
   * the other side said. answers: questions that it met. brevity: fewer words a line than the others.
   */
  count: z.enum(['substance', 'engagement', 'answers', 'brevity']),
});
export type Criterion = z.infer<typeof criterionSchema>;

/** By what the sides of a debate are weighed. */
const judgeSchema = z.strictObject({
  criteria: z.array(criterionSchema).min(1).max(8),
  /** The roles that are weighed against each other. */
  sides: z.array(z.string().max(40)).min(2).max(6),
});
export type Judge = z.infer<typeof judgeSchema>;

/** What somebody writes: a format without its id. */
export const formatDocumentSchema = z.strictObject({
  name,
  description: oneLine().min(1).max(300),
  /** One sentence for every seat's prompt: what kind of talk this is. */
  frame: oneLine().min(1).max(500),
  /** Filled from the cast in order; absent: nobody has a role. */
  roles: z.array(roleSchema).max(12).optional(),
  phases: z.array(phaseSchema).min(1, 'A format needs at least one phase.').max(16),
  guardsOff: z.array(z.enum(optionalGuards)).max(8).optional(),
  judge: judgeSchema.optional(),
});
export type FormatDocument = z.infer<typeof formatDocumentSchema>;

/** A script of how turns go. */
export const formatSchema = formatDocumentSchema.extend({ id: z.string().max(60) });
export type Format = z.infer<typeof formatSchema>;
