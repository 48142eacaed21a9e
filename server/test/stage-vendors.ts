import { LLMock } from '@copilotkit/aimock';
import { z } from 'zod';
import { type Dialect, dialects } from '../src/providers/__fixtures__/dialects.ts';
import { answer, rawServer, streamHead } from '../src/providers/__fixtures__/raw-server.ts';
import { key as dialectKey } from '../src/providers/__fixtures__/vendor-stage.ts';

/** What a vendor was asked for words. */
export interface Asked {
  readonly path: string;
  readonly model: string;
  readonly body: unknown;
}

/** A vendor in one talk: what it was asked, and what it said to the end. */
export interface StageVendor {
  readonly url: string;
  readonly asked: () => readonly Asked[];
  /** The lines of its whole answers, by the model that said them. */
  readonly said: ReadonlyMap<string, string>;
  readonly close: () => Promise<unknown>;
}

/** What it counts for each answer, cached input being a part of the input. */
export type Counts = Readonly<
  Record<'inputTokens' | 'outputTokens' | 'cachedInputTokens' | 'cacheWriteTokens', number>
>;

/** Lines of which none is like another: who repeats others is not heard. */
export function newLines(): (name: string) => string {
  let lines = 0;
  return (name) => {
    lines += 1;
    const words = Array.from({ length: 6 }, (_, at) => `word${100 + lines * 6 + at}long`);
    return `${words.slice(0, 3).join(' ')}, says ${name}, ${words.slice(3).join(' ')} now.`;
  };
}

type Line = ReturnType<typeof newLines>;

export interface MockedVendor {
  readonly name: string;
  readonly line: Line;
  readonly counts: Counts;
  /** US dollars that it says each answer took. */
  readonly billed?: number;
  /** The only key that it lets in; absent: it asks for none. */
  readonly key?: string;
  /** Before each answer: for how many seconds it asks to wait instead. `nth` counts the requests for the model. */
  readonly patienceOf?: (model: string, nth: number) => number | null | Promise<null>;
}

/** A vendor that is well, played by aimock in whatever protocol it is asked. */
export async function mockedVendor(options: MockedVendor): Promise<StageVendor> {
  const { name, line, counts, billed, key, patienceOf } = options;
  const said = new Map<string, string>();
  const requests: string[] = [];
  const auth = key === undefined ? {} : { auth: { apiKeys: [key] } };
  const mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 4, ...auth });
  mock.on({ predicate: () => true }, async ({ model }) => {
    requests.push(model);
    const retryAfter = await patienceOf?.(model, requests.filter((each) => each === model).length);
    if (retryAfter) return { error: { message: 'Slow down.' }, status: 429, retryAfter };
    const content = line(name);
    said.set(content, model);
    const usage = {
      prompt_tokens: counts.inputTokens,
      completion_tokens: counts.outputTokens,
      ...(billed !== undefined && { cost: billed }),
    };
    return { content, usage };
  });
  await mock.start();
  const asked = () =>
    mock
      .getRequests()
      .filter(({ method }) => method === 'POST')
      .map(({ path, body }) => ({ path, model: modelSchema.parse(body).model, body }));
  return { url: mock.url, asked, said, close: () => mock.stop() };
}

const modelSchema = z.object({ model: z.string() });

type WireKind = 'anthropic' | 'deepseek' | 'gemini';

/** What a vendor that fails does with one request. `lost`: it breaks off before its first word, `cut`: in a sentence. */
export type Deed = 'speak' | 'lost' | 'cut' | '500' | '401';

export interface WireVendor {
  readonly kind: WireKind;
  readonly name: string;
  readonly line: Line;
  readonly counts: Counts;
  /** `nth` counts the requests for this model from one. */
  readonly deedOf: (
    asked: { readonly model: string; readonly key: string },
    nth: number,
  ) => Deed | Promise<Deed>;
}

/** A vendor that fails when it is told to: what it answers is written by hand. */
export async function wireVendor({ kind, name, line, counts, deedOf }: WireVendor): Promise<StageVendor> {
  const dialect = dialects.find((each) => each.kind === kind);
  if (!dialect) throw new Error(`Nobody knows how ${kind} speaks.`);
  const said = new Map<string, string>();
  const asked: Asked[] = [];
  const server = await rawServer(async (socket, { head, body }) => {
    if (head.startsWith('GET')) {
      socket.end(answer(200, '{"data":[],"models":[]}'));
      return;
    }
    const path = head.split(' ')[1] ?? '';
    const json: unknown = JSON.parse(body);
    const model = modelSchema.safeParse(json).data?.model ?? /models\/([^:]+):/.exec(path)?.[1] ?? '';
    const key = keyIn(head);
    asked.push({ path, model, body: json });
    const deed = await deedOf({ model, key }, asked.filter((each) => each.model === model).length);
    if (deed === '401' || deed === '500') {
      const { status, body: refusal } = dialect.refusals[deed];
      // Some vendors repeat the key that they refuse.
      socket.end(answer(status, refusal.replaceAll(dialectKey, key)));
      return;
    }
    const text = line(name);
    if (deed === 'speak') said.set(text, model);
    socket.end(streamHead + spoken(dialect, countings[kind](counts), text)[deed]);
  });
  return { url: server.url, asked: () => asked, said, close: () => server.close() };
}

/** An answer in two pieces of text, and what is left of it when it breaks off. */
function spoken({ word, thought }: Dialect, { begins, ends }: Counting, text: string) {
  const [first = '', rest = ''] = text.split(/(?<=says )/);
  return {
    lost: begins + thought('Hm.'),
    cut: begins + word(first),
    speak: begins + word(first) + word(rest) + ends,
  };
}

function keyIn(head: string): string {
  return /^(?:authorization: Bearer|x-api-key:|x-goog-api-key:) *(\S+)/im.exec(head)?.[1] ?? '';
}

interface Counting {
  readonly begins: string;
  readonly ends: string;
}

/** How each of them counts tokens: before its words, and with the end of the answer. */
const countings: Readonly<Record<WireKind, (counts: Counts) => Counting>> = {
  anthropic: ({ inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens }) => {
    const usage = {
      input_tokens: inputTokens - cachedInputTokens - cacheWriteTokens,
      cache_read_input_tokens: cachedInputTokens,
      cache_creation_input_tokens: cacheWriteTokens,
    };
    const event = (data: { readonly type: string; readonly [field: string]: unknown }) =>
      `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
    const start = { type: 'message_start', message: { usage: { ...usage, output_tokens: 1 } } };
    const delta = { stop_reason: 'end_turn' };
    return {
      begins: event(start),
      ends:
        event({ type: 'message_delta', delta, usage: { output_tokens: outputTokens } }) +
        event({ type: 'message_stop' }),
    };
  },
  deepseek: ({ inputTokens, outputTokens, cachedInputTokens }) => {
    const usage = {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      prompt_cache_hit_tokens: cachedInputTokens,
    };
    const end = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage };
    return { begins: '', ends: `data: ${JSON.stringify(end)}\n\ndata: [DONE]\n\n` };
  },
  gemini: ({ inputTokens, outputTokens, cachedInputTokens }) => {
    const usageMetadata = {
      promptTokenCount: inputTokens,
      candidatesTokenCount: outputTokens - 20,
      thoughtsTokenCount: 20,
      cachedContentTokenCount: cachedInputTokens,
    };
    const end = { candidates: [{ finishReason: 'STOP', index: 0 }], usageMetadata };
    return { begins: '', ends: `data: ${JSON.stringify(end)}\r\n\r\n` };
  },
};
