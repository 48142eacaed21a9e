import { scopesOfRole as protocolScopes } from '@chimera/protocol/access';
import { expect, test } from 'vitest';
import { scopesOfRole } from './scopes-of-role.ts';

test('a key is offered what the server lets its owner do', () => {
  expect(scopesOfRole).toEqual(protocolScopes);
});
