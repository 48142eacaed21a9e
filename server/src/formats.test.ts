import type { NewConversation } from '@chimera/protocol/conversation';
import type { FormatDocument, Phase } from '@chimera/protocol/format';
import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabases } from '../test/databases.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const hearing: Phase = {
  id: 'hearing',
  name: 'The hearing',
  order: 'host-picks',
  speakers: ['elder', 'captain'],
  maxTurns: 3,
  open: 'The elder asks, the captains answer.',
  tell: { elder: 'ask {quietest} about the tax', captain: 'answer the elder' },
  words: { elder: [10, 20], all: [20, 40] },
};
const decision: Phase = {
  id: 'decision',
  name: 'The decision',
  order: 'reverse',
  speakers: ['captain'],
  turnsEach: 1,
  tell: { all: 'say yes or no' },
};
const council: FormatDocument = {
  name: 'Council',
  description: 'They decide about the harbour.',
  frame: 'It is a council of the harbour.',
  roles: [
    { id: 'elder', name: 'Elder', min: 1, max: 1, seat: 'any' },
    { id: 'captain', name: 'Captain', min: 2, max: 4, seat: 'any' },
  ],
  phases: [hearing, decision],
};

describe.each(testDatabases)('formats on $name', ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>>;
  let server: TestApp;
  const told: { readonly seatId: string; readonly direction: string | null }[] = [];

  beforeAll(async () => {
    opened = await open();
    server = await startTestApp({
      databaseUrl: opened.url,
      script: ({ scene }) => {
        told.push({ seatId: scene.self.seatId, direction: scene.direction });
        return [`The ${scene.self.name} of line ${scene.lines.length} has spoken.`];
      },
    });
  });
  afterAll(async () => {
    await server.close();
    await opened.close();
  });

  async function begin(wanted: Partial<NewConversation>, seats = 3) {
    const { items } = await server.rest.call('listPersonas', {});
    return server.rest.call('createConversation', {
      body: {
        topic: 'The harbour tax',
        seats: items.slice(0, seats).map(({ id }) => ({ personaId: id })),
        settings: { pace: 'instant', maxTurns: 60 },
        ...wanted,
      },
    });
  }

  async function played(id: string) {
    const mirror = mirrorConversation(server.live, id);
    await mirror.until(() => true);
    await server.rest.call('play', { params: { id } });
    const view = await mirror.until(({ conversation }) => conversation.state === 'stopped');
    mirror.close();
    return view;
  }

  async function eventsOf(id: string) {
    const query = { after: 0, limit: 200 };
    return (await server.rest.call('listEvents', { params: { id }, query })).items.map(({ event }) => event);
  }

  test('one that is written for a talk goes by its phases, roles and directions to its end', async () => {
    const { id, script, format, seats } = await begin({ format: council });
    expect([format, script?.name]).toEqual(['own', 'Council']);
    const from = told.length;
    const { conversation, messages } = await played(id);
    expect(conversation.stopReason).toMatchObject({ code: 'format-over' });
    const [elder, first, second] = seats.map((seat) => seat.id);
    expect(told.slice(from).map(({ seatId }) => seatId)).toEqual([elder, first, second, second, first]);
    expect(told.slice(from).map(({ direction }) => direction)).toEqual([
      `ask ${seats[1]?.name} about the tax`,
      'answer the elder',
      'answer the elder',
      'say yes or no',
      'say yes or no',
    ]);
    const lines = messages.filter(({ author }) => author.kind === 'system').map(({ text }) => text);
    expect(lines).toEqual([
      'The hearing\nThe elder asks, the captains answer.',
      'The decision',
      'The last part of “Council” is over.',
    ]);
    const messageId = messages.find(({ author }) => author.kind === 'seat')?.id ?? '';
    const sent = await server.rest.call('getMessagePrompt', { params: { id, messageId } });
    const parts = sent.tries.flatMap(({ parts: all }) => all.map(({ text }) => text)).join('\n');
    expect(parts).toContain(`- ${seats[0]?.name} (elder)`);
    expect(parts).toContain('[The part “The hearing” begins. The elder asks, the captains answer.]');
  });

  test('whoever plays on after the end talks freely', async () => {
    const { id } = await begin({ format: council, settings: { pace: 'instant', maxTurns: 6 } });
    await played(id);
    const from = told.length;
    const { conversation } = await played(id);
    expect(conversation.stopReason).toMatchObject({ code: 'max-turns' });
    expect(told.slice(from).map(({ direction }) => direction)).not.toContain('say yes or no');
  });

  test('a branch and a file keep the format', async () => {
    const { id } = await begin({ format: council });
    await played(id);
    const branch = await server.rest.call('fork', { params: { id }, body: { atSeq: 4 } });
    expect(branch.script).toEqual({ id: 'own', ...council });
    const events = await server.rest.call('listEvents', { params: { id }, query: { after: 0, limit: 200 } });
    const file = { chimera: 1 as const, events: events.items };
    const copy = await server.rest.call('importConversation', { body: file });
    expect(copy.script).toEqual({ id: 'own', ...council });
    const broken = structuredClone(file);
    const [created] = broken.events;
    if (created?.event.type !== 'conversation-created' || !created.event.script)
      throw new Error('No script.');
    created.event.script.phases = [
      { id: 'a', name: 'A', order: 'natural', maxTurns: 1, next: 'b', speakers: ['nobody'] },
      { id: 'b', name: 'B', order: 'natural', maxTurns: 1, next: 'a' },
    ];
    await expect(server.rest.call('importConversation', { body: broken })).rejects.toMatchObject({
      status: 400,
      problem: { detail: expect.stringContaining('format is wrong at phases.0.speakers.0') },
    });
  });

  test('a debate goes from its openings to points and a verdict', async () => {
    const { id, seats } = await begin({ format: 'debate' });
    const { conversation } = await played(id);
    expect(conversation.stopReason).toMatchObject({ code: 'verdict' });
    const events = await eventsOf(id);
    const course = events.flatMap((event) => {
      if (event.type === 'phase-changed') return [event.id];
      if (event.type === 'scored') return [`points by ${event.by}`];
      return event.type === 'message-finished' ? [event.message.author.name] : [];
    });
    const [pro, con, judge] = seats.map(({ name }) => name);
    const expected = [
      ['opening', pro, con],
      ['cross-for', pro, con, pro, con],
      ['cross-against', con, pro, con, pro],
      ['rebuttal', con, pro, con, pro],
      ['closing', con, pro],
      ['points by rules', 'verdict', judge],
      ['end'],
    ];
    expect(course).toEqual(expected.flat());
  });

  test('without a judge a debate ends with its points', async () => {
    const { id } = await begin({ format: 'debate' }, 2);
    await played(id);
    const types = (await eventsOf(id)).map(({ type }) => type).slice(-3);
    expect(types).toEqual(['scored', 'phase-changed', 'conversation-stopped']);
  });

  test.each(['panel', 'interview', 'brainstorm', 'story', 'socratic'])(
    '%s comes to its end',
    async (format) => {
      const { id } = await begin({ format });
      const { conversation } = await played(id);
      expect(conversation.stopReason).toMatchObject({ code: 'format-over' });
    },
  );

  test('nobody’s role changes when somebody leaves', async () => {
    const { id, seats } = await begin({ format: 'debate' });
    expect(seats.map(({ role }) => role)).toEqual(['for', 'against', 'judge']);
    const [first] = seats;
    await server.rest.call('removeSeat', { params: { id, seatId: first?.id ?? '' } });
    const { messages } = await played(id);
    const course = messages.map(({ author, text }) => (author.kind === 'seat' ? author.name : text));
    const [, con, judge] = seats.map(({ name }) => name);
    expect(course.slice(0, 3)).toEqual([
      `${first?.name} leaves.`,
      'Openings\nEach side makes its case.',
      con,
    ]);
    expect(course.at(-2)).toBe(judge);
  });

  test('a seat gets the role that it asks for', async () => {
    const { items } = await server.rest.call('listPersonas', {});
    const [a, b] = items.map(({ id }) => id);
    const seats = [{ personaId: a ?? '', role: 'against' }, { personaId: b ?? '' }];
    const { id, seats: seated } = await begin({ format: 'debate', seats });
    const { messages } = await played(id);
    const first = messages.find(({ author }) => author.kind === 'seat');
    expect(first?.author.seatId).toBe(seated[1]?.id);
  });

  test.each<[string, Partial<NewConversation>, string, RegExp]>([
    ['a role that is not there', { seats: [{ personaId: 'p', role: 'clerk' }] }, 'seats.0.role', /no roles/],
    ['too few seats', { format: { ...council, phases: [decision] } }, 'seats', /needs 3 to 5 seats/],
  ])('%s is refused with its place', async (_, wanted, path, message) => {
    await expect(begin(wanted, 2)).rejects.toMatchObject({
      status: 400,
      problem: { errors: [{ path, message: expect.stringMatching(message) }] },
    });
  });

  test('a format with mistakes is refused with the place of each', async () => {
    const phases = [
      { ...hearing, speakers: ['elder', 'clerk'] },
      { ...decision, tell: { clerk: 'write' } },
    ];
    const refusal = begin({ format: { ...council, phases } });
    await expect(refusal).rejects.toMatchObject({
      status: 400,
      problem: {
        errors: [
          { path: 'format.phases.0.speakers.1', message: expect.stringMatching(/no role “clerk”/) },
          { path: 'format.phases.1.tell.clerk', message: expect.stringMatching(/Use elder, captain, all/) },
        ],
      },
    });
    for (const [format, message] of [
      [{ ...council, phazes: [] }, /phazes/],
      [7, /./],
    ] as const) {
      const answer = await fetch(`${server.url}/api/conversations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ topic: 'T', seats: [{ personaId: 'p' }], format }),
      });
      expect(answer.status).toBe(400);
      const errors = [{ path: 'format', message: expect.stringMatching(message) }];
      expect(await answer.json()).toMatchObject({ errors });
    }
  });
});
