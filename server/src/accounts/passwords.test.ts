import { describe, expect, test } from 'vitest';
import { createPasswords } from './passwords.ts';

describe('passwords', () => {
  const passwords = createPasswords(4);

  test('count to their last character: neither 72 bytes nor a zero end them', async () => {
    const long = '🦁'.repeat(64);
    const hash = await passwords.hash(long);
    expect(await passwords.matches(long, hash)).toBe(true);
    expect(await passwords.matches('🦁'.repeat(63), hash)).toBe(false);
    const same = 'x'.repeat(72);
    expect(await passwords.matches(`${same}b`, await passwords.hash(`${same}a`))).toBe(false);
    expect(await passwords.matches('before\0b', await passwords.hash('before\0a'))).toBe(false);
  });

  test('are the same however a keyboard composes them', async () => {
    expect(await passwords.matches('cafe\u0301 au lait', await passwords.hash('caf\u00e9 au lait'))).toBe(
      true,
    );
  });

  test('cost 2 to the power of 12, unless a test says otherwise', async () => {
    expect(await createPasswords().hash('a long password')).toMatch(/^\$2b\$12\$/);
  });

  test('take as long to compare when there is nothing to compare with', async () => {
    const slow = createPasswords(10);
    const hash = await slow.hash('a long password');
    const timed = async (against: string | null) => {
      const begun = performance.now();
      for (let time = 0; time < 3; time += 1)
        expect(await slow.matches('another password', against)).toBe(false);
      return performance.now() - begun;
    };
    const [there, nowhere] = [await timed(hash), await timed(null)];
    expect(nowhere / there).toBeGreaterThan(0.3);
    expect(nowhere / there).toBeLessThan(3);
  });
});
