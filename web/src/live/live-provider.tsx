import type { Live } from '@chimera/client/live';
import type { Rest } from '@chimera/client/rest';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { watchConversation, type Watched } from './watch-conversation.ts';

type WatchedOf = (conversationId: string) => Watched;

const LiveContext = createContext<WatchedOf | null>(null);

/** Gives the screens below the conversations that are watched over the one live connection. */
export function LiveProvider({
  rest,
  live,
  children,
}: {
  readonly rest: Rest;
  readonly live: Omit<Live, 'close'>;
  readonly children: ReactNode;
}) {
  const [watched] = useState(() => registry(rest, live));
  return <LiveContext value={watched}>{children}</LiveContext>;
}

/** The conversation, followed while the component is on the page. */
export function useWatched(conversationId: string): Watched {
  const watched = useContext(LiveContext);
  if (watched === null) throw new Error('LiveProvider is missing above this component.');
  const conversation = watched(conversationId);
  useEffect(() => conversation.retain(), [conversation]);
  return conversation;
}

function registry(rest: Rest, live: Omit<Live, 'close'>): WatchedOf {
  const known = new Map<string, Watched>();
  return (id) => {
    const found = known.get(id);
    if (found) return found;
    const made = watchConversation({ id, rest, live, onGone: () => known.delete(id) });
    known.set(id, made);
    return made;
  };
}
