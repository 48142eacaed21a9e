import { expect, test } from 'vitest';
import { missingOptionalDependencies } from './lock-guard.ts';

test('a lock that holds every optional dependency passes', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/mac': '1.0.0' } },
      'node_modules/@tool/linux': {},
      'node_modules/other/node_modules/@tool/mac': {},
    },
  };
  expect(missingOptionalDependencies(lock)).toEqual([]);
});

test('an optional dependency without an entry is named once', () => {
  const lock = {
    packages: {
      'node_modules/tool': { optionalDependencies: { '@tool/linux': '1.0.0', '@tool/mac': '1.0.0' } },
      'node_modules/twin': { optionalDependencies: { '@tool/mac': '1.0.0' } },
      'node_modules/@tool/linux': {},
      'node_modules/@tool/mac-arm': {},
    },
  };
  expect(missingOptionalDependencies(lock)).toEqual(['@tool/mac']);
});

test('something that is no lock file is refused', () => {
  expect(() => missingOptionalDependencies({ lockfileVersion: 1 })).toThrow(/packages/);
});
