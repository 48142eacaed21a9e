import { unreachable } from '@chimera/protocol/unreachable';
import { plainFamily } from './families/chat-family.ts';
import { type Effort, type ModelFamily, reasoningTokens } from './families/family.ts';
import { localFamily, localSystem } from './families/local.ts';
import { contextTokensOf } from './model-size.ts';
import { turnsWithTail } from './prompt-turns.ts';
import type { BrainRequest } from './provider.ts';
import { answerTokens, isBlank, replySchema, stopsOf } from './structured-reply.ts';
import type { ListedModel } from './wire-protocol.ts';

/** The part of `POST /api/chat` that is used here (docs.ollama.com/api/chat, and `api/types.go` of Ollama). */
export interface OllamaRequest {
  readonly model: string;
  readonly messages: readonly OllamaMessage[];
  readonly stream: true;
  readonly think?: Think;
  /** A JSON schema that the answer is held to. */
  readonly format?: ReturnType<typeof replySchema>;
  readonly keep_alive: string;
  /** False: a prompt that is too long is refused, where it would lose its beginning without a word. */
  readonly truncate: false;
  /** False: an answer that outgrows the context ends, where the talk before it would be forgotten. */
  readonly shift: false;
  readonly options: {
    readonly num_ctx: number;
    /** Thinking included. */
    readonly num_predict: number;
    readonly temperature?: number;
    readonly top_p?: number;
    readonly stop?: readonly string[];
  };
}

interface OllamaMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** Base64, without the head of a data URL. */
  readonly images?: readonly string[];
}

type Think = boolean | 'low' | 'medium' | 'high';

const STOP_LIMIT = 8;
/** Longer than the usual five minutes: a director reads, writes and comes back, and loading takes its time. */
const KEEP_ALIVE = '15m';

/** A request to Ollama, with what the model would refuse left out. */
export function ollamaRequest(request: BrainRequest, listed: ListedModel | undefined): OllamaRequest {
  const { model, sampling, replyAs } = request;
  const { think, effort } = thinkingOf(request, listed);
  const stop = stopsOf(request, STOP_LIMIT);
  return {
    model,
    messages: messagesOf(request, familyOf(request.model, listed)),
    stream: true,
    ...(think !== undefined && { think }),
    ...(replyAs !== null && { format: replySchema(replyAs) }),
    keep_alive: KEEP_ALIVE,
    truncate: false,
    shift: false,
    options: {
      num_ctx: contextTokensOf({ kind: 'ollama', model }, listed),
      num_predict: answerTokens(request) + reasoningTokens[effort],
      ...(sampling.temperature !== undefined && { temperature: sampling.temperature }),
      ...(sampling.topP !== undefined && { top_p: sampling.topP }),
      ...(stop.length > 0 && { stop }),
    },
  };
}

/** Pictures of a turn go beside its text, as `images` in base64. */
function messagesOf(request: BrainRequest, family: ModelFamily): OllamaMessage[] {
  const { system } = request.prompt;
  const talk = turnsWithTail(request, family).map(({ role, parts, images }) => ({
    role,
    content: parts.join('\n\n'),
    ...(images.length > 0 && { images: images.map(({ base64 }) => base64) }),
  }));
  if (family.system === 'first-user' || isBlank(system)) return talk;
  return [{ role: 'system', content: system }, ...talk];
}

function familyOf(model: string, listed: ListedModel | undefined): ModelFamily {
  const vision = listed?.vision;
  return { ...plainFamily, system: localSystem(model), ...(vision !== undefined && { vision }) };
}

/**
 * Without a wish, as little as the family can, for words come sooner. Who cannot think refuses to be told to;
 * who cannot be kept from it is told nothing, which Ollama takes as a yes where it knows how to set it apart.
 */
function thinkingOf(
  { model, sampling }: BrainRequest,
  listed: ListedModel | undefined,
): { readonly think?: Think; readonly effort: Effort } {
  const asked = sampling.reasoning === 'off' ? undefined : sampling.reasoning;
  const way = wayOfThinking(model, listed);
  switch (way) {
    case 'never':
      return { think: false, effort: 'none' };
    case 'switch':
      return { think: asked !== undefined, effort: asked ?? 'none' };
    case 'levels':
      return { think: asked ?? 'low', effort: asked ?? 'low' };
    case 'always':
      return { effort: asked ?? 'low' };
    default:
      return unreachable(way);
  }
}

function wayOfThinking(model: string, listed: ListedModel | undefined) {
  const family = localFamily(model).thinking;
  if (family === 'always' || listed?.thinking === undefined) return family;
  if (listed.thinking === false) return 'never';
  if (listed.thinking === 'levels') return 'levels';
  return family === 'never' ? 'switch' : family;
}
