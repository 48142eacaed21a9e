import { createRest } from '@chimera/client/rest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, createRootRoute, createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { render, screen } from '@testing-library/react';
import { vi } from 'vitest';
import { RestProvider } from '../../queries/rest.tsx';
import { Announcers } from '../../ui/announcer.tsx';
import { ToastProvider } from '../../ui/toast.tsx';
import { StudioScreen } from '../studio-screen.tsx';
import { StudioServer } from './studio-server.ts';

/** What the browser has and jsdom has not. */
export function stubBrowser({ wide = true } = {}): void {
  localStorage.clear();
  vi.stubGlobal('matchMedia', () => ({ matches: wide, addEventListener() {}, removeEventListener() {} }));
  vi.stubGlobal('scrollTo', () => undefined);
  Element.prototype.scrollIntoView = () => undefined;
}

/** The studio at an address, over a server in memory. */
export function openStudio(address: string, server = new StudioServer()) {
  const root = createRootRoute();
  const route = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path, component });
  const nothing = () => null;
  const newRoute = createRoute({
    getParentRoute: () => root,
    path: '/personas/new',
    validateSearch: (search: { from?: string; draft?: string }) => search,
    component: function New() {
      const { from, draft } = newRoute.useSearch();
      return <StudioScreen target={{ personaId: null, from, draft }} key={from ?? ''} />;
    },
  });
  const editRoute = createRoute({
    getParentRoute: () => root,
    path: '/personas/$personaId/edit',
    validateSearch: (search: { draft?: string }) => search,
    component: function Edit() {
      const { personaId } = editRoute.useParams();
      const { draft } = editRoute.useSearch();
      return <StudioScreen target={{ personaId, draft }} key={personaId} />;
    },
  });
  const router = createRouter({
    routeTree: root.addChildren([
      newRoute,
      editRoute,
      route('/personas', nothing),
      route('/providers', nothing),
      route('/personas/$personaId', () => <p>its page</p>),
    ]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <Announcers>
      <RestProvider value={createRest({ fetch: server.fetch })}>
        <QueryClientProvider client={queries}>
          <ToastProvider label="Notes">
            {/* The router of the test is not the one of the app, whose type is registered. */}
            <RouterProvider router={router as never} />
          </ToastProvider>
        </QueryClientProvider>
      </RestProvider>
    </Announcers>,
  );
  return { server, address: () => router.state.location.href };
}

/** What is typed into a field of the sheet. */
export const field = (name: string) => screen.findByRole('textbox', { name });
