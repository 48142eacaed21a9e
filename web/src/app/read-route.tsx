import { getRouteApi } from '@tanstack/react-router';
import { ReadPage } from '../conversation/read-page.tsx';

const route = getRouteApi('/live/c/$conversationId/read');

export function ReadRoute() {
  const { conversationId } = route.useParams();
  return <ReadPage conversationId={conversationId} key={conversationId} />;
}
