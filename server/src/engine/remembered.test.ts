import { expect, test } from 'vitest';
import { remembered } from './remembered.ts';

test('an answer is made once for each thing, also when it is nothing', () => {
  const asked: string[] = [];
  const shout = remembered(({ text }: { readonly text: string }) => {
    asked.push(text);
    return text === '' ? null : text.toUpperCase();
  });
  const [hello, silence] = [{ text: 'hello' }, { text: '' }];
  expect([hello, silence, hello, silence].map(shout)).toEqual(['HELLO', null, 'HELLO', null]);
  expect(shout({ ...hello })).toBe('HELLO');
  expect(asked).toEqual(['hello', '', 'hello']);
});
