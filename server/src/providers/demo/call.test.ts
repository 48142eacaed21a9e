import { expect, test } from 'vitest';
import type { SceneLine } from '../provider.ts';
import { hailingGuest, shortName } from './call.ts';
import { seededChance } from './chance.ts';
import { settingOf, slotsFor } from './planner.ts';
import { read } from './reader.ts';
import { readPersona } from './ready-scenes.ts';
import { voiceFor } from './voices.ts';

const persona = readPersona('builtin-dorothy');
const voice = voiceFor(persona);
const chance = seededChance('any');

test.each([
  ['Dr Ines Vale', 'Ines'],
  ['Mr Peverell', 'Peverell'],
  ['Judge Pell', 'Judge Pell'],
  ['Countess Ludmilla Orsk', 'Countess'],
  ['Ibn Battuta', 'Ibn Battuta'],
])('%s is called %s across the table', (name, called) => {
  expect(shortName(name)).toBe(called);
});

/** Whom a callback names when this was said nine lines ago. */
function oldSpeaker(line: SceneLine): string | null {
  const since = Array.from({ length: 9 }, () => ({
    seatId: 's2',
    kind: 'seat' as const,
    name: 'Socrates',
    text: 'Slowly.',
  }));
  const scene = {
    conversationId: 'c',
    turnId: 't',
    attempt: 1,
    topic: 'The last night',
    pace: 'instant' as const,
    self: { seatId: 's1', name: persona.name, persona },
    others: [{ seatId: 's2', name: 'Socrates', human: false }],
    lines: [line, ...since],
    direction: null,
    targetWords: 14,
    mayPass: false,
  };
  return slotsFor(settingOf(scene, read(scene), voice, chance), 'callback', chance).fill('oldwho');
}

test('a guest who gave no name is our guest when somebody comes back to their words', () => {
  const text = 'My kettle knows the whole town.';
  expect(oldSpeaker({ seatId: null, kind: 'human', name: 'You', text })).toBe('our guest');
  expect(oldSpeaker({ seatId: null, kind: 'human', name: 'Mia', text })).toBe('Mia');
  expect(oldSpeaker({ seatId: 's2', kind: 'seat', name: 'You', text })).toBe('You');
});

test('to their face a guest is called as the voice calls guests', () => {
  const called = new RegExp(`^(?:${voice.guest.join('|')})$`);
  const hailed = (text: string) => hailingGuest(text, voice, chance);
  expect(/^“Kettle”, (.*), and now this\.$/.exec(hailed('“Kettle”, our guest, and now this.'))?.[1]).toMatch(
    called,
  );
  expect(/^(.*), you said “kettle”\.$/.exec(hailed('Our guest, you said “kettle”.'))?.[1]).toMatch(called);
  expect(hailed("It was our guest's kettle, and our guest said so.")).toBe(
    "It was our guest's kettle, and our guest said so.",
  );
});
