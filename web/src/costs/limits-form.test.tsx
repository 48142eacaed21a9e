import type { SpendingLimits } from '@chimera/protocol/spending';
import { createRest } from '@chimera/client/rest';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { RestProvider } from '../queries/rest.tsx';
import { ToastProvider } from '../ui/toast.tsx';
import { LimitsForm } from './limits-form.tsx';

afterEach(cleanup);

const rest = createRest({ fetch: () => Promise.reject(new Error('Nothing is asked for.')) });
const queries = new QueryClient();
const form = (limits: SpendingLimits) => (
  <ToastProvider label="Notes">
    <RestProvider value={rest}>
      <QueryClientProvider client={queries}>
        <LimitsForm limits={limits} ceiling={undefined} />
      </QueryClientProvider>
    </RestProvider>
  </ToastProvider>
);

test('a limit that changes elsewhere is shown, but not over what somebody types', () => {
  const { rerender } = render(form({ costPerDay: 1, tokensPerDay: 1000 }));
  const field = (name: string) => screen.getByRole('textbox', { name });
  fireEvent.change(field('Tokens a day'), { target: { value: '50' } });
  rerender(form({ costPerDay: 2, tokensPerDay: 3000 }));
  expect(field('US dollars a day')).toHaveProperty('value', '2');
  expect(field('Tokens a day')).toHaveProperty('value', '50');
});
