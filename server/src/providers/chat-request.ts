import type {
  ChatCompletionContentPartText,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import { unreachable } from '@chimera/protocol/unreachable';
import type { BrainRequest } from './provider.ts';
import { type Effort, type ModelFamily, plainFamily, type Quirks, reasoningTokens } from './quirks.ts';
import { answerTokens, replySchema, stopsOf, tailOf } from './structured-reply.ts';

/** Fields of single vendors that OpenAI's own protocol does not have. */
interface VendorFields {
  readonly thinking?: { readonly type: 'enabled' | 'disabled' };
  readonly reasoning?: { readonly effort: Effort; readonly exclude: boolean };
  readonly usage?: { readonly include: true };
}

export type ChatRequest = ChatCompletionCreateParamsStreaming & VendorFields;

/** A request in OpenAI's chat protocol, with what the model would refuse left out. */
export function chatRequest(request: BrainRequest, quirks: Quirks): ChatRequest {
  const family = quirks.families.find(({ pattern }) => pattern.test(request.model)) ?? plainFamily;
  const effort = effortOf(request, family);
  const stop = family.stop ? stopsOf(request, quirks.stopLimit) : [];
  return {
    model: request.model,
    messages: messagesOf(request, family, quirks.textParts),
    stream: true,
    stream_options: { include_usage: true },
    [quirks.maxTokensField]: answerTokens(request) + reasoningTokens[effort ?? 'none'],
    ...(stop.length > 0 && { stop: [...stop] }),
    ...(request.replyAs !== null && replyFields(request.replyAs, family)),
    ...samplingFields(request, family, effort),
    ...(effort !== null && reasoningFields(quirks, effort)),
    ...(quirks.usageField && { usage: { include: true } }),
  } satisfies ChatRequest;
}

/** Null: the field is left out. Without a wish, as little as the family can, for words come sooner. */
function effortOf({ sampling }: BrainRequest, family: ModelFamily): Effort | null {
  const asked = sampling.reasoning === 'off' ? undefined : sampling.reasoning;
  if (family.reasoning === 'never') return null;
  if (family.reasoning === 'when-asked') return asked ?? null;
  return asked ?? family.reasoning;
}

function samplingFields({ sampling }: BrainRequest, family: ModelFamily, effort: Effort | null) {
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

function replyFields(speaker: string, { reply }: ModelFamily) {
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

/** The tail joins the last user turn; a system text without a role of its own joins the first. */
function messagesOf(
  request: BrainRequest,
  family: ModelFamily,
  textParts: boolean,
): ChatCompletionMessageParam[] {
  const { prompt } = request;
  const lastIndex = prompt.turns.length - 1;
  const inFirstUser = family.system === 'first-user';
  const turns = prompt.turns.map(({ role, parts }, index): ChatCompletionMessageParam => {
    const before = index === 0 && inFirstUser ? [prompt.system] : [];
    const after = index === lastIndex ? [tailOf(request)] : [];
    const texts = [...before, ...parts, ...after].filter((text) => text !== '');
    if (role === 'assistant') return { role, content: joined(texts) };
    return { role, content: textParts ? texts.map(textPart) : joined(texts) };
  });
  if (family.system === 'first-user' || prompt.system === '') return turns;
  return [{ role: family.system, content: prompt.system }, ...turns];
}

function joined(texts: readonly string[]): string {
  return texts.join('\n\n');
}

function textPart(text: string): ChatCompletionContentPartText {
  return { type: 'text', text };
}
