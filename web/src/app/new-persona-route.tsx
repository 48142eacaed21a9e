import { getRouteApi } from '@tanstack/react-router';
import { StudioScreen } from '../studio/studio-screen.tsx';

const route = getRouteApi('/page/personas/new');

export function NewPersonaRoute() {
  const { from, draft } = route.useSearch();
  return <StudioScreen target={{ personaId: null, from, draft }} key={from ?? ''} />;
}
