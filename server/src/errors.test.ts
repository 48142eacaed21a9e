import { describe, expect, test } from 'vitest';
import { storageProblem } from './errors.ts';

const withCode = (code: string) => Object.assign(new Error('as its driver says'), { code });

describe('what goes wrong with a database', () => {
  test.each(['SQLITE_FULL', '53100', 'ENOSPC'])('%s is a full disk', (code) => {
    expect(storageProblem(withCode(code))).toMatchObject({ code: 'storage-full' });
  });

  test.each(['ECONNREFUSED', '57P01', '57P03', '08006', '53300', 'SQLITE_BUSY_SNAPSHOT'])(
    '%s is a database that is away',
    (code) => {
      expect(storageProblem(withCode(code))).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    },
  );

  test('so is a connection that ended without a code', () => {
    expect(storageProblem(new Error('Connection terminated unexpectedly'))?.code).toBe('unavailable');
  });

  test.each(['23505', '42P01', 'SQLITE_CONSTRAINT_UNIQUE', ''])('%j is something else', (code) => {
    expect(storageProblem(withCode(code))).toBeNull();
  });
});
