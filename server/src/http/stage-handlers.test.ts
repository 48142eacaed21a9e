import type { Conversation, NewConversation } from '@chimera/protocol/conversation';
import { MESSAGE_TEXT_LIMIT } from '@chimera/protocol/message';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let personaIds: string[];
beforeAll(async () => {
  server = await startTestApp({ script: () => ['So ', 2000, 'be it.'] });
  const { items } = await server.rest.call('listPersonas', {});
  personaIds = items.map(({ id }) => id);
});
afterAll(() => server.close());

async function begin(seats = 2, wanted: Partial<NewConversation> = {}): Promise<Cast> {
  const conversation = await server.rest.call('createConversation', {
    body: { topic: 'T', seats: personaIds.slice(0, seats).map((personaId) => ({ personaId })), ...wanted },
  });
  return new Cast(conversation);
}

/** A conversation and its seats by their place. */
class Cast {
  readonly conversation: Conversation;
  readonly params: { readonly id: string };

  constructor(conversation: Conversation) {
    this.conversation = conversation;
    this.params = { id: conversation.id };
  }

  seat(place: number): string {
    return this.conversation.seats[place]?.id ?? '';
  }
}

const refused = (status: number, code: string, detail?: RegExp) => ({
  status,
  problem: { code, status, ...(detail && { detail: expect.stringMatching(detail) }) },
});

describe('whom one may pick', () => {
  test.each(['away', 'listening'] as const)(
    'not a seat that is %s, neither next nor in the queue',
    async (presence) => {
      const cast = await begin();
      const { params } = cast;
      const seatId = cast.seat(0);
      await server.rest.call('changeSeat', { params: { ...params, seatId }, body: { presence } });
      const unavailable = refused(409, 'seat-unavailable', /is not on stage/);
      for (const when of ['now', 'queued'] as const) {
        await expect(server.rest.call('next', { params, body: { seatId, when } })).rejects.toMatchObject(
          unavailable,
        );
      }
      const queue = server.rest.call('setQueue', { params, body: { seatIds: [cast.seat(1), seatId] } });
      await expect(queue).rejects.toMatchObject(unavailable);
      expect(await server.rest.call('getQueue', { params })).toEqual({ items: [] });
      await server.rest.call('changeSeat', { params: { ...params, seatId }, body: { presence: 'stage' } });
      const { items } = await server.rest.call('next', { params, body: { seatId } });
      expect(items.map((queued) => queued.seatId)).toEqual([seatId]);
    },
  );

  test('not a seat of another conversation, or of none', async () => {
    const [cast, other] = [await begin(), await begin()];
    for (const seatId of ['nobody', other.seat(0)]) {
      const missing = refused(404, 'not-found');
      await expect(server.rest.call('next', { params: cast.params, body: { seatId } })).rejects.toMatchObject(
        missing,
      );
      await expect(
        server.rest.call('setQueue', { params: cast.params, body: { seatIds: [seatId] } }),
      ).rejects.toMatchObject(missing);
    }
  });

  test('the queue is as it was set, its reasons say who did it, and setting none empties it', async () => {
    const cast = await begin(3);
    const seatIds = [cast.seat(2), cast.seat(0), cast.seat(2)];
    const { items } = await server.rest.call('setQueue', { params: cast.params, body: { seatIds } });
    expect(items.map(({ seatId }) => seatId)).toEqual(seatIds);
    expect(items.every(({ reason }) => reason.code === 'director' && reason.text.length > 5)).toBe(true);
    expect(await server.rest.call('getQueue', { params: cast.params })).toEqual({ items });
    expect(await server.rest.call('setQueue', { params: cast.params, body: { seatIds: [] } })).toEqual({
      items: [],
    });
  });

  test('nobody plays when nobody is on stage', async () => {
    const cast = await begin(1);
    const seat = { ...cast.params, seatId: cast.seat(0) };
    await server.rest.call('changeSeat', { params: seat, body: { presence: 'away' } });
    for (const command of ['play', 'step'] as const) {
      const call = server.rest.call(command, { params: cast.params });
      await expect(call).rejects.toMatchObject(refused(409, 'wrong-state', /Nobody is on stage/));
    }
  });
});

describe('the cast', () => {
  test('keeps its last seat', async () => {
    const cast = await begin(2);
    const without = await server.rest.call('removeSeat', {
      params: { ...cast.params, seatId: cast.seat(0) },
    });
    expect(without.seats.map(({ id }) => id)).toEqual([cast.seat(1)]);
    const last = server.rest.call('removeSeat', { params: { ...cast.params, seatId: cast.seat(1) } });
    await expect(last).rejects.toMatchObject(refused(409, 'wrong-state', /last seat/));
  });

  test('takes no persona that does not exist, however it is asked', async () => {
    const cast = await begin();
    const missing = refused(404, 'not-found', /no such persona/);
    const body = { personaId: 'nobody' };
    await expect(server.rest.call('addSeat', { params: cast.params, body })).rejects.toMatchObject(missing);
    await expect(begin(0, { seats: [body] })).rejects.toMatchObject(missing);
  });

  test('takes no brain of a connection that is not there, however it is asked', async () => {
    const cast = await begin();
    const brain = { connectionId: 'mistral', model: 'm' };
    const unknown = refused(400, 'invalid-request', /mistral/);
    const body = { personaId: personaIds[0] ?? '', brain };
    const { params } = cast;
    await expect(server.rest.call('addSeat', { params, body })).rejects.toMatchObject(unknown);
    await expect(begin(0, { seats: [body] })).rejects.toMatchObject(unknown);
    await expect(server.rest.call('fork', { params, body: { seats: [body] } })).rejects.toMatchObject(
      unknown,
    );
    const change = server.rest.call('changeSeat', {
      params: { ...params, seatId: cast.seat(0) },
      body: { brain },
    });
    await expect(change).rejects.toMatchObject(unknown);
  });

  test('has at most 24 seats and at least one', async () => {
    const personaId = personaIds[0] ?? '';
    await expect(begin(0)).rejects.toMatchObject(refused(400, 'invalid-request', /at least one seat/));
    const many = Array.from({ length: 25 }, () => ({ personaId }));
    await expect(begin(0, { seats: many })).rejects.toMatchObject(refused(400, 'invalid-request'));
    const full = await begin(0, { seats: many.slice(1) });
    const names = full.conversation.seats.map(({ name }) => name);
    expect(new Set(names).size).toBe(24);
    const more = server.rest.call('addSeat', { params: full.params, body: { personaId } });
    await expect(more).rejects.toMatchObject(refused(409, 'wrong-state', /at most 24/));
  });

  test('has no two seats of one name', async () => {
    const cast = await begin();
    const name = cast.conversation.seats[0]?.name.toUpperCase() ?? '';
    const same = server.rest.call('changeSeat', {
      params: { ...cast.params, seatId: cast.seat(1) },
      body: { name },
    });
    await expect(same).rejects.toMatchObject(refused(409, 'conflict'));
  });

  test('a seat that a person took is given back with null', async () => {
    const cast = await begin();
    const params = { ...cast.params, seatId: cast.seat(0) };
    const taken = await server.rest.call('changeSeat', { params, body: { brain: { human: true } } });
    expect(taken.seats[0]?.brain).toEqual({ human: true });
    const back = await server.rest.call('changeSeat', { params, body: { brain: null } });
    expect(back.seats[0]?.brain).toBeNull();
  });
});

describe('a change', () => {
  test('of a limit to null takes the limit away, and leaves the others', async () => {
    const { params } = await begin(2, {
      settings: { maxMinutes: 5, maxTokens: 1000, maxCost: 2, language: 'en' },
    });
    const settings = { maxMinutes: null, maxCost: null, language: null };
    const changed = await server.rest.call('changeConversation', { params, body: { settings } });
    expect(changed.settings).toMatchObject({ maxTokens: 1000, maxTurns: 40 });
    for (const name of ['maxMinutes', 'maxCost', 'language'])
      expect(changed.settings).not.toHaveProperty(name);
  });

  test('of nothing changes nothing', async () => {
    const { params, conversation } = await begin();
    const changed = await server.rest.call('changeConversation', { params, body: {} });
    expect(changed.head).toBe(conversation.head);
  });

  test('to a format that does not exist names those that do', async () => {
    const { params } = await begin();
    const { items } = await server.rest.call('listFormats', {});
    const unknown = { ...refused(400, 'invalid-request'), message: expect.stringContaining('“duel”') };
    const change = server.rest.call('changeConversation', { params, body: { format: 'duel' } });
    await expect(change).rejects.toMatchObject(unknown);
    await expect(begin(2, { format: 'duel' })).rejects.toMatchObject(unknown);
    for (const { id } of items) {
      await expect(begin(2, { format: 'duel' })).rejects.toMatchObject({
        message: expect.stringContaining(id),
      });
      expect((await server.rest.call('changeConversation', { params, body: { format: id } })).format).toBe(
        id,
      );
    }
  });

  test('to one that needs more seats says how many', async () => {
    const { params } = await begin(1);
    const few = { ...refused(400, 'invalid-request'), message: expect.stringMatching(/needs 2 to 3 seats/) };
    const change = server.rest.call('changeConversation', { params, body: { format: 'debate' } });
    await expect(change).rejects.toMatchObject(few);
    await expect(begin(1, { format: 'debate' })).rejects.toMatchObject(few);
  });
});

describe('what a person says', () => {
  test('is said by them, by the narrator, or by a seat', async () => {
    const cast = await begin();
    const say = (as?: string) =>
      server.rest.call('say', {
        params: cast.params,
        body: { text: ' Hello. ', ...(as !== undefined && { as }) },
      });
    expect(await say()).toMatchObject({ text: 'Hello.', author: { kind: 'human', name: 'You' } });
    expect(await say('narrator')).toMatchObject({ author: { kind: 'narrator' } });
    const [seat] = cast.conversation.seats;
    expect(await say(seat?.id)).toMatchObject({
      author: { kind: 'seat', seatId: seat?.id, name: seat?.name },
    });
    for (const as of ['nobody', 'Narrator', personaIds[0] ?? '']) {
      await expect(say(as)).rejects.toMatchObject(refused(404, 'not-found'));
    }
    const { items } = await server.rest.call('listMessages', { params: cast.params });
    expect(items).toHaveLength(3);
  });

  test('as a whisper is heard by seats of this cast only', async () => {
    const cast = await begin();
    const whisper = (to: string[]) =>
      server.rest.call('say', { params: cast.params, body: { text: 'Psst.', to } });
    expect(await whisper([cast.seat(1), cast.seat(1)])).toMatchObject({ to: [cast.seat(1)] });
    await expect(whisper([cast.seat(1), 'nobody'])).rejects.toMatchObject(refused(404, 'not-found'));
    await expect(whisper([])).rejects.toMatchObject(refused(400, 'invalid-request'));
  });

  test('has at most 20,000 characters and at least one', async () => {
    const { params } = await begin();
    const say = (text: string) => server.rest.call('say', { params, body: { text } });
    expect((await say('x'.repeat(MESSAGE_TEXT_LIMIT))).text).toHaveLength(20_000);
    for (const text of ['x'.repeat(20_001), '', ' \n ']) {
      await expect(say(text)).rejects.toMatchObject(refused(400, 'invalid-request'));
    }
  });

  test('is edited, and the lines of the house are not', async () => {
    const cast = await begin();
    const { params } = cast;
    const { id } = await server.rest.call('say', { params, body: { text: 'Hallo.' } });
    const edited = await server.rest.call('changeMessage', {
      params: { ...params, messageId: id },
      body: { text: 'Hello.' },
    });
    expect(edited).toMatchObject({ id, text: 'Hello.', editedAt: expect.any(String) });
    await server.rest.call('stop', { params });
    const { items } = await server.rest.call('listMessages', { params });
    const house = items.find(({ author }) => author.kind === 'system');
    const change = server.rest.call('changeMessage', {
      params: { ...params, messageId: house?.id ?? '' },
      body: { text: 'No.' },
    });
    await expect(change).rejects.toMatchObject(refused(409, 'wrong-state'));
    const number = server.rest.call('changeMessage', {
      params: { ...params, messageId: id },
      body: { chosen: 7 },
    });
    await expect(number).rejects.toMatchObject(refused(400, 'invalid-request'));
    const again = server.rest.call('regenerate', { params: { ...params, messageId: id } });
    await expect(again).rejects.toMatchObject(refused(409, 'wrong-state'));
  });
});

test('a command that is given twice is as good as given once', async () => {
  const { params } = await begin();
  for (const command of ['play', 'pause', 'stop'] as const) {
    const first = await server.rest.call(command, { params });
    const second = await server.rest.call(command, { params });
    expect(second.state).toBe(first.state);
  }
  await server.rest.call('deleteConversation', { params });
  await expect(server.rest.call('deleteConversation', { params })).rejects.toMatchObject(
    refused(404, 'not-found'),
  );
});

describe('turning the whole talk', () => {
  test('a last word is queued for everybody on stage, and the script says so', async () => {
    const cast = await begin(3);
    const { params } = cast;
    const away = { presence: 'away' as const };
    await server.rest.call('changeSeat', { params: { ...params, seatId: cast.seat(1) }, body: away });
    const { queue } = await server.rest.call('steer', { params, body: { direction: 'wrap-up' } });
    expect(queue.map(({ seatId }) => seatId)).toEqual([cast.seat(0), cast.seat(2)]);
    const { items } = await server.rest.call('listMessages', { params });
    expect(items.at(-1)).toMatchObject({
      author: { kind: 'system' },
      text: 'The director wraps up. Everybody has one last word.',
    });
  });

  test('raised heat queues nobody', async () => {
    const { params } = await begin();
    const { queue } = await server.rest.call('steer', { params, body: { direction: 'raise-heat' } });
    expect(queue).toEqual([]);
  });
});
