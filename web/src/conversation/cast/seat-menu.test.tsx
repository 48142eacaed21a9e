import { createRest, type Fetch } from '@chimera/client/rest';
import { type Conversation, defaultSettings } from '@chimera/protocol/conversation';
import type { Persona } from '@chimera/protocol/persona';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveProvider } from '../../live/live-provider.tsx';
import { persona } from '../../queries/__fixtures__/persona.ts';
import { RestProvider } from '../../queries/rest.tsx';
import { Announcers } from '../../ui/announcer.tsx';
import { StageProvider } from '../stage.tsx';
import { Cast } from './cast.tsx';

const AT = '2026-03-01T09:00:00.000Z';

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

/** The cast of a running talk in which Ada has the only seat; gives what is sent. */
function openCast(of: Persona | null, personaVersion?: number): unknown[] {
  const sent: unknown[] = [];
  const seat = {
    id: 's1',
    personaId: 'ada',
    name: 'Ada',
    brain: null,
    presence: 'stage' as const,
    ...(personaVersion !== undefined && { personaVersion }),
  };
  const conversation: Conversation = {
    id: 'c1',
    gen: 'g1',
    title: 'A talk',
    topic: 'A talk',
    state: 'running',
    stepping: false,
    format: 'free-talk',
    settings: defaultSettings,
    seats: [seat],
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
    if (method === 'PATCH') sent.push([url, JSON.parse(body ?? 'null')]);
    const answers: Readonly<Record<string, unknown>> = {
      'GET /api/personas/ada': of,
      'GET /api/providers': { items: [] },
      'PATCH /api/conversations/c1/seats/s1': { ...seat, personaVersion: of?.version },
    };
    const answer = answers[`${method} ${url}`] ?? null;
    return {
      ok: answer !== null,
      status: answer === null ? 404 : 200,
      headers: { get: () => null },
      text: async () =>
        JSON.stringify(answer ?? { status: 404, code: 'not-found', detail: 'There is no such persona.' }),
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
    <Announcers>
      <RestProvider value={rest}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <LiveProvider rest={rest} live={live}>
            <StageProvider id="c1">
              <Cast />
            </StageProvider>
          </LiveProvider>
        </QueryClientProvider>
      </RestProvider>
    </Announcers>,
  );
  return sent;
}

async function openMenu(): Promise<void> {
  fireEvent.keyDown(await screen.findByRole('button', { name: 'What Ada does' }), { key: 'Enter' });
  await screen.findByRole('menuitem', { name: 'Change brain' });
}

const ada = persona({
  id: 'ada',
  name: 'Ada',
  builtIn: false,
  version: 4,
  avatar: { color: 'grey', shape: 'rings' },
});

test('a seat that plays by an older version says so, and takes the newest from the next turn on', async () => {
  const sent = openCast(ada, 2);
  await openMenu();
  const item = await screen.findByRole('menuitem', { name: /Use the newest from the next turn/ });
  expect(item.textContent).toContain('Plays version 2; version 4 is newest');
  fireEvent.click(item);
  await waitFor(() =>
    expect(sent).toEqual([['/api/conversations/c1/seats/s1', { personaVersion: 'newest' }]]),
  );
  await waitFor(() =>
    expect(screen.getByRole('status').textContent).toContain('Ada plays by version 4 from the next turn on.'),
  );
});

test('a log from before there were versions plays by the first', async () => {
  openCast(ada);
  await openMenu();
  expect(await screen.findByText('Plays version 1; version 4 is newest')).toBeTruthy();
});

test.each([
  ['plays by the newest', ada, 4],
  ['has a persona that was deleted', null, 2],
])('a seat that %s offers no other version', async (_, of, version) => {
  openCast(of, version);
  await openMenu();
  await waitFor(() => expect(screen.queryByText(/is newest/)).toBeNull());
});

test('the face of a seat is that of its persona', async () => {
  openCast(ada, 4);
  await waitFor(() => expect(document.querySelector('[data-seat] svg path')).not.toBeNull());
});
