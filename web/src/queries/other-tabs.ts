const NAME = 'chimera.person';

/** Tells the other tabs of this browser that somebody came or went. Who it is they ask the server. */
export function tellOtherTabs(): void {
  const channel = new BroadcastChannel(NAME);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
  channel.postMessage('changed');
  channel.close();
}

/** Calls when somebody came or went in another tab, until the returned function is called. */
export function hearOtherTabs(onChange: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener('message', onChange);
  return () => channel.close();
}
