import type { AuditionEvent } from '@chimera/protocol/audition';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { field, openStudio, stubBrowser } from '../__fixtures__/open-studio.tsx';
import { StudioServer } from '../__fixtures__/studio-server.ts';

vi.setConfig({ testTimeout: 30_000 });

interface Call {
  readonly body: Record<string, unknown>;
  readonly signal: AbortSignal;
  readonly say: (...events: AuditionEvent[]) => void;
  readonly end: () => void;
}

let calls: Call[] = [];
let refusal: Response | null = null;

beforeEach(() => {
  stubBrowser();
  calls = [];
  refusal = null;
  vi.stubGlobal('fetch', async (url: string, init: { body: string; signal: AbortSignal }) => {
    if (url !== '/api/personas/preview') return new Response(null, { status: 404 });
    if (refusal) return refusal;
    let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        stream = controller;
      },
    });
    const write = (event: AuditionEvent) =>
      stream?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
    init.signal.addEventListener('abort', () => stream?.error(init.signal.reason));
    calls.push({
      body: JSON.parse(init.body),
      signal: init.signal,
      say: (...events) => events.forEach(write),
      end: () => stream?.close(),
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open() {
  const server = new StudioServer();
  server.add({ id: 'wren', name: 'Wren', tagline: 'Keeps a light.' });
  server.add({ id: 'soc', name: 'Socrates', tagline: 'Asks.' });
  openStudio('/personas/new?from=wren', server);
  await field('Name');
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const call = () => waitFor(() => calls.at(-1) ?? Promise.reject(new Error('Nothing was asked.')));
const said = () => screen.getByRole('region', { name: 'What it said' });

const turn = { type: 'turn', name: 'Wren', self: true } as const;
const spoken = { type: 'spoken', brain: { kind: 'ollama', model: 'llama3.2' } } as const;

test('it says hello word by word, and who spoke is named', async () => {
  await open();
  expect(screen.getByText('The stage is set.')).toBeTruthy();
  press('Say hello');
  const { body, say, end } = await call();
  expect(body).toMatchObject({
    persona: { name: 'Wren', tagline: 'Keeps a light.' },
    prompt: 'Hello, Wren. Who are you?',
  });
  expect(body).not.toHaveProperty('brain');
  say(turn, { type: 'text', text: 'Mind ' });
  expect(await within(said()).findByText('Mind')).toBeTruthy();
  say({ type: 'text', text: 'the step.' }, spoken, { type: 'done' });
  end();
  expect(await within(said()).findByText('Mind the step.')).toBeTruthy();
  expect(within(said()).getByText('Spoken by Ollama · llama3.2')).toBeTruthy();
  expect(within(said()).getByText('Hello, Wren. Who are you?')).toBeTruthy();
  expect(screen.getByRole('log').textContent).toBe('Wren: Mind the step.');
});

test('rules that improvise are never called an AI', async () => {
  await open();
  press('Say hello');
  const { say } = await call();
  say(turn, { type: 'text', text: 'Hm.' }, { type: 'spoken', brain: { kind: 'demo', model: 'improviser' } });
  expect(
    await within(said()).findByText(/^Spoken by the demo brain.*improvised by rules, not an AI$/),
  ).toBeTruthy();
});

test('an answer that is asked for again starts over', async () => {
  await open();
  press('Say hello');
  const { say } = await call();
  say(turn, { type: 'text', text: 'Socrates says' }, { type: 'reset' }, { type: 'text', text: 'I say.' });
  expect(await within(said()).findByText('I say.')).toBeTruthy();
  expect(within(said()).queryByText(/Socrates says/)).toBeNull();
});

test('one’s own words are answered or contradicted; nothing is asked without them', async () => {
  await open();
  press('Answer this');
  expect(screen.getByText('Write something first.')).toBeTruthy();
  const words = screen.getByRole('textbox', { name: 'What you say' });
  expect(document.activeElement).toBe(words);
  expect(calls).toEqual([]);
  fireEvent.change(words, { target: { value: ' Is fog water? ' } });
  fireEvent.keyDown(words, { key: 'Enter', ctrlKey: true });
  expect((await call()).body).toMatchObject({ prompt: 'Is fog water?' });
  press('Disagree with me');
  await waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.body).toMatchObject({ prompt: 'Is fog water? Tell me where I am wrong.' });
  expect(calls[0]?.signal.aborted).toBe(true);
});

test('it meets another persona, about something', async () => {
  await open();
  fireEvent.click(screen.getByText('Meet another persona'));
  const details = screen.getByText('Meet another persona').closest('details');
  if (details) details.open = true;
  fireEvent(details ?? document.body, new Event('toggle'));
  fireEvent.click(await screen.findByRole('radio', { name: /Socrates/ }));
  fireEvent.change(screen.getByRole('textbox', { name: 'About what' }), { target: { value: 'Light' } });
  press('Let them meet');
  const { body, say } = await call();
  expect(body).toMatchObject({ meet: 'soc', topic: 'Light' });
  say(
    turn,
    { type: 'text', text: 'Who asks?' },
    spoken,
    { type: 'turn', name: 'Socrates', self: false },
    { type: 'text', text: 'I.' },
  );
  expect(await within(said()).findByText('Socrates')).toBeTruthy();
});

test('Stop ends it, keeps what was said, and stays under the finger', async () => {
  await open();
  press('Say hello');
  const { say, signal } = await call();
  say(turn, { type: 'text', text: 'On and on' });
  await within(said()).findByText('On and on');
  const stop = screen.getByRole('button', { name: 'Stop' });
  stop.focus();
  fireEvent.click(stop);
  expect(signal.aborted).toBe(true);
  expect(await within(said()).findByText('Stopped.')).toBeTruthy();
  expect(within(said()).getByText('On and on')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Once more' }));
  expect(screen.queryByRole('alert')).toBeNull();
});

test.each([
  [
    'a problem in mid-speech',
    (now: Call) => now.say({ type: 'problem', code: 'x', detail: 'It timed out.' }),
    'It timed out.',
  ],
  ['a connection that breaks', (now: Call) => now.end(), 'The connection broke before it was done.'],
])('%s is said in words, beside what was said', async (_, fail, reason) => {
  await open();
  press('Say hello');
  const now = await call();
  now.say(turn, { type: 'text', text: 'Half' });
  await within(said()).findByText('Half');
  fail(now);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toBe(`It broke off.${reason}`);
  expect(within(said()).getByText('Half')).toBeTruthy();
});

test('a refusal says why, and it can be tried once more', async () => {
  await open();
  const detail = 'What you may spend today is spent.';
  const problem = { status: 403, code: 'forbidden', detail, title: '', type: '', requestId: '' };
  refusal = new Response(JSON.stringify(problem), { status: 403 });
  press('Say hello');
  expect((await screen.findByRole('alert')).textContent).toBe(`It did not speak.${detail}`);
  refusal = null;
  press('Once more');
  expect((await call()).body).toMatchObject({ prompt: 'Hello, Wren. Who are you?' });
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('it says which fields changed since it spoke', async () => {
  await open();
  press('Say hello');
  const { say } = await call();
  say(turn, { type: 'text', text: 'Hm.' }, spoken, { type: 'done' });
  await within(said()).findByText('Hm.');
  expect(screen.queryByText(/^Changed since/)).toBeNull();
  fireEvent.change(await field('One line'), { target: { value: 'Other.' } });
  fireEvent.change(screen.getByRole('slider', { name: 'Warmth' }), { target: { value: '0.9' } });
  expect(screen.getByText('Changed since it said this: One line and Style.')).toBeTruthy();
});

test('a sheet that has to be mended first is not tried out', async () => {
  await open();
  fireEvent.change(await field('Name'), { target: { value: 'a'.repeat(81) } });
  expect(screen.getByRole('button', { name: 'Say hello' }).getAttribute('aria-disabled')).toBe('true');
  press('Say hello');
  expect(calls).toEqual([]);
});
