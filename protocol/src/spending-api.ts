import type { Operation } from './operation.ts';
import { spendingLimitsSchema, spendingSchema } from './spending.ts';

/** What one's conversations cost, and how much they may. */
export const spendingApi = {
  getSpending: {
    method: 'GET',
    path: '/api/spending',
    tag: 'spending',
    summary: 'What was spent today, this month, by model and by day, and the limits of it',
    access: 'read',
    response: spendingSchema,
    status: 200,
  },
  setSpendingLimits: {
    method: 'PUT',
    path: '/api/spending/limits',
    tag: 'spending',
    summary: 'Set all limits over one’s conversations; one that is left out is none',
    access: 'manage',
    body: spendingLimitsSchema,
    response: spendingSchema,
    status: 200,
  },
} as const satisfies Record<string, Operation>;
