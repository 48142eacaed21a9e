import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Button } from './button.tsx';

afterEach(cleanup);

test('a button that cannot be pressed says why and stays in reach', () => {
  let pressed = 0;
  render(
    <Button disabledReason="Nobody is on stage." onClick={() => (pressed += 1)}>
      Play
    </Button>,
  );
  const button = screen.getByRole('button', { name: 'Play', description: 'Nobody is on stage.' });
  button.focus();
  fireEvent.click(button);
  expect(document.activeElement).toBe(button);
  expect(pressed).toBe(0);
});

test('a busy button keeps its name and takes no second press', () => {
  let pressed = 0;
  render(
    <Button busy onClick={() => (pressed += 1)}>
      Play
    </Button>,
  );
  const button = screen.getByRole('button', { name: 'Play', busy: true });
  fireEvent.click(button);
  expect(pressed).toBe(0);
});

test('a button keeps the focus when it becomes busy', () => {
  const { rerender } = render(<Button>Play</Button>);
  screen.getByRole('button').focus();
  rerender(
    <Button busy disabledReason="Wait.">
      Play
    </Button>,
  );
  expect(document.activeElement).toBe(screen.getByRole('button'));
});

test('the keys of a button are told to screen readers', () => {
  render(<Button shortcut="Mod+Enter">Send</Button>);
  expect(screen.getByRole('button').getAttribute('aria-keyshortcuts')).toBe('Control+Enter');
});
