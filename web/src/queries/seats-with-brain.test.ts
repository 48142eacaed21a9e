import { expect, test } from 'vitest';
import { persona } from './__fixtures__/persona.ts';
import { seatsWithBrain } from './seats-with-brain.ts';

const llama = { connectionId: 'ollama', model: 'llama3.2', label: 'Ollama · llama3.2' };
const people = [
  persona({ id: 'a' }),
  persona({ id: 'b', brain: { connectionId: 'work', model: 'gpt-5-mini' } }),
];
const personaOf = async (id: string) => people.find((one) => one.id === id);

test('the brain of new conversations goes to all but those who have their own', async () => {
  const seats = [{ personaId: 'a', role: 'for' }, { personaId: 'b' }, { personaId: 'unknown' }];
  const brain = { connectionId: 'ollama', model: 'llama3.2' };
  expect(await seatsWithBrain(seats, llama, personaOf)).toEqual([
    { personaId: 'a', role: 'for', brain },
    { personaId: 'b' },
    { personaId: 'unknown', brain },
  ]);
});

test('when the server chooses, nobody is asked for', async () => {
  const asked: string[] = [];
  const seats = await seatsWithBrain([{ personaId: 'a' }], null, async (id) => {
    asked.push(id);
    return undefined;
  });
  expect(seats).toEqual([{ personaId: 'a' }]);
  expect(asked).toEqual([]);
});
