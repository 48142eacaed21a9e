import { createHash } from 'node:crypto';
import type {
  ChatCompletionContentPart,
  ChatCompletionContentPartImage,
  ChatCompletionContentPartText,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { unreachable } from '@chimera/protocol/unreachable';
import type { ChatFamily } from './families/chat-family.ts';
import { type Effort, limitedTo, reasoningTokens } from './families/family.ts';
import { type SentTurn, turnsWithTail } from './prompt-turns.ts';
import type { BrainRequest, Image } from './provider.ts';
import { chatFamily, type Quirks } from './quirks.ts';
import { answerTokens, isBlank, replySchema, stopsOf } from './structured-reply.ts';

/** Fields of single vendors that OpenAI's own protocol does not have. */
interface VendorFields {
  readonly thinking?: { readonly type: 'enabled' | 'disabled' };
  readonly reasoning?: { readonly effort: Effort; readonly exclude: boolean };
  readonly usage?: { readonly include: true };
}

/** OpenRouter passes Anthropic's marks on. */
type TextPart = ChatCompletionContentPartText & {
  readonly cache_control?: { readonly type: 'ephemeral' };
};

export type ChatRequest = ChatCompletionCreateParamsStreaming & VendorFields;

/** A request in OpenAI's chat protocol, with what the model would refuse left out. */
export function chatRequest(request: BrainRequest, quirks: Quirks): ChatRequest {
  const family = chatFamily(quirks, request.model);
  const effort = effortOf(request, family);
  const stop = family.stop ? stopsOf(request, quirks.stopLimit) : [];
  const tokens = answerTokens(request) + reasoningTokens[effort ?? 'none'];
  return {
    model: request.model,
    messages: messagesOf(request, family, quirks),
    stream: true,
    stream_options: { include_usage: true },
    [quirks.maxTokensField]: limitedTo(family, tokens),
    ...(stop.length > 0 && { stop: [...stop] }),
    ...(request.replyAs !== null && replyFields(request.replyAs, family)),
    ...samplingFields(request, family, effort),
    ...(effort !== null && reasoningFields(quirks, effort)),
    ...(quirks.usageField && { usage: { include: true } }),
    ...(quirks.cacheKeyField && { [quirks.cacheKeyField]: cacheKeyOf(request) }),
    // Without it the vendor would mark the end as well, which is the tail, and have it paid for.
    ...(family.cache?.marks === 'breakpoint' && { prompt_cache_options: { mode: 'explicit' } }),
  } satisfies ChatRequest;
}

/** One for each seat, for only its own prompts begin alike. The vendor takes 64 characters, fewer than two ids have. */
function cacheKeyOf({ scene }: BrainRequest): string {
  return createHash('sha256').update(`${scene.conversationId}:${scene.self.seatId}`).digest('base64url');
}

/** Null: the field is left out. Without a wish, as little as the family can, for words come sooner. */
function effortOf({ sampling }: BrainRequest, family: ChatFamily): Effort | null {
  const asked = sampling.reasoning === 'off' ? undefined : sampling.reasoning;
  if (family.reasoning === 'never') return null;
  if (family.reasoning === 'when-asked') return asked ?? null;
  return asked ?? family.reasoning;
}

function samplingFields({ sampling }: BrainRequest, family: ChatFamily, effort: Effort | null) {
  const reasons = effort !== null && effort !== 'none';
  if (family.sampling === 'refused' || (family.sampling === 'without-reasoning' && reasons)) return {};
  return {
    ...(sampling.temperature !== undefined && { temperature: sampling.temperature }),
    ...(sampling.topP !== undefined && { top_p: sampling.topP }),
  };
}

function reasoningFields(quirks: Quirks, effort: Effort) {
  switch (quirks.reasoningField) {
    case 'reasoning_effort':
      return { reasoning_effort: effort };
    case 'thinking':
      return { thinking: { type: effort === 'none' ? 'disabled' : 'enabled' } } as const;
    case 'reasoning':
      return { reasoning: { effort, exclude: true } };
    default:
      return unreachable(quirks.reasoningField);
  }
}

function replyFields(speaker: string, { reply }: ChatFamily) {
  switch (reply) {
    case 'json_schema': {
      const json_schema = { name: 'line', strict: true, schema: replySchema(speaker) };
      return { response_format: { type: 'json_schema', json_schema } } as const;
    }
    case 'json_object':
      return { response_format: { type: 'json_object' } } as const;
    case 'words':
      return {};
    default:
      return unreachable(reply);
  }
}

/** Where ends are marked, each part is a part of its own, as it is where the vendor sees old ones unchanged. */
function messagesOf(request: BrainRequest, family: ChatFamily, quirks: Quirks): ChatCompletionMessageParam[] {
  const mark = markOf(family);
  const inParts = quirks.textParts || mark !== null;
  const turns = turnsWithTail(request, family).map((turn): ChatCompletionMessageParam => {
    const { role, parts } = turn;
    if (role === 'assistant') return { role, content: joined(parts) };
    return { role, content: inParts ? partsOf(turn, mark) : withImages(turn) };
  });
  const { system } = request.prompt;
  if (family.system === 'first-user' || isBlank(system)) return turns;
  const content = mark === null ? system : [textPart(system, mark)];
  return [{ role: family.system, content }, ...turns];
}

type Mark = Omit<TextPart, 'type' | 'text'>;

function markOf({ cache }: ChatFamily): Mark | null {
  const marks = cache?.marks;
  switch (marks) {
    case 'breakpoint':
      return { prompt_cache_breakpoint: { mode: 'explicit' } };
    case 'cache-control':
      return { cache_control: { type: 'ephemeral' } };
    case 'automatic':
    case undefined:
      return null;
    default:
      return unreachable(marks);
  }
}

function partsOf({ images, parts, keptPart }: SentTurn, mark: Mark | null): ChatCompletionContentPart[] {
  const texts = parts.map((text, index) => textPart(text, index === keptPart ? mark : null));
  return [...images.map(imagePart), ...texts];
}

function withImages({ images, parts }: SentTurn): string | ChatCompletionContentPart[] {
  const text = joined(parts);
  if (images.length === 0) return text;
  return [...images.map(imagePart), ...(text === '' ? [] : [textPart(text, null)])];
}

function joined(texts: readonly string[]): string {
  return texts.join('\n\n');
}

function textPart(text: string, mark: Mark | null): TextPart {
  return { type: 'text', text, ...mark };
}

function imagePart({ mediaType, base64 }: Image): ChatCompletionContentPartImage {
  return { type: 'image_url', image_url: { url: `data:${mediaType};base64,${base64}` } };
}
