import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { Fold } from './fold.tsx';

afterEach(cleanup);

test('it opens for what must be seen, and stays open when that is mended', () => {
  const fold = (opened: boolean) => (
    <Fold label="More" opened={opened}>
      inside
    </Fold>
  );
  const { rerender } = render(fold(false));
  const details = screen.getByRole('group');
  expect(details).toHaveProperty('open', false);
  rerender(fold(true));
  expect(details).toHaveProperty('open', true);
  rerender(fold(false));
  expect(details).toHaveProperty('open', true);
});
