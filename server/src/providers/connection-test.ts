import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { ConnectionTest } from '@chimera/protocol/connection';
import type { Persona } from '@chimera/protocol/persona';
import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import { type BrainRequest, type Provider, ProviderError, type Scene } from './provider.ts';
import { isRefusal } from './vendor-problem.ts';

const QUESTION = 'Say hello in five words.';
const ANSWER_TOKENS = 64;
const SAMPLE_LENGTH = 200;

/** What came of a test, and what it used. */
export interface TestOutcome {
  readonly result: ConnectionTest;
  /** Null: nobody answered. */
  readonly used: { readonly brain: SpokenBy; readonly usage: Usage } | null;
}

export interface TestOptions {
  /** Null: one is chosen. */
  readonly model: string | null;
  /** The limit of spending that is reached: what costs is not asked. */
  readonly limit: Reason | null;
  readonly signal: AbortSignal;
}

export function notTested({ code, text }: Reason): TestOutcome {
  return { result: { ok: false, latencyMs: 0, problem: { code, detail: text } }, used: null };
}

/** Asks for a real, short answer, and says in plain words what came of it. */
export async function testConnection(
  provider: Pick<Provider, 'stream'>,
  /** Null: the connection offers nothing that can talk. */
  model: string | null,
  signal: AbortSignal,
): Promise<TestOutcome> {
  const startedAt = performance.now();
  const latencyMs = () => Math.round(performance.now() - startedAt);
  if (model === null) {
    const detail = 'It answers, but has no model that can talk. Load or download one there first.';
    const problem = { code: 'model-missing', detail };
    return { result: { ok: false, latencyMs: latencyMs(), problem }, used: null };
  }
  let sample = '';
  let brain: SpokenBy | null = null;
  let usage: Usage | null = null;
  const used = () => brain && { brain, usage: usage ?? guessedUsage(sample) };
  try {
    for await (const part of provider.stream(requestFor(model), signal)) {
      if (part.type === 'start') brain = part.brain;
      if (part.type === 'text') sample += part.text;
      if (part.type === 'finish') usage = part.usage;
    }
  } catch (error) {
    const problem = problemOf(error, signal);
    return {
      result: { ok: false, latencyMs: latencyMs(), model, problem },
      used: isRefusal(error) ? null : used(),
    };
  }
  const said = sample.trim().slice(0, SAMPLE_LENGTH);
  return { result: { ok: true, latencyMs: latencyMs(), model, sample: said }, used: used() };
}

/** Four characters make a token, about. */
function guessedUsage(sample: string): Usage {
  const tokensOf = (text: string) => Math.ceil(text.length / 4);
  return { inputTokens: tokensOf(QUESTION), outputTokens: tokensOf(sample), estimated: true };
}

/** A failure of a test is its result. */
export function problemOf(error: unknown, signal: AbortSignal): { code: string; detail: string } {
  if (error instanceof ProviderError) return { code: error.problem, detail: error.message };
  if (signal.aborted) return { code: 'timeout', detail: 'It took too long to answer.' };
  throw error;
}

function requestFor(model: string): BrainRequest {
  return {
    model,
    sampling: {},
    prompt: { system: '', turns: [{ role: 'user', parts: [QUESTION] }], tail: '' },
    maxTokens: ANSWER_TOKENS,
    stop: [],
    replyAs: null,
    scene,
  };
}

const persona: Persona = {
  ...blankSheet,
  id: 'test',
  slug: 'test',
  name: 'Test',
  builtIn: true,
  version: 1,
  createdAt: '2000-01-01T00:00:00.000Z',
  updatedAt: '2000-01-01T00:00:00.000Z',
};

/** Nobody is on stage: vendors never see it. */
const scene: Scene = {
  conversationId: 'test',
  turnId: 'test',
  attempt: 1,
  topic: '',
  pace: 'instant',
  self: { seatId: 'test', name: persona.name, persona },
  others: [],
  lines: [],
  direction: null,
  targetWords: 5,
  mayPass: false,
};
