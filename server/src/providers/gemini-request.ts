import { unreachable } from '@chimera/protocol/unreachable';
import { limitedTo, reasoningTokens } from './families/family.ts';
import { type GeminiFamily, geminiFamily, type ThinkingLevel } from './families/gemini.ts';
import { turnsWithTail } from './prompt-turns.ts';
import type { BrainRequest, Image } from './provider.ts';
import { answerTokens, isBlank, stopsOf } from './structured-reply.ts';

/**
 * The part of Gemini's request that is used here, after the REST reference. It was compared once with
 * the types of @google/genai 3.3.0, which is too large to be installed for its types alone.
 */
export interface GeminiRequest {
  readonly systemInstruction?: { readonly parts: readonly TextPart[] };
  readonly contents: readonly {
    readonly role: 'user' | 'model';
    readonly parts: readonly (TextPart | ImagePart)[];
  }[];
  readonly generationConfig: {
    /** Thinking included. */
    readonly maxOutputTokens: number;
    readonly stopSequences?: readonly string[];
    readonly temperature?: number;
    readonly topP?: number;
    readonly thinkingConfig?: { readonly thinkingBudget: number } | { readonly thinkingLevel: ThinkingLevel };
    readonly responseMimeType?: 'application/json';
    readonly responseSchema?: ReplySchema;
  };
}

interface TextPart {
  readonly text: string;
}

interface ImagePart {
  readonly inlineData: { readonly mimeType: Image['mediaType']; readonly data: string };
}

/** Gemini's own dialect of a schema, which knows no `additionalProperties`. */
interface ReplySchema {
  readonly type: 'OBJECT';
  readonly properties: {
    readonly speaker: { readonly type: 'STRING'; readonly enum: readonly string[] };
    readonly text: { readonly type: 'STRING' };
  };
  readonly required: readonly string[];
  readonly propertyOrdering: readonly string[];
}

const STOP_LIMIT = 5;

/** A request to `streamGenerateContent`, with what the model would refuse left out. Its model is part of the path. */
export function geminiRequest(request: BrainRequest): GeminiRequest {
  const family = geminiFamily(request.model);
  const { system } = request.prompt;
  const { config, tokens } = thinkingOf(request, family);
  const stop = stopsOf(request, STOP_LIMIT);
  const { temperature, topP } = request.sampling;
  return {
    ...(family.system === 'system' &&
      !isBlank(system) && { systemInstruction: { parts: [{ text: system }] } }),
    contents: turnsWithTail(request, family).map(({ role, parts, images }) => ({
      role: role === 'assistant' ? 'model' : 'user',
      parts: [...images.map(imagePart), ...parts.map((text) => ({ text }))],
    })),
    generationConfig: {
      maxOutputTokens: limitedTo(family, answerTokens(request) + tokens),
      ...(stop.length > 0 && { stopSequences: stop }),
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(config !== null && { thinkingConfig: config }),
      ...(family.reply === 'json_schema' && request.replyAs !== null && replyFields(request.replyAs)),
    },
  };
}

function imagePart({ mediaType, base64 }: Image): ImagePart {
  return { inlineData: { mimeType: mediaType, data: base64 } };
}

/** Without a wish, as little as the family can, for words come sooner. */
function thinkingOf({ sampling }: BrainRequest, { thinking }: GeminiFamily) {
  const asked = sampling.reasoning === 'off' ? undefined : sampling.reasoning;
  switch (thinking.by) {
    case 'nothing':
      return { config: null, tokens: 0 };
    case 'budget': {
      const budget = asked === undefined ? thinking.least : reasoningTokens[asked];
      // A budget is kept to roughly, so a small one gets more room than it says.
      const tokens = budget === 0 ? 0 : Math.max(budget, reasoningTokens.minimal);
      return { config: { thinkingBudget: budget }, tokens };
    }
    case 'level': {
      const level = asked === undefined ? thinking.least : thinking.levels[asked];
      return { config: { thinkingLevel: level }, tokens: tokensOfLevel[level] };
    }
    default:
      return unreachable(thinking);
  }
}

const tokensOfLevel: Readonly<Record<ThinkingLevel, number>> = {
  MINIMAL: reasoningTokens.minimal,
  LOW: reasoningTokens.low,
  MEDIUM: reasoningTokens.medium,
  HIGH: reasoningTokens.high,
};

function replyFields(speaker: string) {
  const fields = ['speaker', 'text'];
  const responseSchema: ReplySchema = {
    type: 'OBJECT',
    properties: { speaker: { type: 'STRING', enum: [speaker] }, text: { type: 'STRING' } },
    required: fields,
    propertyOrdering: fields,
  };
  return { responseMimeType: 'application/json', responseSchema } as const;
}
