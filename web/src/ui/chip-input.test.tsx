import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { Announcers } from './announcer.tsx';
import { ChipInput } from './chip-input.tsx';

afterEach(cleanup);

const words = {
  hint: 'Enter adds it.',
  remove: (word: string) => `Remove ${word}`,
  added: (word: string) => `${word} added`,
  removed: (word: string) => `${word} removed`,
  there: (word: string) => `${word} is there`,
};

function open(first: readonly string[] = []) {
  const seen: (readonly string[])[] = [first];
  function Chips() {
    const [values, setValues] = useState<readonly string[]>(first);
    const change = (next: readonly string[]) => {
      seen.push(next);
      setValues(next);
    };
    return <ChipInput label="Traits" values={values} words={words} onChange={change} />;
  }
  render(
    <Announcers>
      <Chips />
    </Announcers>,
  );
  return { field: screen.getByRole('textbox', { name: 'Traits' }), values: () => seen.at(-1) };
}

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName;

test('Enter and a comma add, in every script; the field is empty then', () => {
  const { field, values } = open();
  type(field, '  brisk ');
  fireEvent.keyDown(field, { key: 'Enter' });
  type(field, 'dry,');
  type(field, '慎重、');
  expect(values()).toEqual(['brisk', 'dry', '慎重']);
  expect(field).toHaveProperty('value', '');
  expect(screen.getByRole('status').textContent).toBe('慎重 added');
});

test('Enter while a word is still being composed adds nothing', () => {
  const { field, values } = open();
  type(field, 'しん');
  fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
  expect(values()).toEqual([]);
});

test('a pasted list becomes chips, and what is there already is said', () => {
  const { field, values } = open(['dry']);
  fireEvent.paste(field, { clipboardData: { getData: () => 'brisk\ndry, calm' } });
  expect(values()).toEqual(['dry', 'brisk', 'calm']);
  type(field, 'calm');
  fireEvent.keyDown(field, { key: 'Enter' });
  expect(screen.getByRole('status').textContent).toBe('calm is there');
});

test('leaving the field adds what was typed', () => {
  const { field, values } = open();
  type(field, 'brisk');
  fireEvent.blur(field);
  expect(values()).toEqual(['brisk']);
});

test('by keyboard one goes to the chips and takes one away, and keeps one’s place', async () => {
  const { field, values } = open(['one', 'two', 'three']);
  field.focus();
  fireEvent.keyDown(field, { key: 'Backspace' });
  expect(focused()).toBe('Remove three');
  const step = (key: string) => document.activeElement && fireEvent.keyDown(document.activeElement, { key });
  step('ArrowLeft');
  expect(focused()).toBe('Remove two');
  step('Delete');
  expect(values()).toEqual(['one', 'three']);
  await waitFor(() => expect(focused()).toBe('Remove three'));
  step('ArrowRight');
  expect(focused()).toBe('INPUT');
  expect(screen.getByRole('status').textContent).toBe('two removed');
});
