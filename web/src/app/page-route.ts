import { createRootRoute, createRoute } from '@tanstack/react-router';
import { NotFound } from './not-found.tsx';
import { PageLayout } from './page-layout.tsx';
import { RootLayout } from './root-layout.tsx';

/** Around everything. */
export const rootRoute = createRootRoute({ component: RootLayout, notFoundComponent: NotFound });

/** Around all screens that share the bar. */
export const pageRoute = createRoute({ getParentRoute: () => rootRoute, id: 'page', component: PageLayout });
