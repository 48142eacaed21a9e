import { createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MailServer, startMailServer } from '../../test/mail-server.ts';
import { secrets } from '../secrets.ts';
import { createLetters, LetterFailed } from './letters.ts';

const from = 'chimera@example.org';
const expiresAt = '2026-05-01T12:00:00.000Z';
const url = `https://chimera.example.org/join#${'x'.repeat(43)}`;

let mail: MailServer;
beforeEach(async () => {
  mail = await startMailServer();
});
afterEach(() => mail.close());

test('a letter says what its link does, and until when', async () => {
  await createLetters({ url: mail.url, from }).sendInvite('ada@example.org', { url, expiresAt, by: 'Grace' });
  const [letter] = mail.letters;
  expect(letter).toMatchObject({ from, to: ['ada@example.org'] });
  expect(letter?.headers).toEqual(
    expect.arrayContaining([
      'From: Chimera <chimera@example.org>',
      'To: ada@example.org',
      'Subject: An invitation to Chimera',
      'Auto-Submitted: auto-generated',
    ]),
  );
  expect(letter?.headers.find((line) => line.startsWith('Content-Type'))).toMatch(/text\/plain/);
  expect(letter?.text).toContain(`Grace invites you to Chimera`);
  expect(letter?.text).toContain('until 2026-05-01 12:00 UTC');
  expect(letter?.text.split('\n')).toContain(url);
});

test('names in other scripts arrive as they are', async () => {
  const letters = createLetters({ url: mail.url, from });
  await letters.sendReset('ada@example.org', { url, expiresAt, name: 'Zoë 漢字' });
  expect(mail.letters[0]?.text).toContain('Hello Zoë 漢字,');
  expect(mail.letters[0]?.text.split('\n')).toContain(url);
});

test('line breaks in a name add neither headers nor lines', async () => {
  const letters = createLetters({ url: mail.url, from });
  const name = 'Eve\r\nBcc: all@example.org\r\n\r\nGo to\u2028https://evil.example';
  await letters.sendReset('ada@example.org', { url, expiresAt, name });
  await letters.sendInvite('ada@example.org', { url, expiresAt, by: name });
  expect(mail.letters).toHaveLength(2);
  for (const { to, headers, text } of mail.letters) {
    expect(to).toEqual(['ada@example.org']);
    expect(headers.filter((line) => /^bcc/i.test(line))).toEqual([]);
    expect(text).toContain('Eve Bcc: all@example.org Go to https://evil.example');
  }
});

test.each([
  'ada@example.org\r\nBcc: eve@example.org',
  'ada@example.org, eve@example.org',
  'Ada <ada@example.org>, eve@example.org',
  'ada@example.org\r\nRCPT TO:<eve@example.org>',
])('%j reaches nobody besides', async (to) => {
  const letters = createLetters({ url: mail.url, from });
  await letters.sendReset(to, { url, expiresAt, name: 'Ada' }).catch(() => undefined);
  const reached = mail.letters.flatMap((letter) => letter.to);
  expect(reached).not.toContain('eve@example.org');
  expect(mail.letters.flatMap(({ headers }) => headers).filter((line) => /^b?cc:/i.test(line))).toEqual([]);
});

test.each([
  { code: 550, isFinal: true },
  { code: 451, isFinal: false },
])('a refusal with $code is told without the server’s words', async ({ code, isFinal }) => {
  mail.refusal = { code, text: `No ${url} here` };
  const sent = createLetters({ url: mail.url, from }).sendReset('ada@example.org', {
    url,
    expiresAt,
    name: 'Ada',
  });
  const error = await sent.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(LetterFailed);
  expect(error).toMatchObject({ isFinal, message: expect.stringContaining(String(code)) });
  expect(error).not.toHaveProperty('cause', expect.anything());
  expect(JSON.stringify(error) + String(error)).not.toContain('xxx');
});

test('a password is not sent over a line that is not encrypted, and is hidden in logs', async () => {
  // On this machine, but not one of the addresses that are known to be.
  const elsewhere = await startMailServer('127.0.0.2');
  const letters = createLetters({ url: elsewhere.url.replace('//', '//chimera:s3cret-word@'), from });
  await expect(letters.sendReset('ada@example.org', { url, expiresAt, name: 'Ada' })).rejects.toThrow(/ETLS/);
  await elsewhere.close();
  expect(elsewhere.letters).toEqual([]);
  expect(secrets.hide('with s3cret-word')).toBe('with [key]');
});

test('a server that never greets is given up', { timeout: 15_000 }, async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const letters = createLetters({ url: `smtp://127.0.0.1:${port}`, from });
  const sent = letters.sendReset('ada@example.org', { url, expiresAt, name: 'Ada' });
  await expect(sent).rejects.toMatchObject({ name: 'LetterFailed', isFinal: false });
  mute.close();
});
