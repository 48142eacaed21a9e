import { expect, test } from 'vitest';
import { idForFile, titleForFile } from './file-name.ts';

test.each([
  ['Is a joke a kind of knowledge?', 'Is-a-joke-a-kind-of-knowledge'],
  ['../../etc/passwd', 'etc-passwd'],
  ['..', 'conversation'],
  ['.hidden', 'hidden'],
  ['C:\\Windows\\System32', 'C-Windows-System32'],
  ['a\u0000b/c', 'ab-c'],
  ['/', 'conversation'],
  ['', 'conversation'],
  ['con', 'conversation-con'],
  ['Com1', 'conversation-Com1'],
  ['\u202egnp.exe', 'gnp-exe'],
  ['Cafe\u0301', 'Café'],
  ['冗談は知識か', '冗談は知識か'],
  ['😀😀', 'conversation'],
  ['a'.repeat(300), 'a'.repeat(60)],
  ['冗'.repeat(300), '冗'.repeat(50)],
])('the title %j becomes %j', (title, name) => {
  expect(titleForFile(title)).toBe(name);
});

test.each([
  ['0190b2c4-7a3e-7c1f', '0190b2c4-7a3e-7c1f'],
  ['../x', '---x'],
  ['a/b\\c', 'a-b-c'],
])('the id %j becomes %j', (id, name) => {
  expect(idForFile(id)).toBe(name);
});
