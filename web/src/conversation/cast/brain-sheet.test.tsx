import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gpt, llama, mistral, openBrainSheet as open, qwen } from './__fixtures__/open-brain-sheet.tsx';

beforeEach(() => {
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: true,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
});
afterEach(cleanup);

async function connect(label: string): Promise<void> {
  const select = screen.getByRole('combobox', { name: 'Connection' });
  const option = await within(select).findByRole('option', { name: new RegExp(label) });
  fireEvent.change(select, { target: { value: option.getAttribute('value') } });
}

const save = () => fireEvent.click(screen.getByRole('button', { name: 'Use this brain' }));

test('of three hundred models one is found by its name and given to the seat', async () => {
  const sent = open();
  expect(await screen.findByText(/^At this moment: .*Ollama · llama3\.2.*\.$/)).toBeTruthy();
  await connect('Work');
  fireEvent.change(await screen.findByRole('searchbox', { name: 'Find a model' }), {
    target: { value: 'gpt mini' },
  });
  const found = screen.getAllByRole('radio');
  expect(found).toHaveLength(1);
  expect(screen.getByText('reads 400K tokens · price unknown')).toBeTruthy();
  fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'Enter' });
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: gpt }]));
});

test('without a model nothing is sent, and it is said', async () => {
  const sent = open();
  await connect('Work');
  await screen.findByRole('searchbox');
  save();
  expect((await screen.findByRole('alert')).textContent).toBe('Choose a model first.');
  expect(document.activeElement).toBe(screen.getByRole('alert'));
  expect(sent).toEqual([]);
});

test('a connection that does not list its models takes the name of one', async () => {
  const sent = open();
  await connect('Not reachable');
  fireEvent.change(await screen.findByRole('textbox', { name: 'Name of the model' }), {
    target: { value: ' gpt ' },
  });
  save();
  await waitFor(() => expect(sent).toEqual([{ brain: { connectionId: 'down', model: 'gpt' } }]));
});

test('a model that is no longer listed stays the choice of its seat', async () => {
  const sent = open({ brain: { connectionId: 'ollama', model: 'older' } });
  expect(await screen.findByRole('radio', { name: 'older', checked: true })).toBeTruthy();
  save();
  await waitFor(() => expect(sent).toEqual([]));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('how it answers can be set, and what cannot be is said at its field', async () => {
  const sent = open({ brain: gpt });
  const field = screen.getByRole('textbox', { name: 'Temperature', hidden: true });
  fireEvent.change(field, { target: { value: '9' } });
  save();
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(field.getAttribute('aria-invalid')).toBe('true');
  fireEvent.change(field, { target: { value: '0.5' } });
  fireEvent.change(screen.getByRole('combobox', { name: 'Reasoning' }), { target: { value: 'low' } });
  save();
  await waitFor(() =>
    expect(sent).toEqual([{ brain: { ...gpt, params: { temperature: 0.5, reasoning: 'low' } } }]),
  );
});

test('stand-ins of the persona are shown, and become the beginning of own ones', async () => {
  const sent = open({ brain: gpt });
  expect(await screen.findByText(/^Those of the persona: .*Ollama · qwen3.*\.$/)).toBeTruthy();
  fireEvent.click(screen.getByRole('switch', { name: 'Own stand-ins for this seat' }));
  save();
  await waitFor(() => expect(sent).toEqual([{ fallbacks: [qwen] }]));
});

test('stand-ins are put in order, removed and added', async () => {
  const sent = open({ brain: mistral, fallbacks: [llama, qwen] });
  await screen.findAllByText('Ollama · llama3.2');
  expect(screen.getByRole('button', { name: 'Earlier: Ollama · llama3.2' })).toHaveProperty('disabled', true);
  fireEvent.click(screen.getByRole('button', { name: 'Later: Ollama · llama3.2' }));
  const order = screen.getAllByRole('listitem').map((item) => item.querySelector('bdi')?.textContent);
  expect(order).toEqual(['Ollama · qwen3', 'Ollama · llama3.2']);
  fireEvent.click(screen.getByRole('button', { name: 'Remove Ollama · llama3.2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add a stand-in' }));
  const select = screen.getAllByRole('combobox', { name: 'Connection' }).at(-1);
  if (select) fireEvent.change(select, { target: { value: 'ollama' } });
  fireEvent.click(await screen.findByRole('radio', { name: 'qwen3' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add this one' }));
  expect((await screen.findByRole('alert')).textContent).toBe('It stands in already.');
  fireEvent.click(screen.getByRole('radio', { name: 'llama3.2' }));
  fireEvent.click(screen.getByRole('button', { name: 'Add this one' }));
  save();
  await waitFor(() => expect(sent).toEqual([{ fallbacks: [qwen, llama] }]));
});

test('at most five stand in, and a seat may go back to those of its persona', async () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((model) => ({ connectionId: 'ollama', model }));
  const sent = open({ brain: gpt, fallbacks: five });
  expect(screen.getByRole('button', { name: 'Add a stand-in' }).getAttribute('aria-disabled')).toBe('true');
  fireEvent.click(screen.getByRole('switch'));
  save();
  await waitFor(() => expect(sent).toEqual([{ fallbacks: null }]));
});

test('Enter in the name of a new stand-in adds it; the form is not sent', async () => {
  const sent = open({ brain: mistral, fallbacks: [] });
  await screen.findByText('Nobody stands in.');
  fireEvent.click(screen.getByRole('button', { name: 'Add a stand-in' }));
  await screen.findAllByRole('option', { name: /Not reachable/ });
  const select = screen.getAllByRole('combobox', { name: 'Connection' }).at(-1);
  if (select) fireEvent.change(select, { target: { value: 'down' } });
  await waitFor(() => expect(screen.getAllByRole('textbox', { name: 'Name of the model' })).toHaveLength(2));
  const [, name] = screen.getAllByRole('textbox', { name: 'Name of the model' });
  if (name === undefined) throw new Error('There is no field for its name.');
  fireEvent.change(name, { target: { value: 'small' } });
  expect(fireEvent.keyDown(name, { key: 'Enter' })).toBe(false);
  expect(screen.getByText('Down · small')).toBeTruthy();
  expect(sent).toEqual([]);
});

test('what the server refuses leaves the sheet open, with the reason', async () => {
  open({ brain: gpt }, { refuses: true });
  fireEvent.change(screen.getByRole('combobox', { name: 'Reasoning', hidden: true }), {
    target: { value: 'low' },
  });
  save();
  expect(await screen.findByText('It was not changed.')).toBeTruthy();
  expect(screen.getByText('No answer.')).toBeTruthy();
});

test('a persona with a brain of its own is named for it', async () => {
  open({}, { personaBrain: true });
  expect(await screen.findByRole('option', { name: 'The persona’s brain' })).toBeTruthy();
  expect(await screen.findByText(/^At this moment: .*Ollama · qwen3.*\.$/)).toBeTruthy();
  expect(screen.queryByRole('option', { name: 'Chosen by the server' })).toBeNull();
});

test('while the stand-ins of the persona are not known, they cannot become own ones', async () => {
  open({ brain: gpt }, { personas: false });
  expect(screen.getByRole('switch')).toHaveProperty('disabled', true);
  expect(screen.queryByText('The persona has none.')).toBeNull();
});
