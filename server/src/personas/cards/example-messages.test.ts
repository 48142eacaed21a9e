import { expect, test } from 'vitest';
import { examplesIn, exampleText } from './example-messages.ts';

test.each([
  ['nothing', '', [], 0],
  ['only markers', '<START>\n<start>\n', [], 0],
  ['both speakers', '<START>\n{{user}}: Hi\n{{char}}: Hello.\n', ['Hello.'], 1],
  ['two blocks', '<START>{{char}}: One.\n<START>\n{{char}}: Two.', ['One.', 'Two.'], 0],
  ['the name and another name of it', 'you: a\nADA: b\nCountess： c', ['b', 'c'], 1],
  ['several lines', '{{char}}: One.\nTwo.\n\nThree.\n{{user}}: x\ny', ['One.\nTwo.\n\nThree.'], 2],
  ['line breaks of Windows', '{{user}}: x\r\n{{char}}: One.\r\nTwo.\r\n', ['One.\nTwo.'], 1],
  [
    'no names at all',
    '<START>\nShe laughs.\nQuietly.\n<START>\nShe leaves.',
    ['She laughs.\nQuietly.', 'She leaves.'],
    0,
  ],
  ['words before the first name', 'A room.\n{{char}}: Come in.', ['Come in.'], 1],
  ['a name in the middle', '{{char}}: I said Ada: no.', ['I said Ada: no.'], 0],
])('takes what the character says from %s', (_, text, messages, linesOfOthers) => {
  expect(examplesIn(text, ['Ada', 'Countess'])).toEqual({ messages, linesOfOthers });
});

test('what is written is read as it was', () => {
  const messages = ['One.', 'Two.\nAnd three.'];
  expect(examplesIn(exampleText(messages), ['Ada'])).toEqual({ messages, linesOfOthers: 0 });
});

test('long texts take little time', () => {
  const began = performance.now();
  examplesIn('<START'.repeat(200_000), ['a']);
  examplesIn('{{char}}:\n'.repeat(100_000), ['a']);
  expect(performance.now() - began).toBeLessThan(8000);
});
