import { setTimeout as sleep } from 'node:timers/promises';
import type { Rest } from '@chimera/client/rest';
import type { Reason } from '@chimera/protocol/seat';

/** Plays a conversation whose brains are all at this connection, until a turn fails; says why it did. */
export async function failedTurn(rest: Rest, connectionId: string): Promise<Reason> {
  const { items } = await rest.call('listPersonas', {});
  const brain = { connectionId, model: 'm' };
  const { id } = await rest.call('createConversation', {
    body: {
      topic: 'The harbour',
      seats: items.slice(0, 2).map((persona) => ({ personaId: persona.id, brain })),
      settings: { pace: 'instant', maxTurns: 1, language: 'en' },
    },
  });
  const params = { id };
  // One turn alone: the next would ask again before anybody says stop.
  await rest.call('step', { params });
  try {
    for (;;) {
      const log = await rest.call('listEvents', { params, query: { after: 0, limit: 200 } });
      for (const { event } of log.items) if (event.type === 'turn-failed') return event.reason;
      await sleep(20);
    }
  } finally {
    await rest.call('stop', { params });
  }
}
