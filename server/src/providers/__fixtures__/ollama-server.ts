import { answer, linesHead, rawServer, type RawServer } from './raw-server.ts';

/** A model on a server that speaks Ollama's protocol. */
export interface ServedModel {
  readonly name: string;
  readonly digest?: string;
  /** What `/api/show` says; absent: nothing, as older servers. */
  readonly shown?: object;
  /** The context that it is in memory with; absent: it is not. */
  readonly loadedWith?: number;
}

export interface OllamaServer extends RawServer {
  /** The bodies of what was asked at `/api/chat`. */
  readonly chats: () => readonly unknown[];
  /** The models that were shown one by one, in their order. */
  readonly shown: () => readonly string[];
}

/** As much of Ollama as is called; the list of models may change while it runs. */
export async function ollamaServer(
  models: readonly ServedModel[] | (() => readonly ServedModel[]),
  options: { readonly says?: string | (() => string); readonly status?: number } = {},
): Promise<OllamaServer> {
  const now = typeof models === 'function' ? models : () => models;
  const shown: string[] = [];
  const server = await rawServer((socket, { head, body }) => {
    const reply = (value: unknown) => void socket.write(answer(200, JSON.stringify(value)));
    const missing = () => void socket.write(answer(404, '{"error":"not found"}'));
    if (head.startsWith('GET /api/tags ')) {
      return reply({ models: now().map(({ name, digest = '' }) => ({ name, model: name, digest })) });
    }
    if (head.startsWith('GET /api/ps ')) {
      const loaded = now().filter(({ loadedWith }) => loadedWith !== undefined);
      return reply({
        models: loaded.map(({ name, loadedWith }) => ({ name, model: name, context_length: loadedWith })),
      });
    }
    if (head.startsWith('POST /api/show ')) {
      const model = now().find(({ name }) => body === JSON.stringify({ model: name }));
      if (model) shown.push(model.name);
      return model?.shown ? reply(model.shown) : missing();
    }
    if (!head.startsWith('POST /api/chat ')) return missing();
    if (options.status !== undefined) return void socket.end(answer(options.status, '{"error":"no"}'));
    const line = (content: string, done: boolean) =>
      `${JSON.stringify({ message: { role: 'assistant', content }, done })}\n`;
    const says = typeof options.says === 'function' ? options.says() : options.says;
    return void socket.end(linesHead + line(says ?? 'Hello.', false) + line('', true));
  });
  const chats = () =>
    server.requests
      .filter(({ head }) => head.startsWith('POST /api/chat '))
      .map(({ body }): unknown => JSON.parse(body));
  return { ...server, chats, shown: () => shown };
}

/** What Ollama tells of a model, as far as it is read. */
export function shownAs(
  contextTokens: number,
  options: {
    readonly capabilities?: readonly string[];
    readonly parameters?: string;
    readonly thinking?: object;
  } = {},
): object {
  const { capabilities = ['completion'], parameters, thinking } = options;
  return {
    modelfile: '# Modelfile',
    details: { family: 'llama' },
    model_info: { 'general.architecture': 'llama', 'llama.context_length': contextTokens },
    capabilities,
    ...(parameters !== undefined && { parameters }),
    ...(thinking && { thinking }),
  };
}
