import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { Sheet } from '@chimera/protocol/persona';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { Ask, Scene } from '../providers/provider.ts';
import { answerTo } from './ask-aside.ts';
import { DRAFT_CHARACTERS, DRAFT_TOKENS, draftPrompt, readDraft } from './draft-model.ts';
import type { AskBrain } from './speak.ts';
import { unkeptPersona } from './unkept-persona.ts';

export interface DraftParts {
  readonly ask: AskBrain;
  readonly newId: () => string;
}

/**
 * Has a model write a sheet from an idea; null when it could not be read, twice. Throws a ProviderError when the
 * model does not answer.
 */
export async function draftSheet(
  { ask, newId }: DraftParts,
  { idea, brain }: { readonly idea: string; readonly brain: ModelBrain },
  signal: AbortSignal,
): Promise<Sheet | null> {
  for (const isAgain of [false, true]) {
    const prompt = draftPrompt(idea, newId().slice(0, 6), { isAgain });
    const request: Ask = { ...REQUEST, promptFor: () => prompt };
    const text = await answerTo(ask, { brain, request, textLimit: DRAFT_CHARACTERS }, signal);
    const sheet = text === null ? null : readDraft(text);
    if (sheet) return sheet;
  }
  return null;
}

/** Nobody is on stage: models never see it. */
const scene: Scene = {
  conversationId: 'draft',
  turnId: 'draft',
  attempt: 1,
  topic: '',
  pace: 'instant',
  self: {
    seatId: 'draft',
    name: 'Draft',
    persona: unkeptPersona({ ...blankSheet, name: 'Draft' }, '2000-01-01T00:00:00.000Z'),
  },
  others: [],
  lines: [],
  direction: null,
  targetWords: 500,
  mayPass: false,
};

const REQUEST = { maxTokens: DRAFT_TOKENS, stop: [], replyAs: null, cache: 'off', scene } as const;
