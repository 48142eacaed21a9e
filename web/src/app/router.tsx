import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
// Home is part of the first load: a chunk of its own would only be found one round trip later.
import { HomeRoute } from './home-route.tsx';
import { NotFound } from './not-found.tsx';
import { pageRoute, rootRoute } from './page-route.ts';
import { searchAddressOf } from '../search/search-address.ts';
import { personaRoutes } from './persona-routes.ts';
import { ScreenError } from './screen-error.tsx';

export interface HomeSearch {
  /** The scene whose sheet is open. */
  readonly scene?: string;
  /** A persona to begin a cast with. */
  readonly persona?: string;
}

/** Where to go after signing in. */
export interface SignInSearch {
  readonly next?: string;
}

export interface ConversationSearch {
  /** The position of a line to begin at. */
  readonly at?: number;
}

export interface AuditSearch {
  /** Only what was done of this kind. */
  readonly action?: string;
  /** Only what this account did, or what was done to it. */
  readonly user?: string;
}

const homeRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/',
  component: HomeRoute,
  validateSearch: (search: Record<string, unknown>): HomeSearch => ({
    ...(typeof search['scene'] === 'string' && { scene: search['scene'] }),
    ...(typeof search['persona'] === 'string' && { persona: search['persona'] }),
  }),
});
const conversationsRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/conversations',
  component: lazyRouteComponent(
    () => import('../conversations/conversations-screen.tsx'),
    'ConversationsScreen',
  ),
});
const searchRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/search',
  component: lazyRouteComponent(() => import('../search/search-screen.tsx'), 'SearchScreen'),
  validateSearch: searchAddressOf,
});
const providersRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/providers',
  component: lazyRouteComponent(() => import('../providers/providers-screen.tsx'), 'ProvidersScreen'),
});
const costsRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/costs',
  component: lazyRouteComponent(() => import('../costs/costs-screen.tsx'), 'CostsScreen'),
});
const cacheRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/cache',
  component: lazyRouteComponent(() => import('../costs/kept-answers-screen.tsx'), 'KeptAnswersScreen'),
});
const settingsRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-screen.tsx'), 'SettingsScreen'),
});
const adminRoute = createRoute({ getParentRoute: () => pageRoute, path: '/admin' });
const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  beforeLoad: () => redirect({ to: '/admin/users', replace: true, throw: true }),
});
const usersRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('../admin/users-screen.tsx'), 'UsersScreen'),
});
const invitesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/invites',
  component: lazyRouteComponent(() => import('../admin/invites-screen.tsx'), 'InvitesScreen'),
});
const limitsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/limits',
  component: lazyRouteComponent(() => import('../admin/limits-screen.tsx'), 'LimitsScreen'),
});
const instanceConnectionsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/connections',
  component: lazyRouteComponent(() => import('../admin/connections-screen.tsx'), 'ConnectionsScreen'),
});
const auditRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('../admin/audit-screen.tsx'), 'AuditScreen'),
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    ...(typeof search['action'] === 'string' && { action: search['action'] }),
    ...(typeof search['user'] === 'string' && { user: search['user'] }),
  }),
});

/** The doors: only where there are accounts (see account-gate.tsx). */
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('../account/sign-in-screen.tsx'), 'SignInScreen'),
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    ...(typeof search['next'] === 'string' && { next: search['next'] }),
  }),
});
const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('../account/register-screen.tsx'), 'RegisterScreen'),
});
const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('../account/register-screen.tsx'), 'JoinScreen'),
});
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../account/register-screen.tsx'), 'SetupScreen'),
});
const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot',
  component: lazyRouteComponent(() => import('../account/reset-screen.tsx'), 'ForgotScreen'),
});
const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset',
  component: lazyRouteComponent(() => import('../account/reset-screen.tsx'), 'ResetScreen'),
});
const accountRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('../account/account-screen.tsx'), 'AccountScreen'),
});

/** Conversations have a bar of their own, and share one live connection. */
const liveRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'live',
  component: lazyRouteComponent(() => import('./live-layout.tsx'), 'LiveLayout'),
});
const conversationRoute = createRoute({
  getParentRoute: () => liveRoute,
  path: '/c/$conversationId',
  component: lazyRouteComponent(() => import('./conversation-route.tsx'), 'ConversationRoute'),
  validateSearch: ({ at }: Record<string, unknown>): ConversationSearch => ({
    ...(typeof at === 'number' && Number.isSafeInteger(at) && at > 0 && { at }),
  }),
});
const readRoute = createRoute({
  getParentRoute: () => liveRoute,
  path: '/c/$conversationId/read',
  component: lazyRouteComponent(() => import('./read-route.tsx'), 'ReadRoute'),
});

const galleryRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ui',
  component: lazyRouteComponent(() => import('../gallery/gallery-screen.tsx'), 'GalleryScreen'),
});

const routeTree = rootRoute.addChildren([
  pageRoute.addChildren([
    homeRoute,
    conversationsRoute,
    searchRoute,
    ...personaRoutes,
    providersRoute,
    costsRoute,
    cacheRoute,
    settingsRoute,
    accountRoute,
    adminRoute.addChildren([
      adminIndexRoute,
      usersRoute,
      invitesRoute,
      limitsRoute,
      instanceConnectionsRoute,
      auditRoute,
    ]),
  ]),
  signInRoute,
  registerRoute,
  joinRoute,
  setupRoute,
  forgotRoute,
  resetRoute,
  liveRoute.addChildren([conversationRoute, readRoute]),
  galleryRoute,
]);

export function createAppRouter() {
  return createRouter({
    routeTree,
    defaultPreload: 'intent',
    defaultErrorComponent: ScreenError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
