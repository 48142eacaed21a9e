import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each([
  ['/c/abc?x=1#end', '/c/abc?x=1#end'],
  ['/account', '/account'],
  ['/join-us', '/join-us'],
])('%s is a place of our own', (wanted, place) => {
  expect(safeNext(wanted)).toBe(place);
});

test.each([
  [undefined],
  [7],
  [''],
  ['c/abc'],
  ['https://evil.example/'],
  ['javascript:alert(1)'],
  ['//evil.example'],
  ['///evil.example'],
  ['/\\evil.example'],
  ['/\t/evil.example'],
  ['/\n\\evil.example'],
  ['/.//evil.example'],
  ['/a/..//evil.example'],
  ['/%2e//evil.example'],
  ['/sign-in?next=/sign-in'],
  ['/x/../sign-in'],
  ['/reset#secret'],
  ['/api/auth/me'],
])('%j leads home', (wanted) => {
  expect(safeNext(wanted)).toBe('/');
});
