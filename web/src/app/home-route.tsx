import { useEffect } from 'react';
import { HomeScreen } from '../home/home-screen.tsx';

/** The first screen. While nobody waits, the code of the screen that Play opens is fetched. */
export function HomeRoute() {
  useEffect(prepareConversation, []);
  return <HomeScreen />;
}

function prepareConversation(): () => void {
  const load = () => {
    // A failure here costs nothing: the route asks again and reports it.
    import('../conversation/conversation-screen.tsx').catch(() => undefined);
  };
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(load, 300);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(load, { timeout: 1000 });
  return () => cancelIdleCallback(handle);
}
