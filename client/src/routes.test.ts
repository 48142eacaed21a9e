import { api } from '@chimera/protocol/api';
import { expect, test } from 'vitest';
import { routes, textOperations } from './routes.ts';

const operations = Object.entries(api);

test('the routes are exactly those of the table', () => {
  const expected = operations.map(([name, { method, path }]) => [name, `${method} ${path}`]);
  expect(routes).toEqual(Object.fromEntries(expected));
});

test('the text operations are exactly those without a JSON answer', () => {
  const expected = operations.filter(([, operation]) => !('response' in operation)).map(([name]) => name);
  expect(Object.keys(textOperations).toSorted()).toEqual(expected.toSorted());
});
