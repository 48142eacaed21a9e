import type { ClientFrame } from '@chimera/protocol/socket';
import { Channel } from './channel.ts';
import type { Follower, LiveStatus } from './follower.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';
import { ReconnectingSocket, type WebSocketConstructor } from './reconnecting-socket.ts';
import { readServerFrame } from './server-frame.ts';

export interface LiveOptions {
  /** Address of `/ws`; a function is asked before every connection, for tickets that open one socket. */
  url: string | (() => Promise<string>);
  webSocket?: WebSocketConstructor;
  /** Source of chance in 0…1 for the waits between connections. */
  chance?: () => number;
  /** Called while something is followed, with what to call when the network or the person comes back. */
  wake?: (retry: () => void) => () => void;
  onStatus?: (status: LiveStatus) => void;
}

export interface Live {
  readonly status: LiveStatus;
  /**
   * Watches a conversation until the returned function is called. All conversations share one socket,
   * which opens for the first follower and closes after the last.
   */
  follow(conversationId: string, follower: Follower): () => void;
  /** Tells the others that this person is writing. */
  typing(conversationId: string): void;
  /** Whoever watched may no longer: cuts the connection now, and forgets what was followed. */
  close(): void;
}

/** The live connection: whatever happens to the network, followers see every event once and in order. */
export function createLive(options: LiveOptions): Live {
  const { chance = Math.random } = options;
  const channels = new Map<string, Channel>();

  const viewers = () => Math.max(0, ...[...channels.values()].map((channel) => channel.viewers));
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));

  const socket = new ReconnectingSocket({
    url: options.url,
    webSocket: options.webSocket ?? WebSocket,
    chance,
    viewers,
    wake: options.wake,
    onOpen: () => channels.forEach((channel) => channel.subscribe()),
    onMessage: (data) => receive(channels, data),
    onDown: () => channels.forEach((channel) => channel.rest()),
    onStatus: (status) => announce(status, channels, options),
  });

  function join(conversationId: string): Channel {
    const retryDelayMs = () => reconnectDelayMs({ failures: 0, viewers: viewers() }, chance);
    const channel = new Channel({ conversationId, send, retryDelayMs });
    channels.set(conversationId, channel);
    if (socket.status.state === 'open') channel.subscribe();
    return channel;
  }

  function leave(conversationId: string, channel: Channel): void {
    channel.rest();
    channels.delete(conversationId);
    send({ type: 'unsubscribe', conversationId });
    if (channels.size === 0) socket.stop();
  }

  function follow(conversationId: string, follower: Follower): () => void {
    const channel = channels.get(conversationId) ?? join(conversationId);
    channel.add(follower);
    if (isAtRest(socket.status)) socket.start();
    else follower.onStatus?.(socket.status);
    return () => {
      if (!channel.followers.has(follower)) return;
      channel.remove(follower);
      if (channel.followers.size === 0) leave(conversationId, channel);
    };
  }

  return {
    get status() {
      return socket.status;
    },
    follow,
    typing: (conversationId) => send({ type: 'typing', conversationId }),
    close: () => {
      socket.stop();
      channels.clear();
    },
  };
}

function isAtRest({ state }: LiveStatus): boolean {
  return state === 'idle' || state === 'refused';
}

function receive(channels: ReadonlyMap<string, Channel>, data: unknown): void {
  const frame = readServerFrame(data);
  if (frame === null || frame.type === 'pong') return;
  if (frame.conversationId !== undefined) return channels.get(frame.conversationId)?.receive(frame);
  channels.forEach((channel) => channel.receive(frame));
}

function announce(
  status: LiveStatus,
  channels: ReadonlyMap<string, Channel>,
  { onStatus }: LiveOptions,
): void {
  onStatus?.(status);
  for (const channel of channels.values()) {
    if (status.state === 'refused') channel.forget();
    for (const follower of channel.followers) {
      follower.onStatus?.(status);
      if (status.state === 'refused') follower.onError?.(status.problem);
    }
  }
}
