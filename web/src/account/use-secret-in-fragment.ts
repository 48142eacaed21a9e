import { useEffect, useState } from 'react';

/**
 * The secret that a link carries behind its `#`, where no server and no log sees it; empty when there is none.
 * It leaves the address bar and the history as soon as it was read.
 */
export function useSecretInFragment(): string {
  const [secret] = useState(() => decoded(location.hash.slice(1)));
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  }, []);
  return secret;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Cut in the middle of a character: the server refuses it and says so.
    return text;
  }
}
