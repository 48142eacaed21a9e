import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ActionRegistry } from './action-registry.ts';
import { listenForKeys } from './listen-for-keys.ts';

let ran: string[];
let stop: () => void;
let registry: ActionRegistry;
let singleKeys: boolean;

beforeEach(() => {
  ran = [];
  singleKeys = true;
  registry = new ActionRegistry();
  registry.add(
    [
      ['play', 'Space'],
      ['home', 'g h'],
      ['shortcuts', '?'],
      ['palette', 'Mod+k'],
    ].map(([id = '', keys = '']) => ({
      id,
      label: id,
      keys: [keys],
      group: 'Test',
      inFields: id === 'palette',
      run: () => void ran.push(id),
    })),
  );
  stop = listenForKeys({ registry, singleKeys: () => singleKeys });
});

afterEach(() => {
  stop();
  document.body.innerHTML = '';
  vi.useRealTimers();
});

function press(
  key: string,
  init: KeyboardEventInit = {},
  target: EventTarget = document.body,
): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return event;
}

function element(html: string): Element {
  document.body.innerHTML = html;
  const made = document.body.firstElementChild;
  if (made === null) throw new Error('The markup is empty.');
  return made;
}

test('a key runs its action and nothing else happens with it', () => {
  expect(press(' ').defaultPrevented).toBe(true);
  expect(ran).toEqual(['play']);
});

test('a key without an action keeps its meaning', () => {
  expect(press('ArrowDown').defaultPrevented).toBe(false);
  expect(ran).toEqual([]);
});

test('a composed character is not a key', () => {
  press(' ', { isComposing: true });
  expect(ran).toEqual([]);
});

test.each([
  ['a text field', '<input>'],
  ['a text area', '<textarea></textarea>'],
  ['a list of choices', '<select></select>'],
  ['a slider', '<div role="slider" tabindex="0"></div>'],
  ['a button', '<button>Press</button>'],
  ['a link', '<a href="/">Go</a>'],
])('Space belongs to %s that has the focus', (_, html) => {
  expect(press(' ', {}, element(html)).defaultPrevented).toBe(false);
  expect(ran).toEqual([]);
});

test('the palette opens from within a field', () => {
  press('k', { ctrlKey: true }, element('<input>'));
  expect(ran).toEqual(['palette']);
});

test('an open dialog keeps the keys for itself', () => {
  element('<div role="dialog" data-state="open"></div>');
  press(' ');
  press('k', { metaKey: true });
  expect(ran).toEqual([]);
});

test('a sign that needs Shift is the sign', () => {
  press('?', { shiftKey: true });
  expect(ran).toEqual(['shortcuts']);
});

test('a sequence needs both of its keys in time', () => {
  vi.useFakeTimers();
  press('g');
  press('h');
  expect(ran).toEqual(['home']);
  press('g');
  vi.advanceTimersByTime(2000);
  press('h');
  expect(ran).toEqual(['home']);
});

test('switching single keys off works at once', () => {
  singleKeys = false;
  press(' ');
  press('k', { ctrlKey: true });
  expect(ran).toEqual(['palette']);
});

test('actions that were taken away do nothing', () => {
  const remove = registry.add([
    { id: 'step', label: 'Step', keys: ['.'], group: 'Test', run: () => void ran.push('step') },
  ]);
  remove();
  press('.');
  expect(ran).toEqual([]);
});
