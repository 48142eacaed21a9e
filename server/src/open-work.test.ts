import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '@chimera/protocol/event';
import { describe, expect, test, vi } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { beginTalk } from '../test/engine-on.ts';
import { readConfig } from './config.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { createJobStore } from './jobs/job-store.ts';
import { memoryBus } from './live/bus.ts';
import { silentLogger } from './logger.ts';
import { startWork } from './open-work.ts';

const at = '2026-01-02T03:04:05.000Z';
const turn: Event = {
  type: 'turn-started',
  at,
  turnId: 'turn-1',
  attempt: 1,
  seatId: 'seat-builtin-bruno',
  reason: { code: 'natural', text: 'wants to speak' },
};
const topic: Event = { type: 'conversation-changed', at, topic: 'Another' };

describe.each(testDatabases)('work that follows the log, on $name', ({ open }) => {
  test.each([
    { records: 'on', event: topic, looks: 1, rings: 0 },
    { records: 'on', event: turn, looks: 0, rings: 0 },
    { records: 'elsewhere', event: topic, looks: 1, rings: 1 },
    { records: 'elsewhere', event: turn, looks: 0, rings: 0 },
    { records: 'off', event: topic, looks: 0, rings: 0 },
  ])(
    'with records $records, $event.type wakes whoever writes them: $looks, on all nodes: $rings',
    async ({ records, event, looks, rings }) => {
      const opened = await open();
      const { database } = opened;
      const config = readConfig({ CHIMERA_RECORDS: records });
      const jobs = createJobStore(database);
      const claim = vi.spyOn(jobs, 'claim');
      const bus = memoryBus();
      const ring = vi.spyOn(bus, 'ring');
      const conversations = createConversationStore(database, async () => undefined);
      const now = () => new Date(at);
      const work = startWork({
        config,
        database,
        now,
        jobs,
        conversations,
        handlers: {},
        bus,
        logger: silentLogger,
      });
      const ref = { ownerId: 'owner', id: 'talk' };
      await beginTalk(database, ref);
      await vi.waitFor(() => expect(claim).toHaveBeenCalled());
      await sleep(30);
      claim.mockClear();
      ring.mockClear();
      await work.log.append(ref, () => [event]);
      await sleep(30);
      expect(claim).toHaveBeenCalledTimes(looks);
      expect(ring.mock.calls.filter(([bell]) => bell === 'jobs')).toHaveLength(rings);
      await work.close();
      await opened.close();
    },
  );
});
