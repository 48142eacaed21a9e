import { describe } from 'vitest';
import { onePixelPng } from '../../server/test/multipart.ts';
import { expect, test } from './browser-test.ts';
import { scripted } from './conversation-page.ts';
import { settled, wideElements } from './layout.ts';
import { expectSound } from './sound.ts';

const TWO_MINUTES_MS = 120_000;

test.beforeEach(({ model }) => {
  model.follow(() => ({ pieces: ['The', ' tide', ' keeps', ' its', ' own', ' hours.'], everyMs: 0 }));
});

test('a persona is made by hand, tried out, put on stage and changed in mid-talk, in under two minutes', async ({
  page,
  server,
}) => {
  const startedAt = performance.now();
  await page.goto('/personas');
  await page.getByRole('link', { name: 'Make a persona' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Hanne Roth');
  await page.getByLabel('One line', { exact: true }).fill('Ferryman. Late on purpose.');
  await page
    .getByLabel('How to play it', { exact: true })
    .fill('You are Hanne Roth, a ferryman. You want everybody across, and you never hurry.');
  await page.getByText(/^Draft saved/).waitFor();
  await page.getByRole('button', { name: 'Say hello' }).click();
  await page.getByText(/^Spoken by/).waitFor();
  await page.getByRole('button', { name: 'Keep this persona' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hanne Roth' }).waitFor();

  const { items } = await server.rest.call('listPersonas', { query: { from: 'mine', q: 'Hanne' } });
  const [made] = items;
  if (!made) throw new Error('It was not kept.');
  expect(made).toMatchObject({ version: 1, tagline: 'Ferryman. Late on purpose.' });
  expect((await server.rest.call('listPersonaDrafts', {})).items).toEqual([]);

  await page.getByRole('link', { name: 'Start with this persona' }).click();
  await page.waitForURL(/persona=/);
  const { id } = await server.rest.call('createConversation', {
    body: {
      topic: 'Tides',
      seats: [
        { personaId: made.id, brain: scripted },
        { personaId: 'builtin-maren-tolk', brain: scripted },
      ],
      settings: { pace: 'instant', maxTurns: 500 },
    },
  });
  await page.goto(`/personas/${made.id}/edit`);
  await page.getByLabel('One line', { exact: true }).fill('Ferryman. Never late again.');
  await page.getByRole('button', { name: 'Keep as version 2' }).click();
  await page.getByRole('heading', { level: 1, name: 'Hanne Roth' }).waitFor();

  await page.goto(`/c/${id}`);
  await page.getByRole('button', { name: 'What Hanne Roth does' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Use the newest from the next turn' }).click();
  await expect
    .poll(
      async () => (await server.rest.call('getConversation', { params: { id } })).seats[0]?.personaVersion,
    )
    .toBe(2);
  expect(performance.now() - startedAt).toBeLessThan(TWO_MINUTES_MS);
});

test('one is made with the keyboard alone, sliders and chips among it', async ({ page, server }) => {
  await page.goto('/personas/new');
  const reach = async (label: string | RegExp, role: 'textbox' | 'slider' | 'button') => {
    const wanted = page.getByRole(role, { name: label, exact: typeof label === 'string' });
    await wanted.waitFor();
    for (let pressed = 0; pressed < 80; pressed += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${String(label)}.`);
  };
  await reach('Name', 'textbox');
  await page.keyboard.type('Keys Only');
  await reach('How to play it', 'textbox');
  await page.keyboard.type('You are Keys Only. You want no mouse.');
  await reach('Traits', 'textbox');
  await page.keyboard.type('brisk');
  await page.keyboard.press('Enter');
  await reach('Humour', 'slider');
  await page.keyboard.press('End');
  await reach('Keep this persona', 'button');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Keys Only' }).waitFor();
  const { items } = await server.rest.call('listPersonas', { query: { from: 'mine', q: 'Keys' } });
  expect(items[0]).toMatchObject({ traits: ['brisk'], style: { humor: 1 } });
});

test('what was written survives a closed tab', async ({ openPage, server }) => {
  const page = await openPage();
  await page.goto('/personas/new');
  await page.getByLabel('Name', { exact: true }).fill('Half written');
  await page.getByText(/^Draft saved/).waitFor();
  const { items } = await server.rest.call('listPersonaDrafts', {});
  const draft = items.find(({ sheet }) => sheet.name === 'Half written');
  await page.close();
  const later = await openPage();
  await later.goto(`/personas/new?draft=${draft?.id ?? ''}`);
  await expect.poll(() => later.getByLabel('Name', { exact: true }).inputValue()).toBe('Half written');
});

test('of two tabs the second is told what the first changed, and decides', async ({ openPage, server }) => {
  const made = await server.rest.call('createPersona', { body: { name: 'Two tabs', tagline: 'One.' } });
  const page = await openPage();
  await page.goto(`/personas/${made.id}/edit`);
  await page.getByLabel('One line', { exact: true }).fill('From the second tab.');
  await server.rest.call('changePersona', {
    params: made,
    body: { version: 1, tagline: 'From the first tab.', description: 'Also there.' },
  });
  await page.getByRole('button', { name: /^Keep as version/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Two tabs was changed meanwhile' });
  await dialog.waitFor();
  expect(await server.rest.call('getPersona', { params: made })).toMatchObject({
    version: 2,
    tagline: 'From the first tab.',
  });
});

test('a card is brought in and taken out again, by the keyboard’s own control', async ({ page, server }) => {
  await page.goto('/personas/import');
  const card = {
    spec: 'chara_card_v2',
    spec_version: '2.0',
    data: {
      name: 'Quill',
      description: 'You are Quill, a clerk of lost umbrellas.',
      personality: '',
      scenario: '',
      first_mes: 'Name and colour?',
      mes_example: '<START>\n{{user}}: Hello.\n{{char}}: It was black. They all are.',
      extensions: { elsewhere: { kept: [1, 2, 3] } },
    },
  };
  await page.locator('input[type=file]').setInputFiles([
    { name: 'quill.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(card)) },
    { name: 'no-card.png', mimeType: 'image/png', buffer: Buffer.from(onePixelPng) },
  ]);
  await page.getByRole('link', { name: 'Quill' }).first().waitFor();
  await page.getByText('no-card.png').first().waitFor();
  const { items } = await server.rest.call('listPersonas', { query: { from: 'mine', q: 'Quill' } });
  const [quill] = items;
  if (!quill) throw new Error('It did not come in.');
  expect(quill.exampleMessages).toEqual(['It was black. They all are.']);
  const out = await server.rest.call('exportPersona', { params: quill, query: { format: 'card-v2' } });
  expect(JSON.parse(out)).toEqual(card);
});

/** A persona whose texts are long, of emoji and from right to left. */
const long = test.extend('made', { scope: 'file' }, async ({ server }) => {
  const name = 'Donaudampfschifffahrtsgesellschaft'.repeat(2);
  return server.rest.call('createPersona', {
    body: {
      name,
      aliases: ['محمد الأمين 🎭'],
      tagline: `سيد الكلمات الطويلة ${name}`,
      description: 'Word '.repeat(2000),
      systemPrompt: `You are ${name}.`,
      tags: [name],
      exampleMessages: [name, '🐙'],
    },
  });
});

describe.each([
  { width: 390, height: 844, hasTouch: true },
  { width: 1280, height: 800, hasTouch: false },
  { width: 1920, height: 1080, hasTouch: false },
])('at $width', ({ hasTouch, ...viewport }) => {
  long.for([
    '/personas',
    '/personas/:made',
    '/personas/:made/edit',
    '/personas/new',
    '/personas/import',
    '/casts/builtin-kitchen',
  ])('%s is sound, also with long and foreign names', async (path, { openPage, made: { id } }) => {
    const page = await openPage({ viewport, hasTouch });
    await page.goto(path.replace(':made', id));
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectSound(page, path, { hasTouch });
  });

  long(
    'whom one may seat fits into the sheet, the button beside the name too',
    async ({ openPage, made }) => {
      const page = await openPage({ viewport, hasTouch });
      await page.goto('/casts/new');
      await page.getByRole('button', { name: 'Add a persona' }).click();
      await page.getByRole('button', { name: new RegExp(made.name) }).waitFor();
      await settled(page);
      expect(await wideElements(page, '[role=dialog]')).toEqual([]);
      await expectSound(page, 'the picker', { hasTouch });
    },
  );
});
