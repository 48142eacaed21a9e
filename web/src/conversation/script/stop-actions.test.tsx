import type { Follower } from '@chimera/client/follower';
import { createRest } from '@chimera/client/rest';
import { defaultSettings, type Conversation } from '@chimera/protocol/conversation';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveProvider } from '../../live/live-provider.tsx';
import { RestProvider } from '../../queries/rest.tsx';
import { StageProvider } from '../stage.tsx';
import { StopActions } from './stop-actions.tsx';

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
const conversation: Conversation = {
  id: 'c1',
  gen: 'g1',
  title: 'A talk',
  topic: 'A talk',
  state: 'running',
  stepping: false,
  format: 'free-talk',
  settings: defaultSettings,
  seats: [],
  queue: [],
  turn: null,
  turns: 0,
  run: { turnsBefore: 0, tokensBefore: 0, costBefore: 0, startedAt: null, playedMs: 0 },
  head: 1,
  createdAt: AT,
  updatedAt: AT,
  usage: { inputTokens: 0, outputTokens: 0 },
};
const rest = createRest({
  fetch: async () => ({ ok: true, status: 200, headers: { get: () => null }, text: async () => '{}' }),
});

test.each(['max-cost-day', 'max-cost-month', 'max-tokens-day'])(
  'after %s a link leads to the limits over all conversations',
  async (code) => {
    const followers: Follower[] = [];
    const live = {
      status: { state: 'open' as const },
      typing: () => undefined,
      follow: (_: string, follower: Follower) => {
        followers.push(follower);
        follower.onSnapshot({ conversation, messages: [], earlier: false, liveText: '' }, 'g1', 1);
        return () => undefined;
      },
    };
    const Stopped = () => (
      <LiveProvider rest={rest} live={live}>
        <StageProvider id="c1">
          <StopActions row="line-2" code={code} />
        </StageProvider>
      </LiveProvider>
    );
    const root = createRootRoute();
    const stage = createRoute({ getParentRoute: () => root, path: '/', component: Stopped });
    const costs = createRoute({ getParentRoute: () => root, path: '/costs' });
    const router = createRouter({
      routeTree: root.addChildren([stage, costs]),
      history: createMemoryHistory(),
    });
    render(
      <RestProvider value={rest}>
        <QueryClientProvider client={new QueryClient()}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </RestProvider>,
    );
    await waitFor(() => expect(followers).toHaveLength(1));
    const reason = { code, text: 'Stopped at a limit.' };
    act(() =>
      followers[0]?.onEvent({
        seq: 2,
        event: { type: 'conversation-stopped', at: AT, reason },
      }),
    );
    fireEvent.click(await screen.findByRole('link', { name: 'Change the limit' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/costs'));
  },
);
