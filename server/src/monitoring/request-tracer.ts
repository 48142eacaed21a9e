import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import type { AnsweredRequest, RequestWatch } from '../http/watch-requests.ts';
import { belonging } from '../logger.ts';

/** A span for each request that may change something. Reading begins no turn, and is counted all the same. */
export class RequestTracer implements RequestWatch {
  readonly #tracer: Tracer;
  readonly #open = new Map<string, { readonly span: Span; readonly context: Context }>();

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
  }

  /** Where spans belong that begin now; null: to no request, or to one that is not traced. */
  current(): Context | null {
    return this.#open.get(belonging().requestId ?? '')?.context ?? null;
  }

  began(request: AnsweredRequest): (status: number) => void {
    const { id, method, route, operation } = request;
    if (method === 'GET' || method === 'HEAD') return () => undefined;
    const parent = remoteOf(request.traceparent);
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'chimera.operation': operation,
      'chimera.request.id': id,
    };
    const span = this.#tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
    this.#open.set(id, { span, context: trace.setSpan(parent, span) });
    return (status) => {
      this.#open.delete(id);
      span.setAttribute('http.response.status_code', status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    };
  }
}

const TRACEPARENT = /^00-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/;

/** Where a proxy says that the request comes from (W3C Trace Context). */
function remoteOf(traceparent: string | null): Context {
  const { traceId = '', spanId = '', flags = '' } = TRACEPARENT.exec(traceparent ?? '')?.groups ?? {};
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
}
