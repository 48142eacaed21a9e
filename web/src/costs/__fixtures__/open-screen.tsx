import { createRest, type Fetch } from '@chimera/client/rest';
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
import { ToastProvider } from '../../ui/toast.tsx';

/** What a server answers: a body for 200, or a problem. */
export type Answer = { readonly ok: unknown } | { readonly status: number; readonly problem: object };

export interface Asked {
  readonly what: string;
  readonly query: string;
  readonly body: unknown;
}

/** A screen with a server that answers as it is told; answers may be changed while it is open. */
export function openScreen(Screen: () => ReactNode, answers: Record<string, Answer>): readonly Asked[] {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, { method, body }) => {
    const [path = '', query = ''] = url.split('?');
    const what = `${method} ${path}`;
    asked.push({ what, query, body: body === undefined ? undefined : JSON.parse(body) });
    const answer = answers[what] ?? { ok: { items: [] } };
    const isOk = 'ok' in answer;
    return {
      ok: isOk,
      status: isOk ? 200 : answer.status,
      headers: { get: () => null },
      text: async () => JSON.stringify(isOk ? answer.ok : { status: answer.status, ...answer.problem }),
    };
  };
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, path: '/', component: Screen });
  const costs = createRoute({ getParentRoute: () => root, path: '/costs' });
  const cache = createRoute({ getParentRoute: () => root, path: '/cache' });
  const router = createRouter({
    routeTree: root.addChildren([page, costs, cache]),
    history: createMemoryHistory(),
  });
  render(
    <ToastProvider label="Notes">
      <RestProvider value={createRest({ fetch })}>
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </RestProvider>
    </ToastProvider>,
  );
  return asked;
}
