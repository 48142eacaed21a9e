import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Announcers } from './announcer.tsx';
import { ShownOnce } from './shown-once.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const words = { copy: 'Copy', copied: 'Copied.', notCopied: 'Copy it by hand.' };

function show(writeText: (text: string) => Promise<void>): HTMLElement {
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  render(
    <Announcers>
      <ShownOnce secret="chm_a_b" label="The key" words={words} />
    </Announcers>,
  );
  const button = screen.getByRole('button', { name: 'Copy' });
  expect(document.activeElement).toBe(button);
  fireEvent.click(button);
  return screen.getByRole('textbox', { name: 'The key' });
}

test('a secret is copied whole, and it is said', async () => {
  const written: string[] = [];
  show(async (text) => void written.push(text));
  expect((await screen.findAllByText('Copied.')).length).toBeGreaterThan(0);
  expect(written).toEqual(['chm_a_b']);
});

test('where the browser does not let it be copied, it stands selected', async () => {
  const field = show(() => Promise.reject(new Error('no')));
  expect((await screen.findAllByText('Copy it by hand.')).length).toBeGreaterThan(0);
  expect(document.activeElement).toBe(field);
  expect(field).toMatchObject({ selectionStart: 0, selectionEnd: 'chm_a_b'.length });
});
