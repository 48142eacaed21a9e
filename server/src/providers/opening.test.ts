import { expect, test } from 'vitest';
import { openAnswer } from './opening.ts';
import type { Part } from './provider.ts';

test('thoughts in many pieces are held as one until the first words come', async () => {
  async function* answer(): AsyncGenerator<Part, undefined> {
    for (const text of ['Hm', ', ', 'well.']) yield { type: 'reasoning', text };
    yield { type: 'text', text: 'Good ' };
    yield { type: 'text', text: 'evening.' };
  }
  const { held, rest } = await openAnswer(answer, new AbortController().signal);
  expect(held).toEqual([
    { type: 'reasoning', text: 'Hm, well.' },
    { type: 'text', text: 'Good ' },
  ]);
  expect(await rest.next()).toEqual({ value: { type: 'text', text: 'evening.' }, done: false });
});
