import { getRouteApi } from '@tanstack/react-router';
import { StudioScreen } from '../studio/studio-screen.tsx';

const route = getRouteApi('/page/personas/$personaId/edit');

export function EditPersonaRoute() {
  const { personaId } = route.useParams();
  const { draft } = route.useSearch();
  return <StudioScreen target={{ personaId, draft }} key={personaId} />;
}
