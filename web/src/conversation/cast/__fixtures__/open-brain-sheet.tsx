import { createRest, type Fetch } from '@chimera/client/rest';
import { defaultSettings, type Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { useEffect } from 'react';
import { LiveProvider } from '../../../live/live-provider.tsx';
import { useReading } from '../../../live/use-reading.ts';
import { persona } from '../../../queries/__fixtures__/persona.ts';
import { RestProvider } from '../../../queries/rest.tsx';
import { StageProvider, useStage } from '../../stage.tsx';
import { BrainSheet } from '../brain-sheet.tsx';

const AT = '2026-03-01T09:00:00.000Z';
export const gpt = { connectionId: 'work', model: 'gpt-5-mini' };
export const llama = { connectionId: 'ollama', model: 'llama3.2' };
export const qwen = { connectionId: 'ollama', model: 'qwen3' };
/** Of a connection that lists nothing, so that the lists on the page are short. */
export const mistral = { connectionId: 'down', model: 'mistral' };

const listed = (id: string, kind: string, label: string, local: boolean, status = 'ready') => ({
  kind,
  name: label,
  local,
  needsKey: !local,
  status,
  detail: '',
  connections: [{ id, kind, label, builtIn: false, status, detail: '' }],
});
const many = Array.from({ length: 300 }, (_, index) => ({
  id: `m-${index}`,
  inputPrice: 0.1,
  outputPrice: 0.2,
}));
const answers: Readonly<Record<string, unknown>> = {
  '/api/providers': {
    items: [
      listed('work', 'openrouter', 'Work', false),
      listed('ollama', 'ollama', 'Ollama', true),
      listed('down', 'openai', 'Down', false, 'unreachable'),
    ],
    chosen: { ...llama, kind: 'ollama' },
  },
  '/api/connections/work/models': { items: [...many, { id: 'gpt-5-mini', contextTokens: 400_000 }] },
  '/api/connections/ollama/models': { items: [{ id: 'llama3.2' }, { id: 'qwen3' }] },
};

/** The sheet of a seat with this brain and these stand-ins; gives what is sent. */
export function openBrainSheet(seat: Partial<Seat> = {}, { refuses = false, personaBrain = false, personas = true } = {}) {
  const sent: unknown[] = [];
  const socrates = {
    id: 's1',
    personaId: 'p1',
    name: 'Socrates',
    brain: null,
    presence: 'stage' as const,
    ...seat,
  };
  const conversation: Conversation = {
    id: 'c1',
    gen: 'g1',
    title: 'A talk',
    topic: 'A talk',
    state: 'paused',
    stepping: false,
    format: 'free-talk',
    settings: defaultSettings,
    seats: [socrates],
    queue: [],
    turn: null,
    turns: 0,
    run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: null, playedMs: 0 },
    head: 1,
    createdAt: AT,
    updatedAt: AT,
    usage: { inputTokens: 0, outputTokens: 0 },
  };
  const fetch: Fetch = async (url, { method, body }) => {
    if (method === 'PATCH') sent.push(JSON.parse(body ?? 'null'));
    const own = personaBrain ? { brain: qwen } : {};
    const people = personas ? { items: [persona({ id: 'p1', fallbacks: [qwen], ...own })] } : null;
    const path = url.split('?')[0] ?? url;
    const answer =
      answers[path] ?? (path === '/api/personas' ? people : method === 'PATCH' && !refuses ? socrates : null);
    return {
      ok: answer !== null,
      status: answer === null ? 502 : 200,
      headers: { get: () => null },
      text: async () =>
        JSON.stringify(answer ?? { status: 502, code: 'provider-failed', detail: 'No answer.' }),
    };
  };
  const rest = createRest({ fetch });
  const live = {
    status: { state: 'open' as const },
    typing: () => undefined,
    follow: (_: string, follower: Parameters<Parameters<typeof LiveProvider>[0]['live']['follow']>[1]) => {
      follower.onSnapshot({ conversation, messages: [], earlier: false, liveText: '' }, 'g1', 1);
      return () => undefined;
    },
  };
  render(
    <RestProvider value={rest}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <LiveProvider rest={rest} live={live}>
          <StageProvider id="c1">
            <Opened />
          </StageProvider>
        </LiveProvider>
      </QueryClientProvider>
    </RestProvider>,
  );
  return sent;
}

function Opened() {
  const { rebraining, store } = useStage();
  const isThere = useReading(store.conversation) !== null;
  useEffect(() => rebraining.set('s1'), [rebraining]);
  return isThere && <BrainSheet />;
}

