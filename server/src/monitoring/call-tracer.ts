import type { ProviderKind } from '@chimera/protocol/provider';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { type Part, ProviderError, type Scene } from '../providers/provider.ts';
import type { Asked, Watch } from '../providers/watch.ts';

/**
 * A span for each call of a brain, by the semantic conventions of OpenTelemetry for generative AI. It tells sizes
 * and times, never a word of prompt or answer. Vendors are not told of the trace.
 */
export function callTracer(
  tracer: Tracer,
  placeOf: (scene: Pick<Scene, 'conversationId' | 'turnId'>) => Context | null,
): Watch {
  return {
    begin(asked) {
      const parent = placeOf(asked.scene) ?? ROOT_CONTEXT;
      const { kind, model } = asked.brain;
      const span = tracer.startSpan(
        `chat ${model}`,
        { kind: kind === 'demo' ? SpanKind.INTERNAL : SpanKind.CLIENT, attributes: attributesOf(asked) },
        parent,
      );
      const context = trace.setSpan(parent, span);
      let hasSpoken = false;
      let isFinished = false;
      return {
        prompted(tookMs) {
          const endTime = Date.now();
          tracer.startSpan('prompt', { startTime: endTime - tookMs }, context).end(endTime);
        },
        hear(part) {
          if (part.type === 'text' && !hasSpoken) {
            hasSpoken = true;
            span.addEvent('first word');
          }
          if (part.type !== 'finish') return;
          isFinished = true;
          noteFinish(span, part);
        },
        end(failure) {
          noteEnd(span, failure?.error, isFinished);
          span.end();
        },
      };
    },
  };
}

function attributesOf({ brain: { kind, model }, scene, maxTokens, sampling }: Asked) {
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerNames[kind],
    'gen_ai.request.model': model,
    'gen_ai.request.max_tokens': maxTokens,
    ...(sampling.temperature !== undefined && { 'gen_ai.request.temperature': sampling.temperature }),
    'gen_ai.conversation.id': scene.conversationId,
    // A question beside the talk names its task where a turn would be named.
    'chimera.turn.id': scene.turnId,
  };
}

function noteFinish(span: Span, { reason, usage }: Extract<Part, { type: 'finish' }>): void {
  span.setAttribute('gen_ai.response.finish_reasons', [reason]);
  if (!usage) return;
  span.setAttribute('gen_ai.usage.input_tokens', usage.inputTokens);
  span.setAttribute('gen_ai.usage.output_tokens', usage.outputTokens);
  if (usage.cachedInputTokens !== undefined)
    span.setAttribute('gen_ai.usage.cache_read.input_tokens', usage.cachedInputTokens);
}

/** What went wrong is named by its kind: a vendor's own words may quote what it was asked. */
function noteEnd(span: Span, error: unknown, isFinished: boolean): void {
  if (error instanceof ProviderError) {
    span.setAttributes({ 'chimera.call.outcome': 'failed', 'error.type': error.problem });
    span.setStatus({ code: SpanStatusCode.ERROR });
  } else span.setAttribute('chimera.call.outcome', isFinished ? 'finished' : 'left');
}

/** As the conventions have them, where they do. */
const providerNames: Readonly<Record<ProviderKind, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  deepseek: 'deepseek',
  gemini: 'gcp.gemini',
  openrouter: 'openrouter',
  lmstudio: 'lmstudio',
  ollama: 'ollama',
  'openai-compatible': 'openai_compatible',
  demo: 'chimera_demo',
};
