import { describe, expect, test } from 'vitest';
import { builtInPersonas, personaById, searchPersonas } from './catalog.ts';
import { builtInCasts, castById } from './casts.ts';
import { loadData } from './data.ts';
import { builtInFormats, formatById } from './formats.ts';
import { builtInOpenings, suggestTopics } from './openings.ts';
import { builtInScenes, sceneById } from './scenes.ts';
import { z } from 'zod';

const personas = builtInPersonas();

test('there are at least 36, and no two share an id, a slug, a name or an alias', () => {
  expect(personas.length).toBeGreaterThanOrEqual(36);
  const called = personas.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((word) => word.toLowerCase()),
  );
  expect(new Set(called).size).toBe(called.length);
  expect(new Set(personas.map(({ id }) => id)).size).toBe(personas.length);
  expect(new Set(personas.map(({ slug }) => slug)).size).toBe(personas.length);
  expect(new Set(personas.map(({ avatar }) => avatar.color)).size).toBe(personas.length);
});

describe.each(personas.map((persona) => [persona.slug, persona] as const))('%s', (slug, persona) => {
  test('is found by its id', () => {
    expect(persona.id).toBe(`builtin-${slug}`);
    expect(personaById(persona.id)).toBe(persona);
  });

  test('is told in the second person what it is, wants, will not do and could be moved by', () => {
    const { systemPrompt } = persona;
    expect(systemPrompt).toMatch(/^You are /);
    expect(systemPrompt).toMatch(/You want /i);
    expect(systemPrompt).toMatch(/will not|never/i);
    expect(systemPrompt).toMatch(/cannot (?:stand|bear)|hate|despise|loathe|detest|suffer badly/i);
    expect(systemPrompt).toMatch(/mind|move|persuade|listen|concede|change|shuts you up/i);
    expect(systemPrompt.length).toBeGreaterThan(500);
    expect(systemPrompt.length).toBeLessThan(1400);
  });

  test('has five sample lines of different lengths, among them a short one and a question', () => {
    const { exampleMessages } = persona;
    expect(exampleMessages).toHaveLength(5);
    expect(exampleMessages.some((line) => line.split(' ').length <= 4)).toBe(true);
    expect(exampleMessages.some((line) => line.includes('?'))).toBe(true);
    expect(persona.greeting?.length ?? 0).toBeGreaterThan(10);
  });

  test('fits its poster and its pause', () => {
    expect(persona.tagline.length).toBeLessThan(60);
    expect(persona.pacing.minMs).toBeLessThan(persona.pacing.maxMs);
    expect(persona.tags.length).toBeGreaterThanOrEqual(2);
  });
});

test('no sample line resembles one of another persona', () => {
  const lines = personas.flatMap(({ slug, exampleMessages }) =>
    exampleMessages.map((text) => ({ slug, grams: grams(text) })),
  );
  const near = lines.flatMap((a, index) =>
    lines
      .slice(0, index)
      .filter((b) => b.slug !== a.slug && likeness(a.grams, b.grams) > 0.3)
      .map((b) => `${a.slug} ${b.slug}`),
  );
  expect(near).toEqual([]);
});

test.each([
  [{ q: 'monk' }, ['brother-anselm']],
  [{ q: 'HULL dry' }, ['dorothy']],
  [{ tag: 'judge' }, ['judge-pell']],
  [{ tag: 'sea', q: 'octopus' }, ['pym']],
  [{ q: 'nobody like this' }, []],
])('a search for %j finds %j', (search, slugs) => {
  expect(searchPersonas(personas, search).map(({ slug }) => slug)).toEqual(slugs);
});

test.each([
  ['philosopher', 'socrates'],
  ['comedian', 'dorothy'],
  ['scientist', 'ines-vale'],
  ['awakening mind', 'wren'],
  ['chef', 'odile-marchand'],
  ['interdimensional librarian', 'ister-quoll'],
  ['techno shaman', 'kestrel-ohm'],
  ['regression guide', 'maud-ferris'],
  ['many-voiced', 'the-quorum'],
  ['mathematical mind', 'tove-ekdal'],
  ['naturalist', 'hester-crake'],
  ['poetic soul', 'yusuf-mirzai'],
])('who looks for the %s finds %s', (q, slug) => {
  expect(searchPersonas(personas, { q }).map((persona) => persona.slug)).toContain(slug);
});

test('an empty search finds everybody', () => {
  expect(searchPersonas(personas, {})).toHaveLength(personas.length);
});

test('the scenes have their cast, a known format and no brains', () => {
  expect(builtInScenes().length).toBeGreaterThanOrEqual(16);
  for (const scene of builtInScenes()) {
    expect(sceneById(scene.id)).toBe(scene);
    expect(scene.personaIds.length).toBeGreaterThanOrEqual(2);
    expect(scene.personaIds.length).toBeLessThanOrEqual(4);
    expect(new Set(scene.personaIds).size).toBe(scene.personaIds.length);
    expect(scene.line.length).toBeLessThan(120);
    expect(scene).not.toHaveProperty('brain');
  }
});

test('formats are found by id, and natural is free talk', () => {
  expect(formatById('natural')).toBe(formatById('free-talk'));
  expect(formatById('nope')).toBeUndefined();
  expect(builtInFormats().map(({ id }) => id)).toEqual([
    'free-talk',
    'round-robin',
    'moderated',
    'manual',
    'panel',
    'debate',
    'interview',
    'brainstorm',
    'story',
    'socratic',
  ]);
  const lengths = builtInFormats().flatMap(({ phases }) =>
    phases.flatMap(({ words = {} }) => (Array.isArray(words) ? [words] : Object.values(words))),
  );
  expect(lengths.filter(([target, cap]) => target >= cap)).toEqual([]);
});

test('topics are unique, and every tag belongs to somebody', () => {
  const topics = builtInOpenings().map(({ topic }) => topic);
  expect(new Set(topics).size).toBe(topics.length);
  const known = new Set(personas.flatMap(({ tags, traits }) => [...tags, ...traits]));
  expect(
    builtInOpenings()
      .flatMap(({ tags }) => tags)
      .filter((tag) => !known.has(tag)),
  ).toEqual([]);
});

test('suggested topics suit the cast, come once each, and follow chance', () => {
  const octopus = personas.filter(({ slug }) => slug === 'pym');
  const draws = Array.from({ length: 50 }, (_, index) => suggestTopics(octopus, sequence(index + 1), 3));
  const own = builtInOpenings().filter(({ tags }) => tags.some((tag) => octopus[0]?.tags.includes(tag)));
  const suited = draws.flat().filter((topic) => own.some((opening) => opening.topic === topic)).length;
  expect(suited / 150).toBeGreaterThan((own.length / builtInOpenings().length) * 1.5);
  for (const topics of draws) expect(new Set(topics).size).toBe(3);
  expect(suggestTopics([], sequence(1), 5)).toEqual(suggestTopics([], sequence(1), 5));
});

test('a mistake in a data file is reported with file and field', () => {
  expect(() => loadData('scenes.json', z.array(z.object({ id: z.string() })), [{ id: 7 }])).toThrow(
    /scenes\.json[\s\S]*id/,
  );
});

test('no two are told who they are in like words', () => {
  const told = personas.map(({ slug, systemPrompt }) => ({ slug, words: contentWords(systemPrompt) }));
  const near = told.flatMap((a, index) =>
    told
      .slice(0, index)
      .filter((b) => likeness(a.words, b.words) > 0.25)
      .map((b) => `${a.slug} ${b.slug}`),
  );
  expect(near).toEqual([]);
});

test('no two have the same temper, by every number at once', () => {
  const tempers = personas.map(({ slug, style, talkativeness, pacing }) => ({
    slug,
    numbers: [...Object.values(style), talkativeness, pacing.minMs / 4000, pacing.maxMs / 4000],
  }));
  const near = tempers.flatMap((a, index) =>
    tempers
      .slice(0, index)
      .filter((b) => Math.hypot(...a.numbers.map((number, at) => number - (b.numbers[at] ?? 0))) < 0.1)
      .map((b) => `${a.slug} ${b.slug}`),
  );
  expect(near).toEqual([]);
});

test('a twin would be found by each of these', () => {
  const [first] = personas;
  if (!first) throw new Error('There is nobody.');
  const twin = `${first.systemPrompt} You also like tea.`;
  expect(likeness(contentWords(first.systemPrompt), contentWords(twin))).toBeGreaterThan(0.25);
  const [line = ''] = first.exampleMessages;
  expect(likeness(grams(line), grams(`${line} Well.`))).toBeGreaterThan(0.3);
});

test('there are ten casts, each with a scene that its members play', () => {
  const casts = builtInCasts();
  expect(casts.length).toBeGreaterThanOrEqual(8);
  expect(new Set(casts.map(({ topic }) => topic)).size).toBe(casts.length);
  for (const cast of casts) {
    expect(castById(cast.id)).toBe(cast);
    expect(cast.seats.length).toBeGreaterThanOrEqual(3);
    expect(new Set(cast.seats.map(({ personaId }) => personaId)).size).toBe(cast.seats.length);
  }
});

/** Words that say something: the little ones are everybody's. */
function contentWords(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}']{5,}/gu) ?? []).filter((word) => word !== 'never'));
}

function grams(text: string): Set<string> {
  const bare = ` ${text.toLowerCase().replace(/[^a-z]+/g, ' ')} `;
  return new Set(
    Array.from({ length: Math.max(0, bare.length - 2) }, (_, index) => bare.slice(index, index + 3)),
  );
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((gram) => b.has(gram)).length;
  return shared / (a.size + b.size - shared);
}

/** A small repeatable source of chance. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
