import { Agent } from 'undici';
import type { CallLimits } from '../limits.ts';
import type { Part, Provider } from '../provider.ts';
import type { CallOutcome } from '../streamed-answer.ts';
import { vendorProvider } from '../vendor-provider.ts';
import { type VendorKind, vendors } from '../vendors.ts';
import { rawServer, type RawServer } from './raw-server.ts';

export const key = 'sk-test-4f9a8b7c6d5e';
export const never = new AbortController().signal;

/** Long enough that no limit closes a socket in place of the code under test. */
export const patient: CallLimits = {
  headersMs: 15_000,
  idleMs: 15_000,
  totalMs: 15_000,
  tailMs: 15_000,
  modelsMs: 15_000,
};
export const limits: CallLimits = {
  headersMs: 300,
  idleMs: 300,
  totalMs: 5_000,
  tailMs: 200,
  modelsMs: 500,
};

export interface VendorStage {
  readonly serve: (respond: Parameters<typeof rawServer>[0]) => Promise<RawServer>;
  readonly providerAt: (
    url: string,
    options?: { kind?: VendorKind; limits?: CallLimits; report?: (outcome: CallOutcome) => void },
  ) => Provider;
  /** Closes what was opened, after each test. */
  readonly onClose: (close: () => Promise<unknown>) => void;
  readonly clear: () => Promise<void>;
}

/** Servers that may break every rule, and providers that ask them. */
export function vendorStage(usualKind: VendorKind): VendorStage {
  const closing: (() => Promise<unknown>)[] = [];
  return {
    async serve(respond) {
      const server = await rawServer(respond);
      closing.push(() => server.close());
      return server;
    },
    providerAt(url, options = {}) {
      const dispatcher = new Agent({ allowH2: false });
      closing.push(() => dispatcher.destroy());
      const kind = options.kind ?? usualKind;
      const { name, protocol } = vendors[kind];
      return vendorProvider({
        kind,
        name,
        baseUrl: url,
        apiKey: key,
        dispatcher,
        protocol,
        limits: options.limits ?? limits,
        ...(options.report && { report: options.report }),
      });
    },
    onClose: (close) => void closing.push(close),
    async clear() {
      for (const close of closing.splice(0)) await close();
    },
  };
}

export interface Heard {
  readonly text: string;
  readonly reasoning: string;
  readonly parts: readonly Part[];
  readonly error: unknown;
}

/** Reads a stream to its end, whatever the end is. */
export async function hear(
  parts: AsyncIterable<Part>,
  onPart: (part: Part) => void = () => {},
): Promise<Heard> {
  const heard: Part[] = [];
  let error: unknown;
  try {
    for await (const part of parts) {
      heard.push(part);
      onPart(part);
    }
  } catch (caught) {
    error = caught;
  }
  const join = (type: 'text' | 'reasoning') =>
    heard.map((part) => (part.type === type ? part.text : '')).join('');
  return { text: join('text'), reasoning: join('reasoning'), parts: heard, error };
}
