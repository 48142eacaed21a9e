import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { type GallerySearch, gallerySearchOf } from '../personas/gallery/gallery-search.ts';
import { type CompareSearch, compareSearchOf } from '../personas/versions/compare-search.ts';
import { pageRoute } from './page-route.ts';

/** What the studio opens with. */
export interface StudioSearch {
  /** The persona whose sheet a new one begins with. */
  readonly from?: string;
  /** The draft that is gone on with. */
  readonly draft?: string;
}

const personasRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas',
  component: lazyRouteComponent(() => import('../personas/personas-screen.tsx'), 'PersonasScreen'),
  validateSearch: (search: Record<string, unknown>): GallerySearch => gallerySearchOf(search),
});
const importRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas/import',
  component: lazyRouteComponent(() => import('../personas/imports/import-screen.tsx'), 'ImportScreen'),
});
const personaRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas/$personaId',
  component: lazyRouteComponent(() => import('../personas/page/persona-screen.tsx'), 'PersonaScreen'),
});
const newPersonaRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas/new',
  component: lazyRouteComponent(() => import('./new-persona-route.tsx'), 'NewPersonaRoute'),
  validateSearch: studioSearchOf,
});
const editPersonaRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas/$personaId/edit',
  component: lazyRouteComponent(() => import('./edit-persona-route.tsx'), 'EditPersonaRoute'),
  validateSearch: studioSearchOf,
});
const compareRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/personas/$personaId/versions',
  component: lazyRouteComponent(() => import('../personas/versions/compare-screen.tsx'), 'CompareScreen'),
  validateSearch: (search: Record<string, unknown>): CompareSearch => compareSearchOf(search),
});
const newCastRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/casts/new',
  component: lazyRouteComponent(() => import('../personas/casts/edit-cast-screen.tsx'), 'NewCastScreen'),
});
const castRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/casts/$castId',
  component: lazyRouteComponent(() => import('../personas/casts/cast-screen.tsx'), 'CastScreen'),
});
const editCastRoute = createRoute({
  getParentRoute: () => pageRoute,
  path: '/casts/$castId/edit',
  component: lazyRouteComponent(() => import('../personas/casts/edit-cast-screen.tsx'), 'EditCastScreen'),
});
/** Everything about personas and casts. */
export const personaRoutes = [
  personasRoute,
  importRoute,
  personaRoute,
  newPersonaRoute,
  editPersonaRoute,
  compareRoute,
  newCastRoute,
  castRoute,
  editCastRoute,
] as const;

function studioSearchOf({ from, draft }: Record<string, unknown>): StudioSearch {
  return { ...(typeof from === 'string' && { from }), ...(typeof draft === 'string' && { draft }) };
}
