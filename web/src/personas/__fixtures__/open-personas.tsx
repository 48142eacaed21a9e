import { createRest, type Fetch } from '@chimera/client/rest';
import type { Cast } from '@chimera/protocol/cast';
import type { ListedPersona } from '@chimera/protocol/persona';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { persona } from '../../queries/__fixtures__/persona.ts';
import { RestProvider } from '../../queries/rest.tsx';
import { Announcers } from '../../ui/announcer.tsx';
import { ToastProvider } from '../../ui/toast.tsx';
import { CastScreen } from '../casts/cast-screen.tsx';
import { EditCastScreen, NewCastScreen } from '../casts/edit-cast-screen.tsx';
import { gallerySearchOf } from '../gallery/gallery-search.ts';
import { ImportScreen } from '../imports/import-screen.tsx';
import { PersonaScreen } from '../page/persona-screen.tsx';
import { PersonasScreen } from '../personas-screen.tsx';
import { compareSearchOf } from '../versions/compare-search.ts';
import { CompareScreen } from '../versions/compare-screen.tsx';

export const socrates = listed({ id: 'socrates', name: 'Socrates', tagline: 'Asks.', tags: ['philosophy'] });
export const dorothy = listed({ id: 'dorothy', name: 'Dorothy', tags: ['comedy'], favourite: true });
export const ada = listed({ id: 'ada', name: 'Ada', builtIn: false, version: 3 });

export const kitchen: Cast = {
  id: 'kitchen',
  name: 'Kitchen',
  line: 'One shouts.',
  topic: 'Is an egg a meal?',
  premise: 'A kitchen.',
  format: 'free-talk',
  seats: [{ personaId: 'socrates' }, { personaId: 'dorothy' }],
  builtIn: true,
  version: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

export function listed(parts: Partial<ListedPersona> & { id: string }): ListedPersona {
  return { favourite: false, ...persona(parts), ...parts };
}

export type Answer =
  | { readonly ok: unknown }
  | { readonly status: number; readonly detail: string; readonly code?: string };

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly form: FormData | undefined;
}

const usual: Readonly<Record<string, unknown>> = {
  'GET /api/personas/socrates': socrates,
  'GET /api/personas/dorothy': dorothy,
  'GET /api/personas/ada': ada,
  'GET /api/casts/kitchen': kitchen,
  'GET /api/formats': {
    items: [
      {
        id: 'free-talk',
        name: 'Free talk',
        description: 'Whoever has something to say says it.',
        frame: 'A talk.',
        phases: [{ id: 'talk', name: 'Talk', order: 'natural' }],
      },
      {
        id: 'debate',
        name: 'Debate',
        description: 'Two sides.',
        frame: 'A debate.',
        roles: [
          { id: 'for', name: 'For it', min: 1, max: 1, seat: 'any' },
          { id: 'against', name: 'Against it', min: 1, max: 1, seat: 'any' },
        ],
        phases: [{ id: 'talk', name: 'Talk', order: 'natural' }],
      },
    ],
  },
};

/** The pages of personas and casts at an address, over a server that answers as it is told. */
export function openPersonas(
  path: string,
  answers: Readonly<Record<string, Answer | ((asked: Asked) => Answer | Promise<Answer>)>> = {},
) {
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, { method, body, form, signal }) => {
    const what = `${method} ${url.split('?')[0] ?? ''}`;
    const request = { method, url, body: body === undefined ? undefined : JSON.parse(body), form };
    asked.push(request);
    const told = answers[what] ?? { ok: usual[what] ?? people(url) ?? { items: [] } };
    const answer = await (typeof told === 'function' ? told(request) : told);
    signal?.throwIfAborted();
    const isOk = 'ok' in answer;
    return {
      ok: isOk,
      status: isOk ? 200 : answer.status,
      headers: { get: () => null },
      text: async () =>
        isOk
          ? answer.ok === null
            ? ''
            : JSON.stringify(answer.ok)
          : JSON.stringify({ title: '', type: '', requestId: '', code: 'internal', ...answer }),
    };
  };
  const router = routerAt(path);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { container } = render(
    <Announcers>
      <ToastProvider label="Notes">
        <RestProvider value={createRest({ fetch })}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </RestProvider>
      </ToastProvider>
    </Announcers>,
  );
  return {
    asked,
    container,
    queries,
    sent: () => asked.filter(({ method }) => method !== 'GET').map(({ method, url, body }) => ({ method, url, body })),
    path: () => router.state.location.pathname,
    search: () => router.state.location.search,
  };
}

/** Those that come with Chimera, wherever they are asked for. */
function people(url: string): unknown {
  return url.startsWith('/api/personas?') && url.includes('from=built-in') ? { items: [socrates, dorothy] } : undefined;
}

function routerAt(path: string) {
  const root = createRootRoute();
  const page = createRoute({ getParentRoute: () => root, id: 'page' });
  const at = { getParentRoute: () => page };
  const elsewhere = ['/', '/personas/new', '/personas/$personaId/edit', '/c/$conversationId'].map((place) =>
    createRoute({ ...at, path: place, component: () => <main>{place}</main> }),
  );
  const routes = [
    createRoute({ ...at, path: '/personas', component: PersonasScreen, validateSearch: gallerySearchOf }),
    createRoute({ ...at, path: '/personas/import', component: ImportScreen }),
    createRoute({ ...at, path: '/personas/$personaId', component: PersonaScreen }),
    createRoute({
      ...at,
      path: '/personas/$personaId/versions',
      component: CompareScreen,
      validateSearch: compareSearchOf,
    }),
    createRoute({ ...at, path: '/casts/new', component: NewCastScreen }),
    createRoute({ ...at, path: '/casts/$castId', component: CastScreen }),
    createRoute({ ...at, path: '/casts/$castId/edit', component: EditCastScreen }),
  ];
  return createRouter({
    routeTree: root.addChildren([page.addChildren([...elsewhere, ...routes])]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
}
