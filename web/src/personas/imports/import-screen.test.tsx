import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { type Answer, type Asked, openPersonas } from '../__fixtures__/open-personas.tsx';

afterEach(cleanup);

const report = {
  file: 'ada.png',
  outcome: 'imported',
  format: 'card-v2',
  container: 'png',
  personaIds: ['ada'],
  name: 'Ada',
  notes: [],
};
const answer = (parts: object): Answer => ({ ok: { items: [], reports: [{ ...report, ...parts }] } });

function file(name: string, content = 'PNG', type = 'image/png'): File {
  return new File([content], name, { type });
}

/** The name of the file that a request brought. */
function nameOf({ form }: Asked): string {
  const sent = form?.get('file');
  return sent instanceof File ? sent.name : '';
}

async function choose(...files: readonly File[]): Promise<void> {
  fireEvent.change(await screen.findByLabelText('Drop files here, or choose them'), { target: { files } });
}

const rowOf = (name: string) => {
  const row = screen.getByRole('heading', { level: 3, name }).closest('article');
  if (!row) throw new Error('There is no such row.');
  return within(row);
};

test('the limits are said before anything is chosen, as the description of a real file field', async () => {
  openPersonas('/personas/import');
  const field = await screen.findByLabelText('Drop files here, or choose them');
  expect(field.getAttribute('type')).toBe('file');
  expect(field.hasAttribute('multiple')).toBe(true);
  const described = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  expect(described?.textContent).toContain('up to 32 MB each');
});

test('each file is a request of its own, with its own outcome and report', async () => {
  const { asked } = openPersonas('/personas/import', {
    'POST /api/personas/import': (request) => {
      const name = nameOf(request);
      if (name === 'bad.png')
        return answer({
          file: name,
          outcome: 'refused',
          personaIds: [],
          problem: 'At chunk 3: the text is no base64. Export the card again.',
        });
      if (name === 'worse.png')
        return {
          status: 400,
          detail: 'worse.png was not brought in. This is no PNG.',
          code: 'invalid-request',
        };
      if (name === 'twice.png') return answer({ file: name, outcome: 'already-here' });
      return answer({
        notes: [
          { path: 'data.name', kind: 'changed', message: 'The name was shortened.' },
          { path: 'data.extensions.x', kind: 'kept', message: 'Not used here.' },
          { path: 'data.scripts', kind: 'left-out', message: 'A card never runs code here.' },
        ],
      });
    },
  });
  await choose(file('ada.png'), file('bad.png'), file('twice.png'), file('worse.png'));
  await screen.findByText('4 of 4 done');
  expect(rowOf('ada.png').getByText('Imported')).toBeTruthy();
  expect(rowOf('ada.png').getByText('data.scripts')).toBeTruthy();
  expect(rowOf('ada.png').getByText('1 left out')).toBeTruthy();
  expect(
    rowOf('ada.png')
      .getByRole('link', { name: /Open .*Ada/ })
      .getAttribute('href'),
  ).toBe('/personas/ada');
  expect(rowOf('bad.png').getByText('Refused')).toBeTruthy();
  expect(rowOf('bad.png').getByText(/chunk 3: the text is no base64/)).toBeTruthy();
  expect(rowOf('bad.png').queryByRole('link')).toBeNull();
  expect(rowOf('twice.png').getByText('Already here')).toBeTruthy();
  expect(rowOf('worse.png').getByText('Refused')).toBeTruthy();
  expect(rowOf('worse.png').getByText(/This is no PNG/)).toBeTruthy();
  // Another try would end the same.
  expect(rowOf('worse.png').queryByRole('button')).toBeNull();
  const requests = asked.filter(({ method }) => method === 'POST');
  expect(requests.map(nameOf)).toEqual(['ada.png', 'bad.png', 'twice.png', 'worse.png']);
  expect(requests.every(({ form }) => [...(form?.keys() ?? [])].length === 1)).toBe(true);
});

test('a long report is folded, a short one is not, and each note has its place', async () => {
  const notes = Array.from({ length: 12 }, (_, index) => ({
    path: `data.character_book.entries[${index}]`,
    kind: 'changed',
    message: `Note ${index}.`,
  }));
  openPersonas('/personas/import', { 'POST /api/personas/import': answer({ notes }) });
  await choose(file('ada.png'));
  const fold = await screen.findByText('Report: 12 notes');
  expect(fold.closest('details')).toHaveProperty('open', false);
  expect(screen.getByText('data.character_book.entries[11]')).toBeTruthy();
});

test('what became of a file is heard, once, with how many are done', async () => {
  openPersonas('/personas/import', { 'POST /api/personas/import': answer({}) });
  await choose(file('ada.png'));
  await waitFor(() =>
    expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toContain(
      '\u2068ada.png\u2069: Imported. 1 of 1 done.',
    ),
  );
});

test('a cast goes to the casts, and its page is one press away', async () => {
  const { asked } = openPersonas('/personas/import', {
    'POST /api/casts/import': {
      ok: {
        cast: { id: 'mill' },
        report: { ...report, file: 'mill.json', format: 'cast', container: 'json', name: 'Mill' },
      },
    },
    'POST /api/personas/import': answer({}),
  });
  await choose(
    file('mill.json', '{"chimera_cast":1,"personas":[]}', 'application/json'),
    file('card.json', '{"spec":"chara_card_v2"}', 'application/json'),
    file('broken.json', '{', 'application/json'),
  );
  await screen.findByText('3 of 3 done');
  const link = rowOf('mill.json').getByRole('link', { name: /Open the cast .*Mill/ });
  expect(link.getAttribute('href')).toBe('/casts/mill');
  const posts = asked.filter(({ method }) => method === 'POST');
  expect(posts.map((request) => `${request.url} ${nameOf(request)}`).toSorted()).toEqual([
    '/api/casts/import mill.json',
    '/api/personas/import broken.json',
    '/api/personas/import card.json',
  ]);
});

test('a file that is too large is refused here; one that could not be sent may be tried again', async () => {
  let isDown = true;
  const { asked } = openPersonas('/personas/import', {
    'POST /api/personas/import': () =>
      isDown ? { status: 503, detail: 'The server is restarting.' } : answer({}),
  });
  const large = Object.defineProperty(file('large.png'), 'size', { value: 33 * 1024 * 1024 });
  await choose(large, file('ada.png'));
  expect(await screen.findByText('The server is restarting.')).toBeTruthy();
  expect(rowOf('large.png').getByText(/at most 32 MB come in/)).toBeTruthy();
  isDown = false;
  fireEvent.click(rowOf('ada.png').getByRole('button', { name: /Try .*ada\.png.* again/ }));
  expect(await rowOf('ada.png').findByText('Imported')).toBeTruthy();
  expect(asked.filter(({ method }) => method === 'POST').map(nameOf)).toEqual(['ada.png', 'ada.png']);
});

test('a file on its way can be cancelled, and its button stays', async () => {
  openPersonas('/personas/import', {
    'POST /api/personas/import': () => new Promise<Answer>(() => undefined),
  });
  await choose(file('ada.png'));
  const button = await screen.findByRole('button', { name: /Cancel .*ada\.png/ });
  expect(screen.getByRole('progressbar', { name: /ada\.png/ })).toBeTruthy();
  button.focus();
  fireEvent.click(button);
  expect(rowOf('ada.png').getByText('Cancelled. Nothing of it came in.')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: /Try .*ada\.png.* again/ }));
});

test('files may be dropped anywhere on the page', async () => {
  openPersonas('/personas/import', { 'POST /api/personas/import': answer({}) });
  await screen.findByLabelText('Drop files here, or choose them');
  const drop = Object.assign(new Event('drop', { cancelable: true, bubbles: true }), {
    dataTransfer: { types: ['Files'], files: [file('ada.png')] },
  });
  fireEvent(document.body, drop);
  expect(drop.defaultPrevented).toBe(true);
  expect(await screen.findByText('1 of 1 done')).toBeTruthy();
});

test('whoever leaves the page is told in a note what came of the files', async () => {
  let give: (answer: Answer) => void = () => undefined;
  const { path } = openPersonas('/personas/import', {
    'POST /api/personas/import': () => new Promise<Answer>((resolve) => (give = resolve)),
  });
  await choose(file('ada.png'));
  await screen.findByRole('progressbar');
  fireEvent.click(screen.getByRole('link', { name: 'All personas' }));
  await waitFor(() => expect(path()).toBe('/personas'));
  give(answer({}));
  expect(await screen.findByText('1 of 1 files came in.')).toBeTruthy();
});
