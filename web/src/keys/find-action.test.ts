import { describe, expect, test } from 'vitest';
import type { Action } from './action.ts';
import { findAction, type KeyPress } from './find-action.ts';

const context = { source: 'key', target: null } as const;

function action(id: string, keys: readonly string[], more: Partial<Action> = {}): Action {
  return { id, label: id, keys, group: 'Test', run: () => undefined, ...more };
}

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, prefix: null, place: 'page', singleKeys: true, ...more };
}

const play = action('play', ['Space']);
const send = action('send', ['Mod+Enter'], { inFields: true });
const palette = action('palette', ['Mod+k'], { inFields: true });
const home = action('home', ['g h']);
const actions = [
  play,
  send,
  palette,
  home,
  action('step', ['.']),
  action('leave', ['Escape'], { inFields: true }),
];

describe('where keys act', () => {
  test.each<[string, KeyPress, string]>([
    ['Space on the page plays', press('Space'), 'play'],
    ['a digit or mark on a button acts', press('.', { place: 'control' }), 'step'],
    ['Space on a button presses the button', press('Space', { place: 'control' }), 'none'],
    ['a plain key in a field types', press('.', { place: 'field' }), 'none'],
    ['a key with a modifier acts in a field', press('Mod+Enter', { place: 'field' }), 'send'],
    ['Escape acts in a field', press('Escape', { place: 'field' }), 'leave'],
    ['a dialog has its own keys', press('Mod+k', { place: 'dialog' }), 'none'],
    ['single keys can be switched off', press('Space', { singleKeys: false }), 'none'],
    ['keys with a modifier stay on', press('Mod+k', { singleKeys: false }), 'palette'],
    ['an unknown key does nothing', press('q'), 'none'],
  ])('%s', (_, pressed, expected) => {
    const found = findAction(actions, pressed, context);
    expect(found.kind === 'action' ? found.action.id : found.kind).toBe(expected);
  });

  test('an action that is not for fields stays out of them, even with a modifier', () => {
    const zoom = action('zoom', ['Mod+0']);
    expect(findAction([zoom], press('Mod+0', { place: 'field' }), context)).toEqual({ kind: 'none' });
  });
});

test('a plain key types in a field, even when its action is meant for fields', () => {
  const mark = action('mark', ['.'], { inFields: true });
  expect(findAction([mark], press('.', { place: 'field' }), context)).toEqual({ kind: 'none' });
});

describe('sequences', () => {
  test('the first key waits', () => {
    expect(findAction(actions, press('g'), context)).toEqual({ kind: 'prefix' });
  });
  test('the second key acts', () => {
    expect(findAction(actions, press('h', { prefix: 'g' }), context)).toEqual({
      kind: 'action',
      action: home,
    });
  });
  test('a second key that fits nothing ends the sequence', () => {
    expect(findAction(actions, press('.', { prefix: 'g' }), context)).toEqual({ kind: 'none' });
  });
});

describe('two actions with one key', () => {
  const pause = action('pause', ['Space']);
  test('cancel each other when both are possible', () => {
    expect(findAction([play, pause], press('Space'), context)).toEqual({
      kind: 'clash',
      actions: [play, pause],
    });
  });
  test('are fine when only one is possible', () => {
    const never = { ...pause, when: () => false };
    expect(findAction([play, never], press('Space'), context)).toEqual({ kind: 'action', action: play });
  });
});
