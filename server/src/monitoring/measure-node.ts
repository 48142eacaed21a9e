import { Counter, Gauge } from 'prom-client';
import type { Database } from '../db/open-database.ts';
import type { Engine } from '../engine/engine.ts';
import type { Connections } from '../live/connections.ts';
import type { Rooms } from '../live/rooms.ts';
import type { Metrics } from '../metrics.ts';

/** What this node has in hand. */
export interface NodeParts {
  readonly engine: Pick<Engine, 'running'>;
  readonly rooms: Pick<Rooms, 'size' | 'allViewers' | 'sent'>;
  readonly sockets: Pick<Connections, 'size' | 'streams'>;
  readonly database: Pick<Database, 'pool'>;
  /** Null: there is no Redis. */
  readonly redis: { readonly isReady: boolean } | null;
}

/** Looked at when Prometheus asks. */
export function measureNode(
  metrics: Metrics,
  { engine, rooms, sockets, database: { pool }, redis }: NodeParts,
): void {
  const registers = [metrics];
  gauge('conversations_running', 'Conversations that this node runs.', () => engine.running);
  gauge('sockets', 'Open WebSockets.', () => sockets.size);
  gauge('event_streams', 'Open streams of server-sent events.', () => sockets.streams);
  gauge('rooms', 'Conversations that somebody follows on this node.', () => rooms.size);
  gauge('viewers', 'Who follows them: one socket may follow several.', () => rooms.allViewers);
  if (redis) gauge('redis_up', 'Whether Redis is connected.', () => (redis.isReady ? 1 : 0));
  counted('frames_sent_total', 'Frames sent to viewers, by type.', ['type'], (counter) => {
    for (const [type, count] of rooms.sent.frames) counter.inc({ type }, count);
  });
  counted('frame_bytes_sent_total', 'Bytes of all frames.', [], (counter) => counter.inc(rooms.sent.bytes));
  if (!pool) return;
  const connections = new Gauge({
    name: 'chimera_database_connections',
    help: 'Connections to PostgreSQL by what they do, and who waits for one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(pool())) connections.set({ state }, count);
    },
  });

  function gauge(name: string, help: string, valueOf: () => number): void {
    const measured = new Gauge({
      name: `chimera_${name}`,
      help,
      registers,
      collect() {
        measured.set(valueOf());
      },
    });
  }

  /** Of numbers that only grow and are counted where they happen. */
  function counted(name: string, help: string, labelNames: string[], fill: (counter: Counter) => void): void {
    const counter = new Counter({
      name: `chimera_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        counter.reset();
        fill(counter);
      },
    });
  }
}
