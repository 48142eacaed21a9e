import { createLive } from '@chimera/client/live';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { useRest } from '../queries/rest.tsx';
import { PROFILE } from '../queries/use-profile.ts';

/** One live connection for all conversations; its code loads only when the first one is opened. */
export function LiveLayout() {
  const rest = useRest();
  const queries = useQueryClient();
  const [live] = useState(() =>
    createLive({
      url: socketUrl(),
      wake: onReturn,
      onStatus: (status) => {
        const isOver = status.state === 'refused' && status.problem.code === 'unauthenticated';
        if (isOver) void queries.invalidateQueries({ queryKey: PROFILE });
      },
    }),
  );
  useEffect(
    // Whoever signed out hears nothing more, also not for the moment that a place is kept.
    () => () => {
      if (queries.getQueryData(PROFILE) === null) live.close();
    },
    [queries, live],
  );
  return (
    <LiveProvider rest={rest} live={live}>
      <Outlet />
    </LiveProvider>
  );
}

function socketUrl(): string {
  const url = new URL('/ws', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** Somebody who comes back to the page, or to the network, does not wait for the next attempt. */
function onReturn(retry: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') retry();
  };
  window.addEventListener('online', retry);
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    window.removeEventListener('online', retry);
    document.removeEventListener('visibilitychange', onVisible);
  };
}
