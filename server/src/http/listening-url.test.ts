import { expect, test } from 'vitest';
import { listeningUrl } from './listening-url.ts';

const address = { address: '', family: 'IPv4', port: 8080 };

test.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['chimera.example', 'http://chimera.example:8080'],
  ['::1', 'http://[::1]:8080'],
  // A link to these would be refused: no request names them as its host.
  ['0.0.0.0', 'http://localhost:8080'],
  ['::', 'http://localhost:8080'],
])('who listens at %s is reached at %s', (host, url) => {
  expect(listeningUrl(host, address)).toBe(url);
});
