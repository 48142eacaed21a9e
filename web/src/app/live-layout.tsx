import { createLive } from '@chimera/client/live';
import { Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { useRest } from '../queries/rest.tsx';

/** One live connection for all conversations; its code loads only when the first one is opened. */
export function LiveLayout() {
  const rest = useRest();
  const [live] = useState(() => createLive({ url: socketUrl(), wake: onReturn }));
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
