import { getRouteApi } from '@tanstack/react-router';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';

const route = getRouteApi('/live/c/$conversationId');

export function ConversationRoute() {
  const { conversationId } = route.useParams();
  return <ConversationScreen conversationId={conversationId} key={conversationId} />;
}
