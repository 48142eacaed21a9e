import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { useAttempt } from './use-attempt.ts';

afterEach(cleanup);

function Asked({ work, onDone }: { readonly work: () => Promise<void>; readonly onDone: () => void }) {
  const { busy, error, run } = useAttempt(work, onDone);
  return (
    <button type="button" aria-busy={busy} onClick={run}>
      {error ?? 'No error'}
    </button>
  );
}

test('what failed says why and may be tried again; done is said once it is', async () => {
  let done = 0;
  const outcomes = [Promise.reject(new Error('first')), Promise.resolve()];
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Asked work={() => outcomes.shift() ?? Promise.resolve()} onDone={() => (done += 1)} />
    </QueryClientProvider>,
  );
  const button = screen.getByRole('button', { name: 'No error' });
  fireEvent.click(button);
  await screen.findByRole('button', { name: /^(?!No error)/, busy: false });
  expect(done).toBe(0);
  fireEvent.click(button);
  await screen.findByRole('button', { name: 'No error', busy: false });
  expect(done).toBe(1);
});
