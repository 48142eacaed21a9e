import { z } from 'zod';
import type { GateAction } from '@chimera/server/engine/gate-action';
import { gateHistory, type EarlierLine } from '@chimera/server/engine/gate-history';
import { openGate } from '@chimera/server/engine/gate';
import { loopIn } from '@chimera/server/engine/loops';

/** Ada speaks; Bo and Cy are seats like her, Mia is a person, Dov has left. */
const sceneSchema = z.object({
  self: z.string().default('Ada'),
  others: z.array(z.string()).default(['Bo', 'Cy']),
  humans: z.array(z.string()).default(['Mia']),
  absent: z.array(z.string()).default(['Dov']),
  language: z.string().nullable().default('en'),
  mayClose: z.boolean().default(true),
  mayPass: z.boolean().default(false),
  /** Stage actions are part of the talk. */
  stage: z.boolean().default(false),
  selfIsAi: z.boolean().default(false),
  emoji: z.boolean().default(false),
  /** Words that were asked for. */
  target: z.number().positive().optional(),
  /** What the seat was told about itself. */
  system: z.string().default(''),
});

/** A line that is said, what was said before, and what differs from the usual scene. */
export const guardCaseSchema = z.object({
  n: z.union([z.number(), z.string()]),
  in: z.string(),
  /** Speaker and text, oldest first. */
  hist: z.array(z.tuple([z.string(), z.string()])).optional(),
  ctx: sceneSchema.prefault({}),
});
export type GuardCase = z.infer<typeof guardCaseSchema>;

export interface GuardResult {
  readonly actions: readonly string[];
  /** What was shown; null when nothing was. */
  readonly out: string | null;
}

/** What the gate does with a case that comes in pieces of a size, and what the talk then needs. */
export function runGuard(given: GuardCase, size = Number.POSITIVE_INFINITY): GuardResult {
  const scene = given.ctx;
  const lines: EarlierLine[] = (given.hist ?? []).map(([speaker, text]) => ({
    speaker,
    text,
    isPerson: scene.humans.includes(speaker),
  }));
  const gate = openGate({
    self: [scene.self],
    selfId: scene.self,
    others: scene.others,
    humans: scene.humans,
    absent: scene.absent,
    capWords:
      scene.target === undefined
        ? Number.POSITIVE_INFINITY
        : Math.max(25, Math.round(1.6 * scene.target) + 8),
    mayPass: scene.mayPass,
    history: gateHistory(lines, scene.self, scene.system),
    language: scene.language,
    isAi: scene.selfIsAi,
    mayAct: scene.stage,
    mayClose: scene.mayClose,
    usesEmoji: scene.emoji,
    guardsOff: new Set(),
  });
  let out = '';
  for (let at = 0; at < given.in.length; at += size) out += gate.push(given.in.slice(at, at + size));
  const end = gate.end('stop');
  out += end.text;
  const actions: GateAction[] = [...end.actions];
  if (end.outcome.kind === 'said') {
    const said = { speaker: scene.self, text: out, isPerson: false };
    const loop = loopIn([...lines, said], {
      seats: scene.others.length + 1,
      mayClose: scene.mayClose,
      twists: 0,
      guardsOff: new Set(),
    });
    if (loop) actions.push({ rule: loop.rule, action: loop.remedy });
  }
  const names = new Set(actions.map(({ rule, action }) => `${rule}/${action}`));
  return { actions: [...names].sort(), out: end.outcome.kind === 'said' ? out : null };
}
