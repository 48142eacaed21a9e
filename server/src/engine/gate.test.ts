import { describe, expect, test } from 'vitest';
import type { FinishReason } from '../providers/provider.ts';
import { NO_HISTORY } from './gate-history.ts';
import { openGate, type GateOptions } from './gate.ts';

const options: GateOptions = {
  self: ['Ada', 'Ada Lovelace'],
  others: ['Bo', 'Cy', 'José', '孔子'],
  humans: ['Mia'],
  capWords: 60,
  mayPass: false,
  selfId: 'ada',
  absent: [],
  history: NO_HISTORY,
  language: 'en',
  isAi: false,
  mayAct: false,
  mayClose: true,
  usesEmoji: false,
  guardsOff: new Set(),
};

interface Result {
  readonly text: string;
  readonly kind: string;
  readonly code: string | null;
}

function through(
  pieces: readonly string[],
  changes: Partial<GateOptions> = {},
  finish: FinishReason = 'stop',
) {
  const gate = openGate({ ...options, ...changes });
  const text = pieces.map((piece) => gate.push(piece)).join('');
  const end = gate.end(finish);
  const code = 'reason' in end.outcome ? (end.outcome.reason?.code ?? null) : null;
  return { text: text + end.text, kind: end.outcome.kind, code };
}

function inPieces(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
}

/** The result of an answer in pieces of any size: one, or several when they differ. */
function resultOf(
  text: string,
  changes: Partial<GateOptions> = {},
  finish?: FinishReason,
): Result | Result[] {
  const results = [text.length || 1, 1, 3, 7].map((size) => through(inPieces(text, size), changes, finish));
  const [first] = results;
  const agree = new Set(results.map((result) => JSON.stringify(result))).size === 1;
  return agree && first ? first : results;
}

const said = (text: string, code: string | null = null): Result => ({ text, kind: 'said', code });
const retried = (code: string): Result => ({ text: '', kind: 'retry', code });
const passed: Result = { text: '', kind: 'passed', code: null };

test.each([
  ['Ada: The lamp was mine.', 'The lamp was mine.'],
  ['**Ada (grinning):** **Ada:** Fine, take it.', 'Fine, take it.'],
  ['**Ada**: Fine.', 'Fine.'],
  ['[Ada]: Fine.', 'Fine.'],
  ['ADA LOVELACE: Fine.', 'Fine.'],
  ['Ada： Fine.', 'Fine.'],
  ['Ada: "Fine, take it."', 'Fine, take it.'],
  ['"Ada: Fine, take it."', 'Fine, take it.'],
  ['Ada (to Bo, quietly): Fine.', 'Fine.'],
  ['Assistant: Fine.', 'Fine.'],
  ['We left.\nAda: And then it sank.', 'We left.\nAnd then it sank.'],
])('its own name before a line is taken off: %j', (text, shown) => {
  expect(resultOf(text)).toEqual(said(shown));
});

test.each([
  ['"Hand me the rope."', 'Hand me the rope.'],
  ['“Hand me the rope.”  ', 'Hand me the rope.'],
  ['«Hand me the rope.»', 'Hand me the rope.'],
  ['"Hand me the rope."<|im_end|>', 'Hand me the rope.'],
])('quotation marks around the whole line are taken off: %j', (text, shown) => {
  expect(through([text]).text).toBe(shown);
  expect(through(inPieces(text, 1)).text).toBe(shown);
});

test.each([
  ['We sail at noon. Bo: Aye, at noon then.', 'We sail at noon.', 'spoke-for-seat'],
  ['We sail at noon.” Cy: Aye.', 'We sail at noon.”', 'spoke-for-seat'],
  ['We sail at noon.\n\n**Bo:** Aye.', 'We sail at noon.', 'spoke-for-seat'],
  ['We sail at noon\nJose: Aye.', 'We sail at noon', 'spoke-for-seat'],
  ['Ask Mia what she paid.\nMia: About forty euros.', 'Ask Mia what she paid.', 'spoke-for-human'],
  ['Ask Mia what she paid.\nMia:', 'Ask Mia what she paid.', 'spoke-for-human'],
  ['That settles it.<|im_end|>\n<|im_start|>user\nGo on', 'That settles it.', 'template-marks'],
  ['That settles it. [/INST] Go on', 'That settles it.', 'template-marks'],
  ['That settles it.</s>', 'That settles it.', 'template-marks'],
  ['That settles it.\nUser: go on', 'That settles it.', 'template-marks'],
  ['One moment. <tool_call>{"name":"x"}</tool_call>', 'One moment.', 'not-speech'],
])('what is not its own line is cut off: %j', (text, shown, code) => {
  expect(resultOf(text)).toEqual(said(shown, code));
});

test.each([
  ['Bo: I never trusted maps.', 'role-flip'],
  ['**Cy (laughing):** Never.', 'role-flip'],
  ['"Bo: I never trusted maps."', 'role-flip'],
  ["I'm Bo, and I say we leave tonight.", 'role-flip'],
  ['I’m Bo.', 'role-flip'],
  ['My name is Cy', 'role-flip'],
  ['Mia: Sounds good to me.', 'spoke-for-human'],
  ['User: Sounds good.', 'template-marks'],
  ['<|im_start|>user\nHello', 'template-marks'],
  ['<think>Bo is bluffing', 'reasoning-only'],
  ['<think>Bo is bluffing</think>', 'empty'],
  ['{"speaker":"Bo","text":"Hand me the rope."}', 'role-flip'],
  ['{"thought": "none"}', 'not-speech'],
  ['{"text": "cut he', 'not-speech'],
  ['<tool_call>{"name":"x"}', 'not-speech'],
  ['', 'empty'],
  ['...', 'empty'],
  ['"…"', 'empty'],
  ['Ada:', 'empty'],
  ['  \n ', 'empty'],
])('an answer that holds no line of its own is asked for again: %j', (text, code) => {
  expect(resultOf(text)).toEqual(retried(code));
});

test.each([
  ['<think>Bo is bluffing, so I push.</think>\nThen show us the key.', 'Then show us the key.'],
  ['<thinking>\nBo: bluff\n</thinking>Then show us.', 'Then show us.'],
  [
    '<|channel|>analysis<|message|>Push.<|end|><|start|>assistant<|channel|>final<|message|>Then show us.',
    'Then show us.',
  ],
  ['Wait. <think>Bo bluffs.</think>Show us.', 'Wait. Show us.'],
  ['</think>Then show us.', 'Then show us.'],
  ['<|im_start|>assistant\nThen show us.', 'Then show us.'],
])('thinking is never shown: %j', (text, shown) => {
  expect(resultOf(text)).toEqual(said(shown));
});

test.each([
  ['{"speaker":"Ada","text":"Hand me the rope."}', 'Hand me the rope.'],
  ['```json\n{"message": "Ada: Hand me the rope."}\n```', 'Hand me the rope.'],
  ['[{"content": "Hand me the rope."}]', 'Hand me the rope.'],
  ['Ada: {"line": "Hand me the rope."}', 'Hand me the rope.'],
])('a reply as data is unwrapped: %j', (text, shown) => {
  expect(resultOf(text)).toEqual(said(shown));
});

test('a call by name with a colon becomes an address', () => {
  expect(resultOf('Bo: you never paid for the boat.')).toEqual(said('Bo, you never paid for the boat.'));
});

test.each([
  '(silent)',
  ' (Silent) ',
  '[silent]',
  '(pass)',
  '*silent*',
  '(silent)\nBo: Well then.',
  'Ada: (silent)',
])('a pass is recognised: %j', (text) => {
  expect(resultOf(text)).toEqual(passed);
});

test.each(['Pass.', '...', 'silent'])('a bare pass counts where passing was offered: %j', (text) => {
  expect(resultOf(text, { mayPass: true })).toEqual(passed);
});

test('a bare word is speech where passing was not offered', () => {
  expect(resultOf('Pass.')).toEqual(said('Pass.'));
});

const harmless = [
  "I'm not Bo, I actually read the contract.",
  "I'm Bo's sister, after all.",
  "I'm boring you.",
  'I am Ada, and I say we leave tonight.',
  'As for Bo: too slow.',
  'Bo and Cy: two fools.',
  'It was *really* not my fault (nobody asked me, by the way).',
  '"Rope" is what I said.',
  '"No," she said, "never."',
  'He said: "Bo: the boat is yours." I laughed.',
  'Silent nights are the worst.',
  'Pass me the rope.',
  'Is 3 < 4, or is 4 <3?',
  'See [1] and a[0], then <b>go</b>.',
  'The score is 3.5. Boats: twelve.',
  'Dr. Mia would know; Mr. Bo would not.',
  'At 12:30 we sail. At 13:00: lunch.',
  'Note: the harbour is closed.',
  '{sigh} Fine.',
  '[laughs] Fine.',
  '- I never said so.',
  'Mia, what did you pay?',
  'Bo? You there?',
  'Bo... no. Cy! Come.',
  'Adam: the first man, they say.',
  'Say it in French: "oui". Mia says oui.',
  'Usernames: mine is ada99. User error, then.',
  '– I never said so.',
  'Thinking <thinker> of it…',
  '`rope` is a word.',
  'Él dijo: ¿José? No. José no vino.',
  '🎉 Great day!',
  '42.',
];

test.each(harmless)('people’s prose passes untouched: %j', (text) => {
  expect(resultOf(text)).toEqual(said(text));
});

test('the answer ends with its sentence when it gets too long', () => {
  const text = 'One two three four five. Six seven eight, Dr. Nine said so. Ten eleven.';
  const shown = 'One two three four five. Six seven eight, Dr. Nine said so.';
  expect(resultOf(text, { capWords: 6 })).toEqual(said(shown, 'too-long'));
});

describe('in a talk in Chinese', () => {
  const language = 'zh';
  test('a line passes', () => {
    const line = '我们中午出发。好吗？孔子说好。';
    expect(resultOf(line, { language })).toEqual(said(line));
  });

  test('somebody else’s line is cut off', () => {
    const shown = said('我们中午出发。', 'spoke-for-seat');
    expect(resultOf('我们中午出发。孔子：好。', { language })).toEqual(shown);
  });

  test('a long line ends with its sentence', () => {
    const sentence = '我们中午出发去港口看看船。';
    const shown = said(sentence.repeat(2), 'too-long');
    expect(resultOf(sentence.repeat(4), { language, capWords: 10 })).toEqual(shown);
  });
});

describe('an answer that hits the output limit', () => {
  test('keeps what was shown', () => {
    const text = 'We sail at noon with everybody who can hold a rope and';
    expect(resultOf(text, {}, 'length')).toEqual(said(text, 'output-limit'));
  });

  test('leaves out a sentence of which little is there', () => {
    expect(resultOf('We sail at noon. And the', {}, 'length')).toEqual(
      said('We sail at noon.', 'output-limit'),
    );
  });

  test('drops half a name', () => {
    expect(resultOf('We sail at noon.\nMi', {}, 'length')).toEqual(said('We sail at noon.', 'output-limit'));
  });

  test('is trimmed where it was still held', () => {
    expect(resultOf('"We sail at noon. And th', {}, 'length')).toEqual(
      said('"We sail at noon.', 'output-limit'),
    );
  });
});

test('a provider’s filter without words is taken for a no', () => {
  expect(resultOf('', {}, 'content-filter')).toEqual({ text: '', kind: 'declined', code: 'content-filter' });
});

test('the model can be stopped as soon as it speaks for somebody else', () => {
  const gate = openGate(options);
  gate.push('We sail at noon. ');
  expect(gate.stopped).toBeNull();
  gate.push('Bo:');
  expect(gate.stopped?.code).toBe('spoke-for-seat');
  expect(gate.push(' Aye.')).toBe('');
});

test('a sentence is shown when it ends, a long one when a phrase of it is there, and then word by word', () => {
  const gate = openGate(options);
  expect(gate.push('We sail at noon.')).toBe('');
  expect(gate.push(' The')).toBe('We sail at noon.');
  expect(gate.push(' boat is old and the rope is older')).toBe('');
  expect(gate.push(' than anybody ')).toBe(' The boat is old and the rope is older than anybody');
  expect(gate.push('he')).toBe('');
  expect(gate.push('re kn')).toBe(' here kn');
});
