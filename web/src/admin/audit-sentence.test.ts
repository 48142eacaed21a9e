import { expect, test } from 'vitest';
import { adminEnglish } from '../words/admin-english.ts';
import { auditSentence } from './audit-sentence.ts';

const bob = { id: 'u2', name: 'Bob' };
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '');

test.each([
  [{ action: 'signed-in', actor: bob }, 'Bob signed in.'],
  [
    { action: 'key-made', actor: bob, subject: { kind: 'key', id: 'k', name: 'Home' } },
    'Bob made an API key “Home”.',
  ],
  [
    { action: 'user-deleted', actor: bob, subject: { kind: 'user', id: 'u9' } },
    'Bob deleted the account of somebody.',
  ],
  [
    { action: 'account-made', actor: bob, subject: { kind: 'user', id: 'u2', name: 'Bob' } },
    'Bob made an account.',
  ],
  [{ action: 'teleported', actor: bob }, 'Bob: teleported.'],
  [{ action: 'constructor', actor: bob }, 'Bob: constructor.'],
])('%j is a sentence', (entry, sentence) => {
  expect(plain(auditSentence(entry, adminEnglish.audit))).toBe(sentence);
});
