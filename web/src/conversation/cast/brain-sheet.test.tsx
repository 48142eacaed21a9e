import { createRest, type Fetch } from '@chimera/client/rest';
import { defaultSettings, type Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveProvider } from '../../live/live-provider.tsx';
import { useReading } from '../../live/use-reading.ts';
import { persona } from '../../queries/__fixtures__/persona.ts';
import { RestProvider } from '../../queries/rest.tsx';
import { StageProvider, useStage } from '../stage.tsx';
import { BrainSheet } from './brain-sheet.tsx';

beforeEach(() => {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: true,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
});
afterEach(cleanup);

const AT = '2026-03-01T09:00:00.000Z';
const gpt = { connectionId: 'work', model: 'gpt-5-mini' };
const llama = { connectionId: 'ollama', model: 'llama3.2' };
const qwen = { connectionId: 'ollama', model: 'qwen3' };
/** Of a connection that lists nothing, so that the lists on the page are short. */
const mistral = { connectionId: 'down', model: 'mistral' };

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
function open(seat: Partial<Seat> = {}) {
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
    const people = { items: [persona({ id: 'p1', fallbacks: [qwen] })] };
    const path = url.split('?')[0] ?? url;
    const answer =
      answers[path] ?? (path === '/api/personas' ? people : method === 'PATCH' ? socrates : null);
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

async function connect(label: string): Promise<void> {
  const select = screen.getByRole('combobox', { name: 'Connection' });
  const option = await within(select).findByRole('option', { name: new RegExp(label) });
  fireEvent.change(select, { target: { value: option.getAttribute('value') } });
}

const save = () => fireEvent.click(screen.getByRole('button', { name: 'Use this brain' }));

test('of three hundred models one is found by its name and given to the seat', async () => {
  const sent = open();
  expect(await screen.findByText(/^At this moment: .*Ollama · llama3\.2.*\.$/)).toBeTruthy();
  await connect('Work');
  fireEvent.change(await screen.findByRole('searchbox', { name: 'Find a model' }), {
    target: { value: 'gpt mini' },
  });
  const found = screen.getAllByRole('radio');
  expect(found).toHaveLength(1);
  expect(screen.getByText('reads 400K tokens · price unknown')).toBeTruthy();
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Enter' });
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: gpt }]));
});

test('without a model nothing is sent, and it is said', async () => {
  const sent = open();
  await connect('Work');
  await screen.findByRole('searchbox');
  save();
  expect((await screen.findByRole('alert')).textContent).toBe('Choose a model first.');
  expect(document.activeElement).toBe(screen.getByRole('alert'));
  expect(sent).toEqual([]);
});

test('a connection that does not list its models takes the name of one', async () => {
  const sent = open();
  await connect('Not reachable');
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name of the model' }), {
    target: { value: ' gpt ' },
  });
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: { connectionId: 'down', model: 'gpt' } }]));
});

test('a model that is no longer listed stays the choice of its seat', async () => {
  const sent = open({ brain: { connectionId: 'ollama', model: 'older' } });
  expect(await screen.findByRole('radio', { name: 'older', checked: true })).toBeTruthy();
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: { connectionId: 'ollama', model: 'older' } }]));
});

test('how it answers can be set, and what cannot be is said at its field', async () => {
  const sent = open({ brain: gpt });
  const field = screen.getByRole('textbox', { name: 'Temperature', hidden: true });
  fireEvent.change(field, { target: { value: '9' } });
  save();
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(field, { target: { value: '0.5' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Reasoning' }), { target: { value: 'low' } });
  save();
  await waitFor(() =>
    expect(sent).toEqual([{ brain: { ...gpt, params: { temperature: 0.5, reasoning: 'low' } } }]),
  );
});

test('stand-ins of the persona are shown, and become the beginning of own ones', async () => {
  const sent = open({ brain: gpt });
  expect(await screen.findByText(/^Those of the persona: .*Ollama · qwen3.*\.$/)).toBeTruthy();
  fireEvent.click(screen.getByRole('switch', { name: 'Own stand-ins for this seat' }));
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: gpt, fallbacks: [qwen] }]));
});

test('stand-ins are put in order, removed and added', async () => {
  const sent = open({ brain: mistral, fallbacks: [llama, qwen] });
  await screen.findAllByText('Ollama · llama3.2');
  expect(screen.getByRole('button', { name: 'Earlier: Ollama · llama3.2' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Later: Ollama · llama3.2' }));
  const order = screen.getAllByRole('listitem').map((item) => item.querySelector('bdi')?.textContent);
  expect(order).toEqual(['Ollama · qwen3', 'Ollama · llama3.2']);
  fireEvent.click(screen.getByRole('button', { name: 'Remove Ollama · llama3.2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add a stand-in' }));
  const select = screen.getAllByRole('combobox', { name: 'Connection' }).at(-1);
  if (select) fireEvent.change(select, { target: { value: 'ollama' } });
  fireEvent.click(await screen.findByRole('radio', { name: 'qwen3' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add this one' }));
  expect((await screen.findByRole('alert')).textContent).toBe('It stands in already.');
  fireEvent.click(screen.getByRole('radio', { name: 'llama3.2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add this one' }));
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: mistral, fallbacks: [qwen, llama] }]));
});

test('at most five stand in, and a seat may go back to those of its persona', async () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((model) => ({ connectionId: 'ollama', model }));
  const sent = open({ brain: gpt, fallbacks: five });
  expect(screen.getByRole('button', { name: 'Add a stand-in' }).getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(screen.getByRole('switch'));
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: gpt, fallbacks: null }]));
});
