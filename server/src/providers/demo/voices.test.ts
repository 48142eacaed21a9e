import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultOf, inOwnWords, tidy } from './editor.ts';
import { readPersona } from './ready-scenes.ts';
import { expand, slotsOf, variantsOf } from './template.ts';
import { allVoices, voiceFor } from './voices.ts';
import { ideaMoves, type Move, moves, signals, storyMoves } from './voice.ts';
import { similarity, wordsOf } from '../words.ts';

const voices = allVoices();

/** One word of each kind that a slot can hold: count, mass, vowel first. */
const samples = ['joke', 'island'].map((word) => ({
  who: 'Ines',
  third: 'Socrates',
  oldwho: 'Dorothy',
  word,
  quote: 'the boat never came back',
  old: 'maps lie to sailors',
  the: `the ${word}`,
  topic: `${word}s`,
  a: `${word === 'joke' ? 'a' : 'an'} ${word}`,
  theme: `${word}s`,
  'the-theme': `the ${word}`,
  'a-theme': `${word === 'joke' ? 'a' : 'an'} ${word}`,
  place: word,
  thing: `the ${word}`,
  things: `${word}s`,
  'thing-word': word,
  owner: 'Ines',
  'old-thing': 'the oar',
  'old-word': 'oar',
  'old-owner': 'Dorothy',
  n: 'ten',
  half: 'five',
  double: 'twenty',
  view: 'A view is a claim.',
  memory: 'It rained once. We stayed.',
  reason: 'It leaks.',
}));
const known = new Set(samples.flatMap((sample) => Object.keys(sample)));

describe.each(voices.map((voice) => [voice.slug, voice] as const))('the voice of %s', (_, voice) => {
  const templates = [...moves.flatMap((move) => voice.moves[move]), ...voice.heeds, ...voice.origins];

  test('names only slots that exist', () => {
    expect(templates.flatMap(slotsOf).filter((slot) => !known.has(slot))).toEqual([]);
  });

  test('expands to sound sentences, whatever is drawn', () => {
    const faults = templates.flatMap(variantsOf).flatMap((variant) =>
      samples.flatMap((sample) => {
        const values = new Map(Object.entries(sample));
        const text = tidy(
          inOwnWords(
            expand(
              variant,
              (slot) => values.get(slot) ?? null,
              () => 0,
            ) ?? '',
            voice.prefers,
          ),
        );
        const fault = faultOf(text);
        return fault === null ? [] : [`${fault}: ${text}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  test('never lets a verb depend on the number of what fills a slot', () => {
    const agreeing =
      /\{(?:topic|theme)\} (?:is|are|was|were|has|have|does|do|makes|goes|needs)\b|(?:Is|Are|Does|Do|Has|Was|Were) \{(?:topic|theme)\}/;
    expect(templates.filter((template) => agreeing.test(template))).toEqual([]);
  });

  test('has enough to say', () => {
    const games = new Set<string>([...ideaMoves, ...storyMoves]);
    const least = (move: Move) => (games.has(move) ? 3 : move === 'closing' ? 5 : 6);
    expect(moves.filter((move) => voice.moves[move].length < least(move))).toEqual([]);
    expect(signals.flatMap((signal) => voice.signals[signal]).length).toBeGreaterThanOrEqual(12);
    expect(voice.memories.length).toBeGreaterThanOrEqual(15);
    expect(voice.views.length).toBeGreaterThanOrEqual(12);
  });

  test('says nothing twice, and its short reactions are short', () => {
    const all = [
      ...templates,
      ...voice.views.map(({ text }) => text),
      ...voice.memories.map(({ text }) => text),
    ];
    const near = all.filter((line, index) =>
      all.slice(0, index).some((other) => similarity(line, other) > 0.5),
    );
    expect(near).toEqual([]);
    const reactions = signals.flatMap((signal) => voice.signals[signal]);
    expect(reactions.filter((text) => wordsOf(text).length > 7)).toEqual([]);
  });

  test('holds ready sentences without a fault', () => {
    const ready = [...voice.views, ...voice.memories].map(({ text }) => text);
    const sentences = [...ready, ...Object.values(voice.reasons).flat(), ...voice.foreign, ...voice.machine];
    expect(sentences.filter((text) => faultOf(tidy(text)) !== null || /[[\]{}|]/.test(text))).toEqual([]);
  });
});

test('two voices never share a sentence', () => {
  const all = voices.flatMap((voice) => moves.flatMap((move) => voice.moves[move]));
  expect(all.filter((line, index) => all.indexOf(line) !== index)).toEqual([]);
});

test('every persona that comes with Chimera has a voice of its own', () => {
  const files = readdirSync(new URL('../../personas/built-in/', import.meta.url));
  const slugs = files.map((file) => file.replace(/\.json$/, ''));
  expect(voices.map(({ slug }) => slug).toSorted()).toEqual(slugs.toSorted());
  for (const slug of slugs) expect(voiceFor(readPersona(`builtin-${slug}`)).slug).toBe(slug);
});

test('a persona that nobody wrote a voice for sounds like its sheet and says its own lines', () => {
  const pirate = {
    ...readPersona('builtin-pym'),
    builtIn: false,
    tags: ['pirate'],
    traits: ['gruff'],
    exampleMessages: ['A hook never lies to its owner.'],
  };
  const voice = voiceFor(pirate);
  expect(voice.signals.assent).toContain('Aye.');
  expect(voice.views.map(({ text }) => text)).toContain('A hook never lies to its owner.');
});
