import { createRest, type Fetch } from '@chimera/client/rest';
import type { Follower } from '@chimera/client/follower';
import type { Event } from '@chimera/protocol/event';
import type { Provider } from '@chimera/protocol/provider';
import { defaultSettings, type Conversation } from '@chimera/protocol/conversation';
import type { View } from '@chimera/protocol/view';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveProvider } from '../live/live-provider.tsx';
import { RestProvider } from '../queries/rest.tsx';
import { Announcers } from '../ui/announcer.tsx';
import { useAnnouncements } from './announce/use-announcements.ts';
import { Cast } from './cast/cast.tsx';
import { BrainNote } from './desk/brain-note.tsx';
import { Desk } from './desk/desk.tsx';
import { DeskNote } from './desk/desk-note.tsx';
import { StopActions } from './script/stop-actions.tsx';
import { StageProvider } from './stage.tsx';

const AT = '2026-03-01T09:00:00.000Z';
const seats = ['Socrates', 'Dorothy'].map((name, index) => ({
  id: `s${index + 1}`,
  personaId: `p${index + 1}`,
  name,
  brain: null,
  presence: 'stage' as const,
}));
const conversation: Conversation = {
  id: 'c1',
  gen: 'g1',
  title: 'A talk',
  topic: 'A talk',
  state: 'paused',
  stepping: false,
  format: 'free-talk',
  settings: defaultSettings,
  seats,
  queue: [],
  turn: null,
  turns: 0,
  run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: null, playedMs: 0 },
  head: 1,
  createdAt: AT,
  updatedAt: AT,
  usage: { inputTokens: 0, outputTokens: 0 },
};
const history = { ...lineOf('m0', 'Old news.'), seq: 1 };
const view: View = { conversation, messages: [history], earlier: false, liveText: '' };

function lineOf(id: string, text: string) {
  const author = { kind: 'seat' as const, seatId: 's2', name: 'Dorothy' };
  return { id, turnId: `t-${id}`, author, text, status: 'complete' as const, createdAt: AT };
}

beforeEach(() => {
  localStorage.clear();
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

function stage({ turns = 0, providers = [] }: { turns?: number; providers?: readonly Provider[] } = {}) {
  const requests: { method: string; url: string; body: unknown; key: string | undefined }[] = [];
  let refuse = false;
  const fetch: Fetch = async (url, { method, body, headers }) => {
    if (method !== 'GET')
      requests.push({ method, url, body: JSON.parse(body ?? 'null'), key: headers['idempotency-key'] });
    const refused = { status: 409, code: 'wrong-state', detail: 'It is stopped.' };
    const answers: Readonly<Record<string, unknown>> = {
      '/api/providers': { items: providers },
      '/api/connections/ollama/models': { items: [{ id: 'llama3.2' }] },
    };
    const answer = refuse && method !== 'GET' ? refused : (answers[url] ?? conversation);
    return {
      ok: !(refuse && method !== 'GET'),
      status: 409,
      headers: { get: () => null },
      text: async () => JSON.stringify(answer),
    };
  };
  const followers: Follower[] = [];
  const live = {
    status: { state: 'open' as const },
    typing: () => undefined,
    follow: (_: string, follower: Follower) => {
      followers.push(follower);
      follower.onSnapshot({ ...view, conversation: { ...conversation, turns } }, 'g1', 1);
      return () => undefined;
    },
  };
  const { container } = render(
    <Announcers>
      <RestProvider value={createRest({ fetch })}>
        <QueryClientProvider client={new QueryClient()}>
          <LiveProvider rest={createRest({ fetch })} live={live}>
            <StageProvider id="c1">
              <Listening />
              <Cast />
              <main>
                <StopActions row="line-2" code="max-turns" />
                <DeskNote />
              </main>
              <BrainNote />
              <Desk />
            </StageProvider>
          </LiveProvider>
        </QueryClientProvider>
      </RestProvider>
    </Announcers>,
  );
  const happen = (seq: number, event: Event) => act(() => followers[0]?.onEvent({ seq, event }));
  const tell = (seq: number, id: string, text: string) =>
    act(() =>
      followers[0]?.onEvent({ seq, event: { type: 'message-finished', at: AT, message: lineOf(id, text) } }),
    );
  const spoken = () => [...container.querySelectorAll('[role=log] p')].map(({ textContent }) => textContent);
  return { requests, happen, tell, spoken, refuse: () => (refuse = true) };
}

function Listening() {
  useAnnouncements();
  return null;
}

test('each new line is read out once, whole, with its speaker; history never', () => {
  const { tell, spoken } = stage();
  expect(spoken()).toEqual([]);
  tell(2, 'm1', 'It is *so*.');
  tell(2, 'm1', 'It is *so*.');
  tell(3, 'm2', 'And so on.');
  expect(spoken()).toEqual(['Dorothy: It is so.', 'Dorothy: And so on.']);
});

test('a press on a face asks it to speak next, and says so at once', async () => {
  const { requests } = stage();
  const face = screen.getByRole('button', { name: 'Dorothy Listening' });
  fireEvent.click(face);
  expect(screen.getByRole('button', { name: 'Dorothy Next · was asked' })).toBe(face);
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Dorothy speaks next.'));
  expect(requests[0]).toMatchObject({
    url: '/api/conversations/c1/next',
    body: { seatId: 's2', when: 'queued' },
  });
});

test('play changes its label at once, and back with the reason when it is refused', async () => {
  const { refuse } = stage();
  refuse();
  fireEvent.click(screen.getByRole('button', { name: 'Play' }));
  expect(screen.getByRole('button', { name: 'Pause' })).toBeTruthy();
  await screen.findByText('Not done: It is stopped.', { selector: 'main *' });
  expect(screen.getByRole('button', { name: 'Play' })).toBeTruthy();
});

test('Enter sends with a key of its own and empties the field; Shift+Enter does not', async () => {
  const { requests } = stage();
  const field = screen.getByRole('textbox', { name: 'Say something' });
  fireEvent.change(field, { target: { value: 'Hello' } });
  fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
  expect(requests).toEqual([]);
  fireEvent.keyDown(field, { key: 'Enter' });
  await waitFor(() => expect(requests).toHaveLength(1));
  expect(requests[0]).toMatchObject({ url: '/api/conversations/c1/messages', body: { text: 'Hello' } });
  expect(requests[0]?.key).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Say something' })).toHaveProperty('value', '');
});

test('a draft is still there when the conversation is opened again', () => {
  stage();
  fireEvent.change(screen.getByRole('textbox', { name: 'Say something' }), {
    target: { value: 'Half a tho' },
  });
  cleanup();
  stage();
  expect(screen.getByRole('textbox', { name: 'Say something' })).toHaveProperty('value', 'Half a tho');
});

test('the chips change the voice, and a line goes out in it', async () => {
  const { requests } = stage();
  const field = screen.getByRole('textbox', { name: 'Say something' });
  fireEvent.focus(field);
  fireEvent.click(screen.getByRole('button', { name: 'Narrate' }));
  const narrating = screen.getByRole('textbox', { name: 'Tell what happens' });
  fireEvent.change(narrating, { target: { value: 'The lights go out.' } });
  fireEvent.keyDown(narrating, { key: 'Enter' });
  await waitFor(() => expect(requests[0]?.body).toEqual({ text: 'The lights go out.', as: 'narrator' }));
});

function stopped(code: string): Event {
  return {
    type: 'conversation-stopped',
    at: AT,
    reason: { code, text: 'It reached its limit of 40 turns.' },
  };
}

test('a stop offers what helps against its reason, until the talk goes on', async () => {
  const { requests, happen } = stage();
  expect(screen.queryByRole('button', { name: 'Play on' })).toBeNull();
  happen(2, stopped('max-turns'));
  expect(screen.getByRole('button', { name: 'Raise the limit' })).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Play on' }));
  await waitFor(() => expect(requests[0]?.url).toBe('/api/conversations/c1/play'));
  happen(3, { type: 'conversation-changed', at: AT, state: 'running' });
  expect(screen.queryByRole('button', { name: 'Raise the limit' })).toBeNull();
});

const ready = { local: true, needsKey: false, status: 'ready' as const, detail: '' };
const ollama: Provider = {
  ...ready,
  kind: 'ollama',
  name: 'Ollama',
  connections: [
    { id: 'ollama', kind: 'ollama', label: 'Ollama', builtIn: true, status: 'ready', detail: '' },
  ],
};

test('real brains are offered from the third turn on, and taken for all seats at once', async () => {
  const { requests } = stage({ turns: 3, providers: [ollama] });
  fireEvent.click(await screen.findByRole('button', { name: 'Use them' }));
  await waitFor(() => expect(requests).toHaveLength(2));
  const body = { brain: { connectionId: 'ollama', model: 'llama3.2' } };
  expect(requests).toMatchObject([
    { method: 'PATCH', url: '/api/conversations/c1/seats/s1', body },
    { method: 'PATCH', url: '/api/conversations/c1/seats/s2', body },
  ]);
});

test('before anybody spoke nothing is offered', async () => {
  stage({ providers: [ollama] });
  fireEvent.click(screen.getByRole('button', { name: 'Dorothy Listening' }));
  await screen.findByText('Dorothy speaks next.', { selector: '[role=status]' });
  expect(screen.queryByRole('button', { name: 'Use them' })).toBeNull();
});

test('who cannot listen as fast as they speak is offered the pace that waits', async () => {
  const { requests, tell } = stage();
  const long = 'word '.repeat(60);
  for (const seq of [2, 3, 4, 5]) tell(seq, `m${seq}`, long);
  fireEvent.click(screen.getByRole('button', { name: 'Wait for me' }));
  expect(screen.queryByRole('button', { name: 'Wait for me' })).toBeNull();
  await waitFor(() => expect(requests[0]?.body).toEqual({ settings: { pace: 'wait' } }));
});
