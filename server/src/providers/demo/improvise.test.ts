import { describe, expect, test } from 'vitest';
import type { Scene, SceneLine } from '../provider.ts';
import { type Figures, figuresOf } from './figures.ts';
import { improvise, SILENCE } from './improvise.ts';
import { readPersona, readyScenes, rehearseScene } from './ready-scenes.ts';
import { rehearse } from './rehearse.ts';
import { ideaMoves, storyMoves } from './voice.ts';
import { wordsOf } from '../words.ts';

const dorothy = readPersona('builtin-dorothy');
const socrates = readPersona('builtin-socrates');
const ines = readPersona('builtin-ines-vale');

function sceneWith(lines: readonly SceneLine[], change: Partial<Scene> = {}): Scene {
  return {
    conversationId: 'c',
    turnId: 't',
    attempt: 1,
    topic: 'Is a joke a kind of knowledge?',
    pace: 'instant',
    self: { seatId: 's1', name: dorothy.name, persona: dorothy },
    others: [
      { seatId: 's2', name: socrates.name, human: false },
      { seatId: 's3', name: ines.name, human: false },
    ],
    lines,
    direction: null,
    targetWords: 14,
    mayPass: false,
    ...change,
  };
}

const seat = (name: string, text: string): SceneLine => ({ seatId: 's2', kind: 'seat', name, text });
const guest = (text: string, name = 'You'): SceneLine => ({ seatId: null, kind: 'human', name, text });

/** The lines of many turns of the same scene. */
function many(scene: Scene): string[] {
  return Array.from({ length: 40 }, (_, index) => improvise({ ...scene, turnId: `t${index}` }).text);
}

test('the same scene gives the same line, and a new attempt another', () => {
  const scene = sceneWith([seat('Socrates', 'What is a joke, Dorothy?')]);
  expect(improvise(scene)).toEqual(improvise(scene));
  const attempts = new Set([1, 2, 3, 4].map((attempt) => improvise({ ...scene, attempt }).text));
  expect(attempts.size).toBeGreaterThan(2);
});

test('a guest who has no name is answered, and their subject is taken up', () => {
  const lines = many(
    sceneWith([seat('Socrates', 'Slowly.'), guest('I think elephants are cleverer than all of you.')]),
  );
  const takenUp = lines.filter((line) => /elephant|clever/i.test(line)).length;
  expect(takenUp / lines.length).toBeGreaterThanOrEqual(0.9);
  expect(lines.every((line) => /love|darling|you at the front/i.test(line))).toBe(true);
  expect(lines.some((line) => /\bYou[,.]/.test(line))).toBe(false);
});

test('a guest whom the first speaker passed over is answered by the second', () => {
  const lines = many(
    sceneWith([guest('I think elephants are cleverer than all of you.'), seat('Dr Ines Vale', 'Units?')]),
  );
  const takenUp = lines.filter((line) => /elephant|clever/i.test(line)).length;
  expect(takenUp / lines.length).toBeGreaterThanOrEqual(0.9);
});

test('a guest with a name is called by it', () => {
  for (const line of many(sceneWith([guest('Hello everyone!', 'Mia')]))) expect(line).toContain('Mia');
});

test('a question about a fact is dodged, never answered with an invention', () => {
  const dodges = many(sceneWith([guest('What is the capital of Mongolia?')]));
  expect(dodges.join(' ')).not.toMatch(/Ulaan|capital is/);
  expect(improvise(sceneWith([guest('What is the capital of Mongolia?')])).move).toBe('dodge');
});

test('whoever asks whether it is a machine hears the truth', () => {
  for (const line of many(sceneWith([guest('Dorothy, are you an AI?')]))) expect(line).toMatch(/rules/);
});

test.each([
  'Ich glaube nicht, dass das der richtige Weg ist.',
  'これは何ですか、教えてください。',
  '¿Por qué no es una broma?',
])('%s: it says that it has only English', (text) => {
  expect(improvise(sceneWith([guest(text)])).text).toMatch(/English/);
});

test('it falls silent only where that is offered, and then not always', () => {
  const claim = [
    seat('Socrates', 'The market is full of things that nobody needs, and everybody carries a basket.'),
  ];
  expect(many(sceneWith(claim))).not.toContain(SILENCE);
  const offered = Array.from({ length: 200 }, (_, index) =>
    improvise(sceneWith(claim, { mayPass: true, turnId: `p${index}` })),
  ).filter(({ text }) => text === SILENCE).length;
  expect(offered).toBeGreaterThan(2);
  expect(offered).toBeLessThan(60);
});

test.each([
  ['Object to the last point; do not concede.', ['object', 'doubt', 'analogy']],
  ['One last thought in your own way; no thanks and no summary.', ['closing']],
  ['One new idea that nobody has named.', [...ideaMoves, 'joke']],
  ['Wrap up: one last thought, with the first thing to do tomorrow morning.', ['step', 'build']],
  ['Accept the last fact, add one, and raise the price.', storyMoves],
  ['The story goes to its end now. Leave the last line to the last speaker.', ['ending', 'return', 'accept']],
  ['State something, do not ask. Tease Socrates a little.', ['joke']],
  ['Tell a short memory about the sea.', ['story', 'example']],
  ['Ask Socrates one question.', ['ask']],
])('%s is obeyed', (direction, allowed) => {
  const lines = [seat('Socrates', 'The island kept its lighthouse and lost the ship.')];
  const found = Array.from(
    { length: 20 },
    (_, index) => improvise(sceneWith(lines, { direction, turnId: `d${index}` })).move,
  );
  expect(found.filter((move) => !allowed.some((each) => each === move))).toEqual([]);
});

test('one order for a whole phase does not give one kind of line', () => {
  for (const direction of [
    'One new idea that nobody has named; build on the last one, or leap far away from it.',
    'Accept the last fact, add one, and raise the price. The story goes on.',
  ]) {
    const lines = [seat('Socrates', 'The kettle stood on a shelf in the lighthouse, next to an oar.')];
    const found = new Set(
      Array.from(
        { length: 40 },
        (_, index) =>
          improvise(sceneWith(lines, { direction, conversationId: `c${index}`, turnId: `d${index}` })).move,
      ),
    );
    expect(found.size).toBeGreaterThanOrEqual(5);
  }
});

test('who has just asked does not ask again, and neither does a room full of questions', () => {
  const mine: SceneLine = {
    seatId: 's1',
    kind: 'seat',
    name: dorothy.name,
    text: 'Who told you that, Socrates?',
  };
  const claim = seat('Socrates', 'A joke is a theft of certainty, and the owner laughs.');
  const asks = (lines: readonly SceneLine[]) =>
    many(sceneWith(lines)).filter((text) => text.endsWith('?')).length;
  expect(asks([claim])).toBeGreaterThan(0);
  expect(asks([mine, claim])).toBe(0);
  const full = Array.from({ length: 6 }, () => seat('Socrates', 'And what is certainty, Ines?'));
  expect(asks([...full, claim])).toBe(0);
});

test('a seat that is asked by name answers, or takes up a word of the question', () => {
  const lines = many(
    sceneWith([seat('Socrates', 'Would you teach a goose to knit, Dorothy?')], {
      direction: 'Object to it.',
    }),
  );
  const scene = sceneWith([seat('Socrates', 'Would you teach a goose to knit, Dorothy?')], {
    direction: 'Object to it.',
  });
  const moves = Array.from({ length: 40 }, (_, index) => improvise({ ...scene, turnId: `t${index}` }).move);
  const answered = lines.filter(
    (text, index) => moves[index] === 'answer' || /goose|geese|teach|knit/i.test(text),
  );
  expect(answered.length).toBeGreaterThanOrEqual(38);
});

test('where the turns go around a table, a question waits for the one who was asked', () => {
  const asked = seat('Socrates', 'Would you teach a goose to knit, Dorothy?');
  const since = seat('Dr Ines Vale', 'The lamp has a sample of one, and the window has none.');
  const answered = (lines: readonly SceneLine[]) =>
    Array.from({ length: 40 }, (_, index) => improvise(sceneWith(lines, { turnId: `t${index}` }))).filter(
      ({ move, text }) => move === 'answer' || move === 'dodge' || /goose|geese|teach|knit/i.test(text),
    ).length;
  expect(answered([asked, since])).toBeGreaterThanOrEqual(38);
  const mine: SceneLine = { seatId: 's1', kind: 'seat', name: dorothy.name, text: 'A goose? On wages?' };
  expect(answered([asked, mine, since])).toBeLessThan(25);
  expect(answered([seat('Socrates', 'Would Dorothy teach a goose to knit, Ines?'), since])).toBeLessThan(25);
});

test('who speaks twice in a row does not answer twice', () => {
  const mine: SceneLine = { seatId: 's1', kind: 'seat', name: dorothy.name, text: 'A goose? On wages?' };
  const asked = seat('Socrates', 'Would you teach a goose to knit, Dorothy?');
  const moves = Array.from(
    { length: 40 },
    (_, index) => improvise(sceneWith([asked, mine], { turnId: `t${index}` })).move,
  );
  expect(moves).not.toContain('answer');
});

test('told to ask somebody, one asks that one, and not always in the same words', () => {
  const direction = 'Ask Dr Ines Vale one short open question about what was just said.';
  const lines = many(sceneWith([seat('Socrates', 'The island kept its lighthouse.')], { direction }));
  expect(lines.filter((line) => !line.endsWith('?') || !/\bInes\b/.test(line))).toEqual([]);
  expect(new Set(lines.map((line) => line.slice(0, 12))).size).toBeGreaterThanOrEqual(3);
});

test('a side of a debate asks the other side, not the judge who has not spoken', () => {
  const direction = 'You speak for the motion. Ask one question that hurts, and nothing else.';
  const lines = many(sceneWith([seat('Socrates', 'The island kept its lighthouse.')], { direction }));
  expect(lines.filter((line) => line.includes('Ines'))).toEqual([]);
});

test('told to answer the question, nobody asks back, and what was no question gets no answer', () => {
  const direction = 'Answer the question, and say which part of it you no longer believe.';
  const moves = (text: string) =>
    Array.from(
      { length: 40 },
      (_, index) => improvise(sceneWith([seat('Socrates', text)], { direction, turnId: `t${index}` })).move,
    );
  const asked = moves('Would you teach a goose to knit, Dorothy?');
  expect(asked.filter((move) => move !== 'answer' && move !== 'story')).toEqual([]);
  const told = moves('The island kept its lighthouse and lost the ship in the fog.');
  expect(told.filter((move) => move === 'answer' || move === 'ask')).toEqual([]);
});

test('told to ask, nobody makes do with a noise', () => {
  const scene = sceneWith(
    [seat('Socrates', 'The island kept its lighthouse and lost the ship in the fog.')],
    {
      direction: 'Ask one very short question.',
      targetWords: 4,
    },
  );
  expect(many(scene).filter((line) => !line.endsWith('?'))).toEqual([]);
});

test('what a guest says enters the story, and nobody steps out of it', () => {
  const direction = 'Accept the last fact, add one, and raise the price. The story goes on.';
  const told = Array.from({ length: 40 }, (_, index) =>
    improvise(
      sceneWith([seat('Socrates', 'The door was locked.'), guest('What about my trombone?', 'Mia')], {
        direction,
        turnId: `s${index}`,
      }),
    ),
  );
  expect(told.filter(({ text }) => /trombone/i.test(text)).length).toBeGreaterThanOrEqual(38);
  expect(told.filter(({ move }) => storyMoves.some((own) => own === move)).length).toBeGreaterThanOrEqual(30);
});

test('asked to choose, one names an idea that was there and its owner or its flaw', () => {
  const ideas = [
    seat('Socrates', 'A kettle that argues.'),
    seat('Dr Ines Vale', 'An oven with a telescope in it.'),
    ...Array.from({ length: 5 }, () => seat('Socrates', 'Let us go on, slowly, and with care.')),
  ];
  const direction = 'Name one idea from this talk that you would defend, and one doubt about it.';
  for (const text of many(sceneWith(ideas, { direction }))) expect(text).toMatch(/kettle|oven|telescope/i);
});

test('a longer turn is asked for and given', () => {
  const lines = [seat('Socrates', 'A joke is a theft of certainty, and the owner laughs.')];
  const mean = (targetWords: number) => {
    const texts = many(sceneWith(lines, { targetWords, direction: 'Make your case.' }));
    return texts.reduce((sum, text) => sum + wordsOf(text).length, 0) / texts.length;
  };
  expect(mean(70)).toBeGreaterThan(mean(12) * 1.7);
});

test('an empty stage, a narrator alone and a topic without a noun all get a line', () => {
  for (const scene of [
    sceneWith([]),
    sceneWith([{ seatId: null, kind: 'narrator', name: 'Narrator', text: 'The lamp goes out.' }]),
    sceneWith([], { topic: '???' }),
    sceneWith([], { others: [] }),
  ]) {
    expect(wordsOf(improvise(scene).text).length).toBeGreaterThan(3);
  }
});

describe('the first line', () => {
  const premise = 'Nobody may leave the table. One visitor has a letter, and everybody agrees already.';
  const set: readonly SceneLine[] = [{ seatId: null, kind: 'narrator', name: '', text: premise }];

  test.each([
    'open the talk: say where you stand on the topic, with one concrete thing you saw or did.',
    'Open the panel: say in one sentence what is in question tonight, and greet nobody at length.',
    null,
  ])('after the narrator it opens and answers nothing: %s', (direction) => {
    const scene = sceneWith(set, { direction });
    for (const turnId of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) {
      expect(improvise({ ...scene, turnId }).move).toBe('open');
    }
  });

  test('of a host who is told to ask says what it is about', () => {
    const host = readPersona('builtin-roz-carrick');
    const lines = many(
      sceneWith(set, {
        self: { seatId: 's1', name: host.name, persona: host },
        direction: 'Ask one short question that picks up a word that was just said.',
      }),
    );
    expect(lines.filter((line) => /joke|knowledge/i.test(line)).length).toBeGreaterThan(lines.length / 2);
    expect(lines.filter((line) => /table|visitor|letter/i.test(line))).toEqual([]);
  });
});

test('a talk that has strayed comes back to its topic', () => {
  const strayed = [
    'The horse ate first.',
    'A horse knows the road.',
    'The road is long.',
    'So is the horse.',
  ];
  const share = (topic: string) => {
    const lines = many(
      sceneWith(
        [...strayed, 'Hay is dear.'].map((text) => seat('Socrates', text)),
        { topic },
      ),
    );
    return lines.filter((line) => /lighthouse/i.test(line)).length / lines.length;
  };
  expect(share('Who lights the lighthouse?')).toBeGreaterThan(0.25);
  expect(share('Who feeds the horse?')).toBe(0);
});

test('a guest in the middle of a talk is answered within two lines', () => {
  const said = 'I grow tomatoes on a balcony.';
  const answered = Array.from({ length: 20 }, (_, index) => {
    const talk = rehearse('Is a joke a kind of knowledge?', [socrates, dorothy, ines], {
      turns: 12,
      seed: `g${index}`,
      guest: new Map([[8, said]]),
    });
    const at = talk.lines.findIndex(({ human }) => human);
    return talk.lines.slice(at + 1, at + 3).some(({ text }) => /tomato|balcon/i.test(text));
  });
  expect(answered.filter(Boolean).length).toBeGreaterThanOrEqual(18);
});

describe.each(readyScenes().map((ready) => [ready.scene.id, ready] as const))(
  'three hundred turns of %s',
  (_, ready) => {
    const talks = ['first', 'second', 'third'].map((seed) => rehearseScene(ready, { turns: 100, seed }));
    const figures = talks.map(({ lines }) => figuresOf(lines, ready.scene.topic));
    const all = (name: keyof Figures) => figures.map((each) => each[name]);
    /** One talk alone is chance. */
    const mean = (name: keyof Figures) => all(name).reduce((sum, value) => sum + value, 0) / figures.length;

    test('repeat nothing and stay varied', () => {
      expect(all('nearRepeats')).toEqual([0, 0, 0]);
      expect(mean('distinctPairs')).toBeGreaterThanOrEqual(0.78);
      expect(mean('bestOverlap')).toBeLessThanOrEqual(0.15);
    });

    test('spread over moves and sound like their speakers', () => {
      expect(mean('moveEntropy')).toBeGreaterThanOrEqual(2.6);
      expect(mean('greatestMoveShare')).toBeLessThanOrEqual(0.28);
      expect(mean('speakerGuess')).toBeGreaterThanOrEqual(0.45);
      expect(mean('agreementRun')).toBeLessThanOrEqual(3);
    });

    test('hang together and keep their manners', () => {
      expect(mean('linked')).toBeGreaterThanOrEqual(0.5);
      expect(mean('questionShare')).toBeLessThanOrEqual(0.25);
      expect(mean('disagreementShare')).toBeGreaterThanOrEqual(0.12);
      expect(mean('disagreementShare')).toBeLessThanOrEqual(0.45);
    });

    test('never speak as somebody else, thank or act out', () => {
      const names = ready.cast.map(({ name }) => name);
      const texts = talks.flatMap(({ lines }) => lines.map(({ text }) => text));
      expect(texts.filter((text) => names.some((name) => text.startsWith(`${name}:`)))).toEqual([]);
      expect(texts.filter((text) => /\*|^\[|\bthank you\b.*\bfor (?:your|that)\b|[{}]/i.test(text))).toEqual(
        [],
      );
    });
  },
);
