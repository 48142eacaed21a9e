import { expect, test } from 'vitest';
import { isRefusedAddress } from './refused-address.ts';

test.each([
  ['127.0.0.1', true, false],
  ['127.8.9.10', true, false],
  ['0.0.0.0', true, false],
  ['10.0.0.5', true, false],
  ['172.16.3.4', true, false],
  ['192.168.1.20', true, false],
  ['100.64.0.1', true, false],
  ['::1', true, false],
  ['::', true, false],
  ['fd12:3456::1', true, false],
  ['::ffff:127.0.0.1', true, false],
  ['::ffff:10.1.2.3', true, false],
  ['169.254.169.254', true, true],
  ['::ffff:169.254.169.254', true, true],
  ['169.254.1.1', true, true],
  ['fe80::1', true, true],
  ['fd00:ec2::254', true, true],
  ['fd20:ce::254', true, true],
  ['100.100.100.200', true, true],
  ['168.63.129.16', true, true],
  ['192.0.0.192', true, true],
  ['64:ff9b::a9fe:a9fe', true, true],
  ['2002:7f00:1::', true, true],
  ['::7f00:1', true, true],
  ['::a00:1', true, true],
  ['64:ff9b:1::7f00:1', true, true],
  ['4000::1', true, false],
  ['5f00::1', true, false],
  ['224.0.0.1', true, true],
  ['255.255.255.255', true, true],
  ['not an address', true, true],
  ['', true, true],
  ['1.1.1.1', false, false],
  ['2606:4700:4700::1111', false, false],
])('%s is refused: in general %s, when it is named %s', (address, inGeneral, whenNamed) => {
  expect(isRefusedAddress(address, 'public')).toBe(inGeneral);
  expect(isRefusedAddress(address, 'named')).toBe(whenNamed);
});
