import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { field, openStudio, stubBrowser } from '../__fixtures__/open-studio.tsx';
import { problem, StudioServer } from '../__fixtures__/studio-server.ts';

vi.setConfig({ testTimeout: 30_000 });

/** What was drawn: left, top and side of the part of the picture. */
let drawn: number[] = [];

beforeEach(() => {
  stubBrowser();
  drawn = [];
  Object.assign(URL, { createObjectURL: () => 'blob:here', revokeObjectURL: () => undefined });
  const size = { naturalWidth: { get: () => 400 }, naturalHeight: { get: () => 200 } };
  for (const [name, value] of Object.entries(size)) {
    Object.defineProperty(HTMLImageElement.prototype, name, { configurable: true, ...value });
  }
  Object.assign(HTMLCanvasElement.prototype, {
    getContext: () => ({ drawImage: (_: unknown, ...numbers: number[]) => (drawn = numbers) }),
    toBlob: (done: (blob: Blob) => void) => done(new Blob(['x'], { type: 'image/webp' })),
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function choosePicture(server = new StudioServer()) {
  openStudio('/personas/new', server);
  await field('Name');
  fireEvent.click(screen.getByRole('radio', { name: 'A picture' }));
  const input = document.querySelector('input[type=file]');
  fireEvent.change(input ?? document.body, {
    target: { files: [new File(['x'], 'me.png', { type: 'image/png' })] },
  });
  const dialog = await screen.findByRole('dialog');
  return { server, dialog, image: dialog.querySelector('img') ?? document.body };
}

const slide = (dialog: HTMLElement, name: string, value: number) =>
  fireEvent.change(within(dialog).getByRole('slider', { name }), { target: { value: String(value) } });

test('the part of a picture is chosen by keyboard, cut in the page and uploaded', async () => {
  const { server, dialog, image } = await choosePicture();
  const sent: unknown[] = [];
  server.answers.set('POST /api/avatars', (body) => {
    sent.push(body);
    return { status: 201, body: { imageUrl: '/api/avatars/a1' } };
  });
  fireEvent.load(image);
  expect(within(dialog).getByRole('slider', { name: 'Zoom' }).getAttribute('aria-valuetext')).toBe(
    '1.0 times',
  );
  slide(dialog, 'Zoom', 2);
  slide(dialog, 'Left to right', 0);
  slide(dialog, 'Top to bottom', 1);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Use this part' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  // The lower left quarter of the height, as large as it is and no larger.
  expect(drawn).toEqual([0, 100, 100, 100, 0, 0, 100, 100]);
  expect(sent[0]).toBeInstanceOf(FormData);
  expect(screen.getByRole('button', { name: 'Choose another picture' })).toBeTruthy();
  await waitFor(
    () =>
      expect([...server.drafts.values()]).toMatchObject([
        { sheet: { avatar: { imageUrl: '/api/avatars/a1' } } },
      ]),
    { timeout: 3000 },
  );
});

test('a hand that drags moves the picture, and a wheel comes nearer around its middle', async () => {
  const { server, dialog, image } = await choosePicture();
  server.answers.set('POST /api/avatars', () => ({ status: 201, body: { imageUrl: '/api/avatars/a1' } }));
  fireEvent.load(image);
  const stage = image.parentElement ?? document.body;
  stage.setPointerCapture = () => undefined;
  fireEvent.pointerDown(stage, { pointerId: 1, button: 0, clientX: 0, clientY: 0 });
  // 288 px on the screen are 200 of the picture.
  fireEvent.pointerMove(stage, { pointerId: 1, clientX: 72, clientY: 0 });
  fireEvent.pointerUp(stage, { pointerId: 1 });
  fireEvent.pointerMove(stage, { pointerId: 1, clientX: 288, clientY: 0 });
  fireEvent.wheel(stage, { deltaY: -Math.log(2) / Math.log(1.0015) });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Use this part' }));
  await waitFor(() => expect(drawn.slice(0, 3).map(Math.round)).toEqual([100, 50, 100]));
});

test('what is no picture is refused in words', async () => {
  const { dialog, image } = await choosePicture();
  fireEvent.error(image);
  expect(within(dialog).getByText(/^This file cannot be shown as a picture\./)).toBeTruthy();
  expect(within(dialog).queryByRole('button', { name: 'Use this part' })).toBeNull();
});

test('an upload that is refused says why, and the picture stays on the table', async () => {
  const { server, dialog, image } = await choosePicture();
  server.answers.set('POST /api/avatars', () => problem(507, 'The disk is full.'));
  fireEvent.load(image);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Use this part' }));
  expect((await within(dialog).findByRole('alert')).textContent).toBe(
    'The picture was not uploaded.The disk is full.',
  );
  expect(within(dialog).getByRole('slider', { name: 'Zoom' })).toBeTruthy();
});

test('an emoji takes the place of the drawing, the last one typed counts, and each comes back', async () => {
  const { server } = openStudio('/personas/new');
  await field('Name');
  const avatar = () => [...server.drafts.values()][0]?.sheet.avatar;
  fireEvent.click(screen.getByRole('radio', { name: 'Waves' }));
  fireEvent.click(screen.getByRole('radio', { name: 'Violet' }));
  fireEvent.click(screen.getByRole('radio', { name: 'An emoji' }));
  fireEvent.change(await field('Emoji'), { target: { value: '🦊👩‍🚀' } });
  await waitFor(() => expect(avatar()).toEqual({ color: '#3f297d', shape: 'waves', emoji: '👩‍🚀' }), {
    timeout: 3000,
  });
  fireEvent.click(screen.getByRole('radio', { name: 'A drawing' }));
  await waitFor(() => expect(avatar()).toEqual({ color: '#3f297d', shape: 'waves' }), { timeout: 3000 });
  fireEvent.click(screen.getByRole('radio', { name: 'An emoji' }));
  expect(await field('Emoji')).toHaveProperty('value', '👩‍🚀');
});
