import { createRest, type Fetch } from '@chimera/client/rest';
import type { Provider } from '@chimera/protocol/provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { PreferencesProvider } from '../../preferences/use-preferences.tsx';
import { RestProvider } from '../../queries/rest.tsx';
import { ProvidersScreen } from '../providers-screen.tsx';

const nothing = { calls: 0, inputTokens: 0, outputTokens: 0, cost: 0, unpriced: 0 };
const nothingSpent = { today: nothing, month: nothing, limits: {}, byModel: [], byDay: [] };

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** An answer: what it says, or a problem with its status. */
export type Answer = object | { readonly status: number };

/** The providers screen over a server that answers with these, in turn when there are several. */
export function openScreen(
  providers: readonly Provider[],
  answers: Readonly<Record<string, readonly Answer[]>> = {},
) {
  const asked: Asked[] = [];
  const listing = { items: providers, chosen: { connectionId: 'demo', kind: 'demo', model: 'improviser' } };
  const left = new Map(Object.entries(answers).map(([call, all]) => [call, [...all]]));
  const fetch: Fetch = (path, { method, body }) => {
    const call = `${method} ${path}`;
    if (method !== 'GET') asked.push({ method, path, body: body === undefined ? undefined : JSON.parse(body) });
    const all = left.get(call);
    const last = all !== undefined && all.length > 1 ? all.shift() : all?.[0];
    const answer = last ?? (path === '/api/providers' ? listing : path === '/api/spending' ? nothingSpent : { items: [] });
    const status = 'status' in answer && typeof answer.status === 'number' ? answer.status : 200;
    return Promise.resolve({
      ok: status < 400,
      status,
      headers: { get: () => null },
      text: () => Promise.resolve(status === 204 ? '' : JSON.stringify(answer)),
    });
  };
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const screen = render(
    <PreferencesProvider>
      <RestProvider value={createRest({ fetch })}>
        <QueryClientProvider client={queries}>
          <ProvidersScreen />
        </QueryClientProvider>
      </RestProvider>
    </PreferencesProvider>,
  );
  return { asked, queries, container: screen.baseElement };
}
