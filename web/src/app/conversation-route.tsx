import { getRouteApi } from '@tanstack/react-router';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';

const route = getRouteApi('/live/c/$conversationId');

export function ConversationRoute() {
  const { conversationId } = route.useParams();
  const { at } = route.useSearch();
  return <ConversationScreen conversationId={conversationId} at={at} key={conversationId} />;
}
