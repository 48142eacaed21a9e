import { expect, test } from 'vitest';
import { CARD_CHARACTERS, cardText } from './prompt-card.ts';
import { aFormat, aPersona, aSeat, ScriptedStage } from './scripted-stage.ts';
import type { Persona } from '@chimera/protocol/persona';

const cardOf = (changes: Partial<Persona> = {}) =>
  cardText(
    new ScriptedStage([aSeat('ada', 'Ada'), aSeat('bo', 'Bo')], { personas: [aPersona('Ada', changes)] })
      .stage,
    'ada',
  );

test('says who the seat is, how it sounds, and what it said before', () => {
  expect(cardOf()).toBe(
    'You are Ada. You have worked at the harbour all your life. Others would call you: stubborn. How you sound: plain, like somebody at ease. You have said before: Maps lie.',
  );
  expect(cardOf({ tags: ['robot', 'emoji'] })).toContain(
    'You are an artificial mind, and everyone knows it. You are known for emoji.',
  );
  expect(cardOf({ systemPrompt: ' ' })).toContain('Ada lives at the harbour.');
});

test('names the role of the seat', () => {
  const roles = [{ id: 'host', name: 'Host', min: 1, max: 1, seat: 'any' as const }];
  const script = new ScriptedStage([aSeat('ada', 'Ada', { role: 'host' })], { format: aFormat({ roles }) });
  expect(cardText(script.stage, 'ada')).toMatch(/^You are Ada, here as the host\. /);
});

test.each<[string, Partial<Persona>]>([
  ['many sentences', { systemPrompt: 'You sailed to Riga with a hold of salt. '.repeat(40) }],
  ['one endless sentence', { systemPrompt: 'salt and rope and '.repeat(200) }],
  ['one endless word', { systemPrompt: 'x'.repeat(4000) }],
  ['endless traits', { traits: Array.from({ length: 20 }, () => 'stubborn '.repeat(20)) }],
  ['endless samples', { exampleMessages: ['Maps lie. '.repeat(90)] }],
])('of %s it takes in what has room', (_, changes) => {
  const card = cardOf(changes);
  expect(card.length).toBeLessThanOrEqual(CARD_CHARACTERS);
  expect(card).toMatch(/^You are Ada\. ./);
  expect(card).not.toContain('undefined');
});

test('a long story leaves room for its sound and a sample', () => {
  const card = cardOf({ systemPrompt: 'You sailed to Riga with a hold of salt. '.repeat(40) });
  expect(card).toContain('of salt. Others would call you: stubborn.');
  expect(card).toMatch(/You have said before: Maps lie\.$/);
});
