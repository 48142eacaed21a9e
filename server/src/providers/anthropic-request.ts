import type {
  ImageBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  OutputConfig,
  TextBlockParam,
  ThinkingConfigParam,
} from '@anthropic-ai/sdk/resources/messages';
import { type ClaudeFamily, claudeFamily } from './families/claude.ts';
import { limitedTo, reasoningTokens } from './families/family.ts';
import { type SentTurn, turnsWithTail } from './prompt-turns.ts';
import type { BrainRequest, Image } from './provider.ts';
import { answerTokens, isBlank, replySchema, stopsOf } from './structured-reply.ts';

/** Families up to Opus 4.6 take them; the types of the SDK no longer name them. */
interface SamplingFields {
  readonly temperature?: number;
  readonly top_p?: number;
}

export type AnthropicRequest = MessageCreateParamsStreaming & SamplingFields;

/** No limit is known; the API was never seen to refuse these. */
const STOP_LIMIT = 8;

/** A request in Anthropic's Messages protocol, with what the model would refuse left out. */
export function anthropicRequest(request: BrainRequest): AnthropicRequest {
  const family = claudeFamily(request.model);
  const { thinking, effort, tokens } = thinkingOf(request, family);
  const stop = stopsOf(request, STOP_LIMIT);
  const { replyAs } = request;
  const schema = family.reply === 'json_schema' && replyAs !== null ? replySchema(replyAs) : null;
  const outputConfig: OutputConfig = {
    ...(effort !== null && { effort }),
    ...(schema !== null && { format: { type: 'json_schema', schema } }),
  };
  return {
    model: request.model,
    max_tokens: limitedTo(family, answerTokens(request) + tokens),
    ...(!isBlank(request.prompt.system) && { system: [marked(request.prompt.system)] }),
    messages: turnsWithTail(request, family).map(messageOf),
    stream: true,
    ...(stop.length > 0 && { stop_sequences: [...stop] }),
    ...(thinking !== null && { thinking }),
    ...(Object.keys(outputConfig).length > 0 && { output_config: outputConfig }),
    ...(family.sampling !== 'refused' && thinking === null && samplingFields(request)),
  } satisfies AnthropicRequest;
}

interface Thinking {
  readonly thinking: ThinkingConfigParam | null;
  readonly effort: 'low' | 'medium' | 'high' | null;
  /** Thinking counts against the limit of the answer, so the answer gets this much more. */
  readonly tokens: number;
}

/** Without a wish, as little as the family can, for words come sooner. */
function thinkingOf({ sampling }: BrainRequest, family: ClaudeFamily): Thinking {
  const asked = sampling.reasoning === 'off' ? undefined : sampling.reasoning;
  if (family.thinking === 'never') return { thinking: null, effort: null, tokens: 0 };
  if (asked === undefined) return leastThinking(family);
  const tokens = reasoningTokens[asked];
  if (family.thinking === 'budget') {
    return { thinking: { type: 'enabled', budget_tokens: tokens }, effort: null, tokens };
  }
  return { thinking: { type: 'adaptive' }, effort: asked, tokens };
}

function leastThinking({ off }: ClaudeFamily): Thinking {
  if (off === 'omit') return { thinking: null, effort: null, tokens: 0 };
  if (off === 'impossible') return { thinking: null, effort: 'low', tokens: reasoningTokens.low };
  return { thinking: { type: off }, effort: null, tokens: off === 'disabled' ? 0 : reasoningTokens.minimal };
}

/** Temperatures end at 1 here, and the two are not sent together. */
function samplingFields({ sampling }: BrainRequest): SamplingFields {
  if (sampling.temperature !== undefined) return { temperature: Math.min(sampling.temperature, 1) };
  return sampling.topP === undefined ? {} : { top_p: sampling.topP };
}

/**
 * One text block for each part, so that old ones stay the same bytes. With the system's mark there are
 * three of the four that are allowed; a mark looks back 20 blocks.
 */
function messageOf({ role, parts, images, keptPart }: SentTurn): MessageParam {
  const texts = parts.map((text, index) => (index === keptPart ? marked(text) : unmarked(text)));
  return { role, content: [...images.map(imageBlock), ...texts] };
}

function unmarked(text: string): TextBlockParam {
  return { type: 'text', text };
}

function marked(text: string): TextBlockParam {
  return { type: 'text', text, cache_control: { type: 'ephemeral' } };
}

function imageBlock({ mediaType, base64 }: Image): ImageBlockParam {
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: base64 } };
}
