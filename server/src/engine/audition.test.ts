import type { AuditionEvent } from '@chimera/protocol/audition';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import { expect, test } from 'vitest';
import { anEntry } from '../../test/lore-entry.ts';
import { type Script, scriptedProvider } from '../../test/scripted-provider.ts';
import { silentLogger } from '../logger.ts';
import { type Ask, type Prompt, ProviderError } from '../providers/provider.ts';
import { audition, type Tryout } from './audition.ts';
import { Interruption } from './interruption.ts';
import { aFormat, aPersona, seededChance } from './scripted-stage.ts';

const you = { userId: 'local', name: 'You' };
const ada = aPersona('Ada', {
  systemPrompt: '{{char}} waits for {{user}}.',
  greeting: 'Hm.',
  lore: {
    scanDepth: 2,
    tokenBudget: 200,
    entries: [anEntry('The harbour freezes in March.')],
  },
});
const bo = aPersona('Bo');
const hello: Tryout = {
  ownerId: 'local',
  cast: [{ persona: ada, brain: null }],
  topic: 'Tell me about the harbour.',
  said: { person: you, text: 'Tell me about the harbour.' },
  turns: 1,
};
const meeting: Tryout = {
  ...hello,
  cast: [
    { persona: ada, brain: null },
    { persona: bo, brain: null },
  ],
  topic: 'the tax',
  said: null,
  turns: 3,
};

interface Call {
  readonly brain: ModelBrain | null;
  readonly fallbacks: readonly ModelBrain[];
  readonly ask: Ask;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
}

/** What is told of an audition whose brains say these, answer by answer, and how they were asked. */
async function tried(
  tryout: Tryout,
  scripts: readonly Script[],
  {
    signal = new AbortController().signal,
    limits = [] as (Reason | null)[],
    onTold = (_: AuditionEvent) => {},
  } = {},
) {
  const calls: Call[] = [];
  const events: AuditionEvent[] = [];
  let asked = 0;
  const parts = {
    ask: (brain: ModelBrain | null, fallbacks: readonly ModelBrain[], ask: Ask, callSignal: AbortSignal) => {
      const prompt = ask.promptFor({ kind: 'openai', model: 'gpt-4.1' });
      calls.push({ brain, fallbacks, ask, prompt, signal: callSignal });
      const script = scripts[asked] ?? [];
      asked += 1;
      return scriptedProvider(() => script).stream({ ...ask, model: 'm', sampling: {}, prompt }, callSignal);
    },
    logger: silentLogger,
    now: () => new Date(),
    chance: seededChance(1),
    newId: () => crypto.randomUUID(),
    format: aFormat(),
    overLimit: async () => limits.shift() ?? null,
  };
  const tell = (event: AuditionEvent) => {
    events.push(event);
    onTold(event);
  };
  await audition(parts, tryout, tell, signal);
  return { events, calls };
}

const textOf = (events: readonly AuditionEvent[]) =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');
const typesOf = (events: readonly AuditionEvent[]) =>
  events.map(({ type }) => type).filter((type) => type !== 'text');

test('somebody says something to it, and it answers', async () => {
  const { events, calls } = await tried(hello, [['It freezes ', 'in March, ', 'and thaws in April.']]);
  expect(typesOf(events)).toEqual(['turn', 'spoken', 'done']);
  expect(events[0]).toEqual({ type: 'turn', name: 'Ada', self: true });
  expect(textOf(events)).toBe('It freezes in March, and thaws in April.');
  expect(events.at(-2)).toEqual({
    type: 'spoken',
    brain: { kind: 'demo', model: 'm' },
    usage: { inputTokens: 100, outputTokens: 10 },
  });
  expect(calls).toHaveLength(1);
  expect(calls[0]?.ask.cache).toBe('off');
});

test('it is asked as in every talk: the same prompt, with names and lore', async () => {
  const { calls } = await tried(hello, [['So be it.']]);
  const { system, turns, tail } = calls[0]?.prompt ?? { system: '', turns: [], tail: '' };
  expect(system).toContain('# You are Ada\nAda waits for the guest.');
  expect(turns).toEqual([
    { role: 'user', parts: ['[The scene opens. Present: Ada.]', 'You: Tell me about the harbour.'] },
  ]);
  expect(tail).toContain('- The harbour freezes in March.\n\n[For your next line only. Ada,');
});

test('two talk three turns, and each hears the other', async () => {
  const lines = [['The tax is high.'], ['High for whom, Ada?'], ['For whoever has no boat.']];
  const { events, calls } = await tried(meeting, lines);
  expect(events.filter(({ type }) => type === 'turn')).toEqual([
    { type: 'turn', name: 'Ada', self: true },
    { type: 'turn', name: 'Bo', self: false },
    { type: 'turn', name: 'Ada', self: true },
  ]);
  expect(typesOf(events)).toEqual(['turn', 'spoken', 'turn', 'spoken', 'turn', 'spoken', 'done']);
  expect(calls[1]?.prompt.turns.flatMap(({ parts }) => parts)).toContain('Ada: The tax is high.');
  expect(calls[2]?.prompt.turns.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  expect(calls[0]?.prompt.system).toContain('What is being talked about: the tax');
});

test('who meets somebody of the same name is told apart from them', async () => {
  const twin = {
    ...meeting,
    cast: [meeting.cast[0], { persona: aPersona('Ada', { id: 'other' }), brain: null }],
  };
  const cast = twin.cast.flatMap((each) => each ?? []);
  const { events } = await tried({ ...meeting, cast }, [['Yes.'], ['No.'], ['Well, yes.']]);
  const names = events.flatMap((event) => (event.type === 'turn' ? [event.name] : []));
  expect(new Set(names).size).toBe(2);
});

test('the brain is the one that is given, else its own; a person is none', async () => {
  const given = { connectionId: 'c', model: 'given' };
  const own = { connectionId: 'c', model: 'own' };
  const spare = { connectionId: 'c', model: 'spare' };
  const asked = async (brain: ModelBrain | null, persona = ada) => {
    const { calls } = await tried({ ...hello, cast: [{ persona, brain }] }, [['So be it.']]);
    return [calls[0]?.brain, calls[0]?.fallbacks];
  };
  const withOwn = aPersona('Ada', { brain: own, fallbacks: [spare] });
  expect(await asked(given, withOwn)).toEqual([given, [spare]]);
  expect(await asked(null, withOwn)).toEqual([own, [spare]]);
  expect(await asked(null, aPersona('Ada', { brain: { human: true } }))).toEqual([null, []]);
});

test('the gate stands between: a label goes, and what is refused is asked for again', async () => {
  const { events, calls } = await tried(hello, [
    ['As an AI language model, I cannot have opinions.'],
    ['Ada: It freezes in March.'],
  ]);
  expect(calls).toHaveLength(2);
  expect(textOf(events)).toBe('It freezes in March.');
  expect(typesOf(events)).toEqual(['turn', 'spoken', 'done']);
});

const cut = new ProviderError('cut', 'The answer broke off.', { retryable: true });

test('an answer that breaks off is void and asked for anew', async () => {
  const { events, calls } = await tried(hello, [
    ['It freezes in March. And then the ', 'boats ', 'stay. ', cut],
    ['It thaws in April.'],
  ]);
  expect(typesOf(events)).toEqual(['turn', 'reset', 'spoken', 'done']);
  const at = events.findIndex(({ type }) => type === 'reset');
  expect(textOf(events.slice(0, at))).toMatch(/^It freezes in March/);
  expect(textOf(events.slice(at))).toBe('It thaws in April.');
  expect(JSON.stringify(calls[1]?.prompt)).not.toMatch(/freezes in March\. And|cut off/);
});

test.each([
  [
    'fails before a word',
    [[new ProviderError('key-refused', 'The key does not hold.', { retryable: false })]],
  ],
  [
    'breaks off each time',
    [
      ['So it is. And ', cut],
      ['So it was. And ', cut],
      ['So be it. And ', cut],
    ],
  ],
])('a brain that %s is a problem, and the last thing told', async (_, scripts) => {
  const { events } = await tried(meeting, scripts);
  const last = events.at(-1);
  expect(last?.type).toBe('problem');
  expect(last && 'detail' in last ? last.detail : '').toMatch(/does not hold|broke off/);
  expect(typesOf(events).filter((type) => type === 'done' || type === 'spoken')).toEqual([]);
});

test('a brain that asks for patience is a problem at once', async () => {
  const wait = { retryable: true, retryAfterMs: 60_000 };
  const { events } = await tried(hello, [[new ProviderError('rate-limited', 'Too many requests.', wait)]]);
  expect(events.at(-1)).toMatchObject({ type: 'problem', code: 'rate-limited' });
});

test('whoever stops it stops the call, and is told why', async () => {
  const controller = new AbortController();
  const reason = { code: 'gone', text: 'Nobody listens any more.' };
  const { events, calls } = await tried(
    meeting,
    [['It freezes in March. And then ', 'all the boats ', 60_000]],
    {
      signal: controller.signal,
      onTold: ({ type }) => {
        if (type === 'text') controller.abort(new Interruption(reason));
      },
    },
  );
  expect(calls).toHaveLength(1);
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(events.at(-1)).toEqual({ type: 'problem', code: 'gone', detail: 'Nobody listens any more.' });
});

test('the limit of its owner is looked at before each turn', async () => {
  const limit = { code: 'max-cost-day', text: 'Stopped at $1.' };
  const { events, calls } = await tried(meeting, [['Yes.'], ['No.']], { limits: [null, limit] });
  expect(calls).toHaveLength(1);
  expect(events.at(-1)).toEqual({ type: 'problem', code: 'max-cost-day', detail: 'Stopped at $1.' });
});

test('nobody waits for its pace', async () => {
  const slow = aPersona('Ada', { pacing: { minMs: 60_000, maxMs: 60_000 } });
  const startedMs = performance.now();
  await tried({ ...hello, cast: [{ persona: slow, brain: null }] }, [['So be it.']]);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});
