import { cleanup, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Announcers, useAnnouncer, type Announcer } from './announcer.tsx';

afterEach(cleanup);

function Grab({ onReady }: { readonly onReady: (announcer: Announcer) => void }) {
  const announcer = useAnnouncer();
  useEffect(() => onReady(announcer), [announcer, onReady]);
  return null;
}

function mounted(): Announcer {
  const ready: Announcer[] = [];
  render(
    <Announcers>
      <Grab onReady={(announcer) => void ready.push(announcer)} />
    </Announcers>,
  );
  const [announcer] = ready;
  if (announcer === undefined) throw new Error('Nothing was rendered.');
  return announcer;
}

test('both regions are there, empty and polite, before anything is said', () => {
  mounted();
  for (const role of ['log', 'status']) {
    const region = screen.getByRole(role);
    expect(region.textContent).toBe('');
    expect(region.getAttribute('aria-live')).toBe('polite');
  }
});

test('each message is one line, and only the last five stay', () => {
  const announcer = mounted();
  for (let number = 1; number <= 7; number += 1) announcer.announce(`Dorothy: line ${number}`);
  const lines = [...screen.getByRole('log').children].map((line) => line.textContent);
  expect(lines).toEqual([3, 4, 5, 6, 7].map((number) => `Dorothy: line ${number}`));
});

test('the same note twice is a change, so that it is heard twice', () => {
  const announcer = mounted();
  announcer.status('Paused.');
  const first = screen.getByRole('status').textContent;
  announcer.status('Paused.');
  expect(screen.getByRole('status').textContent).not.toBe(first);
  expect(screen.getByRole('status').textContent?.trim()).toBe('Paused.');
});
