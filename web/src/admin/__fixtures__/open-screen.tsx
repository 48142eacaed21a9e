import { createRest, type Fetch } from '@chimera/client/rest';
import type { User } from '@chimera/protocol/admin';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { RestProvider } from '../../queries/rest.tsx';

export const ada: User = {
  id: 'u1',
  username: 'ada',
  name: 'Ada',
  email: 'ada@example.org',
  role: 'admin',
  createdAt: '2026-01-01T00:00:00.000Z',
  state: 'active',
  costPerDay: null,
  conversations: 12,
  costThisMonth: 3.2,
};
export const bob: User = { ...ada, id: 'u2', username: 'bob', name: 'Bob', role: 'member', email: 'bob@example.org' };

const usual: Readonly<Record<string, unknown>> = {
  'GET /api/instance': { auth: 'accounts', registration: 'invite', needsAdmin: false, sendsMail: false },
  'GET /api/auth/me': ada,
};

export type Answer = { readonly ok: unknown } | { readonly status: number; readonly problem: object };

/** A screen of admins over a server that answers as it is told; Ada is signed in. */
export function openScreen(Screen: () => ReactNode, answers: Record<string, Answer> = {}) {
  const asked: string[] = [];
  const fetch: Fetch = async (url, { method, body }) => {
    const what = `${method} ${url.split('?')[0] ?? ''}`;
    if (what !== 'GET /api/instance') asked.push(`${method} ${url}${body === undefined ? '' : ` ${body}`}`);
    const answer = answers[what] ?? { ok: usual[what] ?? { items: [] } };
    const isOk = 'ok' in answer;
    return {
      ok: isOk,
      status: isOk ? 200 : answer.status,
      headers: { get: () => null },
      text: async () =>
        JSON.stringify(isOk ? answer.ok : { status: answer.status, title: '', type: '', requestId: '', ...answer.problem }),
    };
  };
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component: Screen });
  const router = createRouter({ routeTree: root.addChildren([page]), history: createMemoryHistory() });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <RestProvider value={createRest({ fetch })}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </RestProvider>,
  );
  return { asked, queries };
}
