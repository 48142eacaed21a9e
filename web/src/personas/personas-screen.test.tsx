import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { ada, dorothy, kitchen, openPersonas, socrates } from './__fixtures__/open-personas.tsx';

afterEach(cleanup);

const all = { ok: { items: [ada, socrates, dorothy] } };

/** The search part of an address that the list was asked with. */
const asks = (asked: readonly { url: string }[]) =>
  asked.flatMap(({ url }) =>
    url.startsWith('/api/personas?limit=60') ? [new URL(url, 'http://x').searchParams] : [],
  );

test('every card leads to its page by its name, and its star lies outside that link', async () => {
  openPersonas('/personas', { 'GET /api/personas': all });
  const link = await screen.findByRole('link', { name: 'Socrates' });
  expect(link.getAttribute('href')).toBe('/personas/socrates');
  const star = screen.getByRole('button', { name: /Favourite: .*Socrates/ });
  expect(link.contains(star)).toBe(false);
  expect(star.closest('a')).toBeNull();
});

test('a star is set at once, and taken back with the reason when the server refuses', async () => {
  let refuse = false;
  const { sent } = openPersonas('/personas', {
    'GET /api/personas': all,
    'PUT /api/personas/socrates/favourite': () =>
      refuse ? { status: 503, detail: 'The disk is full.' } : { ok: null },
    'DELETE /api/personas/socrates/favourite': { ok: null },
  });
  const star = await screen.findByRole('button', { name: /Favourite: .*Socrates/, pressed: false });
  expect(screen.getByRole('button', { name: /Favourite: .*Dorothy/, pressed: true })).toBeTruthy();
  star.focus();
  fireEvent.click(star);
  await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('true'));
  expect(document.activeElement).toBe(star);
  fireEvent.click(star);
  await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('false'));
  expect(sent().map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  refuse = true;
  fireEvent.click(star);
  expect(
    await screen.findByText(/The mark of .*Socrates.* was not changed\. The disk is full\./),
  ).toBeTruthy();
  expect(star.getAttribute('aria-pressed')).toBe('false');
});

test('search, part and tag are asked of the server and stand in the address', async () => {
  const { asked, search } = openPersonas('/personas', { 'GET /api/personas': all });
  await screen.findByRole('link', { name: 'Socrates' });
  fireEvent.click(screen.getByRole('radio', { name: 'Favourites' }));
  await waitFor(() => expect(asks(asked).at(-1)?.get('favourite')).toBe('true'));
  fireEvent.click(screen.getByRole('radio', { name: 'Built in' }));
  await waitFor(() => expect(asks(asked).at(-1)?.get('from')).toBe('built-in'));
  fireEvent.change(screen.getByRole('combobox', { name: 'Tag' }), { target: { value: 'comedy' } });
  await waitFor(() => expect(asks(asked).at(-1)?.get('tag')).toBe('comedy'));
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: ' dor ' } });
  await waitFor(() => expect(asks(asked).at(-1)?.get('q')).toBe('dor'));
  await waitFor(() => expect(search()).toEqual({ show: 'built-in', tag: 'comedy', q: 'dor' }));
  expect(asks(asked).filter((query) => query.get('q') !== null)).toHaveLength(1);
});

test('an address with a filter shows it; one that makes no sense shows everybody', async () => {
  const { asked } = openPersonas('/personas?tag=philosophy&show=everything&q=so', {
    'GET /api/personas': all,
  });
  await screen.findByRole('link', { name: 'Socrates' });
  expect(screen.getByRole('searchbox')).toHaveProperty('value', 'so');
  expect(screen.getByRole('radio', { name: 'All' })).toHaveProperty('checked', true);
  expect(screen.getByRole('combobox', { name: 'Tag' })).toHaveProperty('value', 'philosophy');
  expect(asks(asked)[0]?.get('q')).toBe('so');
});

test('the next page is asked for by its cursor, and a failure of it leaves what is there', async () => {
  let broken = true;
  openPersonas('/personas', {
    'GET /api/personas': ({ url }) =>
      url.includes('from=built-in')
        ? { ok: { items: [] } }
        : url.includes('cursor=next')
          ? broken
            ? { status: 503, detail: 'Not now.' }
            : { ok: { items: [dorothy] } }
          : { ok: { items: [ada, socrates], nextCursor: 'next' } },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Show more' }));
  expect(await screen.findByText('Not now.')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Ada' })).toBeTruthy();
  broken = false;
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'Dorothy' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
});

test.each([
  ['/personas?show=mine', 'None of your own yet.'],
  ['/personas?show=favourites', 'No favourites yet.'],
  ['/personas?q=zzz', 'No persona fits “\u2068zzz\u2069”.'],
  ['/personas?tag=zzz', 'No persona fits this search.'],
])('%s says why nobody is shown', async (path, why) => {
  openPersonas(path, { 'GET /api/personas': { ok: { items: [] } } });
  expect(await screen.findByText(why)).toBeTruthy();
});

test('Show all takes every filter away', async () => {
  const { asked, search } = openPersonas('/personas?q=zzz&tag=x&show=mine', {
    'GET /api/personas': { ok: { items: [] } },
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
  await waitFor(() => expect(search()).toEqual({}));
  expect(screen.getByRole('searchbox')).toHaveProperty('value', '');
  await waitFor(() => expect([...(asks(asked).at(-1)?.keys() ?? [])]).toEqual(['limit']));
});

test('personas that cannot be loaded say so, beside casts that can', async () => {
  openPersonas('/personas', {
    'GET /api/personas': ({ url }) =>
      url.includes('from=built-in')
        ? { ok: { items: [socrates, dorothy] } }
        : { status: 503, detail: 'Not now.' },
    'GET /api/casts': { ok: { items: [kitchen] } },
  });
  expect(await screen.findByText('The personas could not be loaded.')).toBeTruthy();
  expect(await screen.findByRole('link', { name: 'Kitchen' })).toBeTruthy();
});

test('Play on a cast starts its conversation with its roles, and goes there', async () => {
  const cast = {
    ...kitchen,
    format: 'debate',
    seats: [{ personaId: 'dorothy', role: 'against' }, { personaId: 'socrates' }],
  };
  const { sent, path } = openPersonas('/personas', {
    'GET /api/casts': { ok: { items: [cast] } },
    'POST /api/conversations': { ok: { id: 'new' } },
    'POST /api/conversations/new/play': { ok: { id: 'new' } },
  });
  expect(await screen.findByText(/Dorothy.* and .*Socrates/)).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: /Play “.*Kitchen.*”/ }));
  await waitFor(() => expect(path()).toBe('/c/new'));
  expect(sent()[0]).toMatchObject({
    url: '/api/conversations',
    body: {
      title: 'Kitchen',
      topic: 'Is an egg a meal?',
      premise: 'A kitchen.',
      format: 'debate',
      seats: [{ personaId: 'dorothy', role: 'against' }, { personaId: 'socrates' }],
    },
  });
});

test('a cast without a topic takes one that is proposed to its personas; a refusal is said above the row', async () => {
  const { sent } = openPersonas('/personas', {
    'GET /api/casts': { ok: { items: [{ ...kitchen, topic: '' }] } },
    'GET /api/topics': ({ url }) => ({
      ok: { items: url.includes('personaIds=socrates%2Cdorothy') ? [{ topic: 'Salt', personaIds: [] }] : [] },
    }),
    'POST /api/conversations': { status: 404, detail: 'There is no such persona.' },
  });
  fireEvent.click(await screen.findByRole('button', { name: /Play “.*Kitchen.*”/ }));
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('There is no such persona.');
  expect(sent()[0]?.body).toMatchObject({ topic: 'Salt' });
});

test('drafts lead back to the studio: a new one by its own id, one of a persona to that persona', async () => {
  const at = '2026-03-01T09:14:00.000Z';
  const draft = { base: 0, revision: 1, savedAt: at };
  openPersonas('/personas', {
    'GET /api/persona-drafts': {
      ok: {
        items: [
          { ...draft, id: 'd1', sheet: { name: 'Bea' } },
          { ...draft, id: 'd2', sheet: {}, personaId: 'ada', base: 3 },
        ],
      },
    },
  });
  const section = await screen.findByRole('region', { name: 'Not kept yet' });
  const [first, second] = within(section).getAllByRole('link');
  expect(first?.getAttribute('href')).toBe('/personas/new?draft=d1');
  expect(first?.textContent).toMatch(/Draft: .*Bea.* – not kept yet, saved March 1, \d\d:14/);
  expect(second?.getAttribute('href')).toBe('/personas/ada/edit?draft=d2');
  expect(second?.textContent).toContain('without a name');
});
