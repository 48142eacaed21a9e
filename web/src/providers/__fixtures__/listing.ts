import type { Connection, Provider } from '@chimera/protocol/provider';

/** A whole connection from the parts that a test cares about. */
export function connection(parts: Partial<Connection> & Pick<Connection, 'id' | 'kind'>): Connection {
  return { label: parts.id, builtIn: false, status: 'ready', detail: 'It answers.', ...parts };
}

/** A provider as the server lists it, with these connections. */
export function provider(
  parts: Partial<Provider> & Pick<Provider, 'kind' | 'name'>,
  connections: readonly Connection[] = [],
): Provider {
  return {
    local: false,
    needsKey: true,
    status: connections[0] === undefined || connections[0].status === 'untried' ? 'no-key' : connections[0].status,
    detail: 'Add a key here.',
    ...parts,
    connections: [...connections],
  };
}

export const demo = provider({ kind: 'demo', name: 'Demo brain', local: true, needsKey: false }, [
  connection({ id: 'demo', kind: 'demo', label: 'Demo brain', builtIn: true, detail: 'Improvised by rules, not an AI.' }),
]);

export const openAi = provider({ kind: 'openai', name: 'OpenAI' });

export const ollama = provider({ kind: 'ollama', name: 'Ollama', local: true, needsKey: false }, [
  connection({
    id: 'ollama',
    kind: 'ollama',
    label: 'Ollama',
    builtIn: true,
    baseUrl: 'http://127.0.0.1:11434/v1',
    latencyMs: 12,
  }),
]);
