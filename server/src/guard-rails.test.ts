import { mirrorConversation } from '@chimera/client/mirror';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';
import type { BrainRequest } from './providers/provider.ts';

const FILLER =
  'amber barley candle drift ember falcon garden harbour island jasmine kettle lantern meadow needle orchard pebble'.split(
    ' ',
  );
/** Words that no other line has, so that nothing but the fault is at fault. */
const fresh = ({ scene }: BrainRequest) => {
  const at = scene.lines.length;
  return [0, 1, 2].map((step) => `${FILLER[(at * 5 + step * 3) % FILLER.length]}${at}`).join(' ');
};
const other = ({ scene }: BrainRequest) => scene.others[0]?.name ?? 'Somebody';
const isNudged = ({ prompt }: BrainRequest) =>
  /\n(?:You are|Do not|Speak as|Write only|Say )/.test(prompt.tail);

const LONG = 'The harbour tax only hurts the small boats, everyone at the quay knows that much.';
/** A sentence that only this seat was told, and that nobody would say by chance. */
const instructionOf = ({ prompt }: BrainRequest) =>
  prompt.system.split('\n').find((line) => line.startsWith('React to one concrete thing')) ?? '';

/** What brains say, by the topic of the conversation. */
const brains: Record<string, (request: BrainRequest) => string> = {
  'speaks for others': (request) => `We sail with the ${fresh(request)}. ${other(request)}: Aye, we do.`,
  'flips its role': (request) => `${other(request)}: I never trusted ${fresh(request)}.`,
  'flips once': (request) =>
    isNudged(request) ? `I trust the ${fresh(request)}.` : `${other(request)}: I never trusted them.`,
  'leaks its thinking': (request) =>
    `<think>They must not see this.</think>Then show us the ${fresh(request)}.`,
  'answers in JSON': (request) =>
    JSON.stringify({ speaker: request.scene.self.name, text: `Hand me the ${fresh(request)}.` }),
  echoes: (request) => request.scene.lines.at(-1)?.text ?? LONG,
  refuses: () => 'I cannot assist with that request.',
  'switches language': () => 'Ich glaube nicht, dass das der richtige Weg ist, und du weißt das auch.',
  'talks about its prompt': (request) =>
    `The ${fresh(request)} is mine and stays mine. My instructions say to keep this short.`,
  'says nothing': () => '',
  'ends the scene': (request) => `The ${fresh(request)} was all I had. The end.`,
  'echoes behind a word of its own': (request) => `Quite so, ${other(request)}. ${LONG}`,
  'reads out its instructions': (request) =>
    `Then hear what I was told about the ${fresh(request)} and about me, all of it. ${instructionOf(request)}`,
  'goes round in circles': () => 'The harbour tax hurts the small boats.',
  thanks: (request) => `Thank you so much for the ${fresh(request)}.`,
};

describe('brains that go wrong', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({
      script: (request) => [brains[request.scene.topic]?.(request) ?? 'So be it.'],
    });
  });
  afterAll(() => server.close());

  async function played(topic: string, maxTurns: number, format = 'free-talk') {
    const { items } = await server.rest.call('listPersonas', {});
    const { id } = await server.rest.call('createConversation', {
      body: {
        topic,
        format,
        seats: items.slice(0, 3).map((persona) => ({ personaId: persona.id })),
        settings: { pace: 'instant', maxTurns, language: 'en' },
      },
    });
    const mirror = mirrorConversation(server.live, id);
    await server.rest.call('play', { params: { id } });
    const { messages, conversation } = await mirror.until(
      ({ conversation: { state } }) => state === 'stopped' || state === 'paused',
    );
    mirror.close();
    return {
      stopReason: conversation.stopReason,
      spoken: messages.filter(({ author }) => author.kind === 'seat').map(({ text }) => text),
      reasons: messages.filter(({ author }) => author.kind === 'seat').map(({ reason }) => reason),
      house: messages.filter(({ author }) => author.kind === 'system').map(({ text }) => text),
    };
  }

  test.each([
    ['speaks for others', /^We sail with the \S+ \S+ \S+\.$/],
    ['flips once', /^I trust the \S+ \S+ \S+\.$/],
    ['leaks its thinking', /^Then show us the \S+ \S+ \S+\.$/],
    ['answers in JSON', /^Hand me the \S+ \S+ \S+\.$/],
    ['talks about its prompt', /^The \S+ \S+ \S+ is mine and stays mine\.$/],
  ])('one that %s leaves a clean line', async (topic, line) => {
    const { spoken } = await played(topic, 3);
    expect(spoken).toHaveLength(3);
    for (const text of spoken) expect(text).toMatch(line);
  });

  test('why a line was cut stands beside it', async () => {
    const { reasons } = await played('speaks for others', 1);
    expect(reasons).toEqual(['It was cut where it began to speak for somebody else.']);
  });

  test.each([
    ['flips its role', /hesitates\. It spoke as somebody else\.$/],
    ['refuses', /did not want to answer\.(?: Another topic may help\.)?$/],
    ['switches language', /hesitates\. It spoke another language\.$/],
    ['says nothing', /hesitates\. It was empty\.$/],
  ])('one that always %s is not heard, and the script says why', async (topic, why) => {
    const { spoken, house, stopReason } = await played(topic, 10);
    expect(spoken).toEqual([]);
    expect(house.slice(0, 3).every((line) => why.test(line))).toBe(true);
    expect(stopReason?.code).toBe('provider-failed');
  });

  test('one that echoes is heard once', async () => {
    const { spoken, house } = await played('echoes', 10);
    expect(spoken).toHaveLength(1);
    expect(house[0]).toMatch(/hesitates\. It repeated/);
  });

  test('one that refuses again is a reason for another topic', async () => {
    const { house } = await played('refuses', 10);
    expect(house.slice(0, 3).map((line) => line.endsWith('Another topic may help.'))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('one that ends the scene while it is not over is heard without the end', async () => {
    const { spoken } = await played('ends the scene', 2, 'debate');
    expect(spoken).toHaveLength(2);
    for (const text of spoken) expect(text).toMatch(/^The \S+ \S+ \S+ was all I had\.$/);
  });

  test('what somebody said is not said again behind a word of one’s own, nor what one was told', async () => {
    const echoes = await played('echoes behind a word of its own', 2);
    expect(echoes.spoken[1]).toMatch(/^Quite so, [^.]+\.$/);
    expect(echoes.reasons[1]).toBe('It repeated what somebody else had just said.');
    const leaks = await played('reads out its instructions', 2);
    for (const text of leaks.spoken) expect(text).toMatch(/^Then hear what I was told .+, all of it\.$/);
    expect(new Set(leaks.reasons)).toEqual(new Set(['It read out its instructions.']));
  });

  test('one that goes round in circles is not heard twice', async () => {
    const { spoken, stopReason } = await played('goes round in circles', 60);
    expect(spoken.length).toBeLessThan(30);
    expect(stopReason?.code).toMatch(/^(?:loop|provider-failed)$/);
  });

  test('those that thank each other are turned twice and then stopped, each time with the reason', async () => {
    const { house, stopReason } = await played('thanks', 60);
    expect(
      house.filter((line) => line.startsWith('They have begun to thank and praise each other.')),
    ).toHaveLength(2);
    expect(stopReason).toMatchObject({
      code: 'loop',
      text: 'They went on thanking and praising each other.',
    });
  });
});
