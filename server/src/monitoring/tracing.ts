import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.ts';
import { secrets } from '../secrets.ts';
import { callTracer } from './call-tracer.ts';
import { RequestTracer } from './request-tracer.ts';
import { TurnTracer } from './turn-tracer.ts';

export interface TracingOptions {
  /** Where spans are sent, as OTLP over HTTP. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  /** Of traces that begin here, the share that is kept, from 0 to 1. */
  readonly share: number;
  readonly node: string;
  readonly logger: Logger;
}

const EXPORT_MS = 5000;

/** Spans of turns, of the calls in them and of the commands that begin them. Loaded only where somebody collects them. */
export function startTracing({ endpoint, headers, serviceName, share, node, logger }: TracingOptions) {
  for (const value of Object.values(headers)) secrets.pin(value);
  diag.setLogger(toldTo(logger), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: EXPORT_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': node }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MS })],
  });
  const tracer = provider.getTracer('chimera');
  const requests = new RequestTracer(tracer);
  const turns = new TurnTracer(tracer, () => requests.current());
  return {
    requests,
    turns,
    calls: callTracer(
      tracer,
      ({ conversationId, turnId }) => turns.of(conversationId, turnId) ?? requests.current(),
    ),
    async close(): Promise<void> {
      turns.close();
      await provider.shutdown();
    },
  };
}

export type Tracing = ReturnType<typeof startTracing>;

/** What goes wrong with sending spans is told once, and again when it is something else. */
function toldTo(logger: Logger) {
  let told = '';
  const tell = (detail: string) => {
    if (detail === told) return;
    told = detail;
    logger.warn({ detail }, 'spans could not be sent');
  };
  const silent = () => undefined;
  return { error: tell, warn: tell, info: silent, debug: silent, verbose: silent };
}
