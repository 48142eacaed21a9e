import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { field, openStudio, stubBrowser } from './__fixtures__/open-studio.tsx';
import { problem, StudioServer } from './__fixtures__/studio-server.ts';

// A whole screen, and saves that wait for a pause in typing.
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => stubBrowser());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const type = async (name: string, value: string) =>
  fireEvent.change(await field(name), { target: { value } });
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const drafts = (server: StudioServer) => [...server.drafts.values()];

function withWren(): StudioServer {
  const server = new StudioServer();
  server.add({ id: 'wren', name: 'Wren', tagline: 'Keeps a light.', traits: ['wary'], version: 1 });
  return server;
}

describe('a new one', () => {
  test('is saved while it is written, and named in the address', async () => {
    const { server, address } = openStudio('/personas/new');
    await type('Name', 'Ada');
    expect(screen.getByText('Saving the draft')).toBeTruthy();
    await waitFor(() => expect(screen.getByText(/^Draft saved · \d\d:\d\d$/)).toBeTruthy(), {
      timeout: 3000,
    });
    expect(drafts(server)).toMatchObject([{ base: 0, sheet: { name: 'Ada' } }]);
    await waitFor(() => expect(address()).toBe('/personas/new?draft=d1'));
    expect(await field('Name')).toHaveProperty('value', 'Ada');
  });

  test('is kept whole, without empty lines; its draft is gone, and one is on its page', async () => {
    const { server, address } = openStudio('/personas/new');
    await type('Name', 'Ada');
    press('Add a line');
    fireEvent.change(await field('Example line 1'), { target: { value: 'By what operation?' } });
    press('Add a line');
    const traits = await field('Traits');
    fireEvent.change(traits, { target: { value: 'brisk,' } });
    await waitFor(() => expect(drafts(server)).toHaveLength(1), { timeout: 3000 });
    press('Keep this persona');
    expect(await screen.findByText('its page')).toBeTruthy();
    expect(address()).toBe('/personas/p1');
    expect(server.personas.get('p1')).toMatchObject({
      name: 'Ada',
      exampleMessages: ['By what operation?'],
      traits: ['brisk'],
    });
    await waitFor(() => expect(drafts(server)).toEqual([]));
    expect(localStorage).toHaveLength(0);
  });

  test('without a name is not kept, and the name is what one mends', async () => {
    const { server } = openStudio('/personas/new');
    await type('One line', 'Counts.');
    press('Keep this persona');
    const name = await field('Name');
    await waitFor(() => expect(document.activeElement).toBe(name));
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Give it a name first.')).toBeTruthy();
    expect(server.asked).not.toContain('POST /api/personas');
  });

  test('that is too long says so as one types, and stays in the browser', async () => {
    const { server } = openStudio('/personas/new');
    await type('Name', 'a'.repeat(81));
    expect(screen.getByText('81 characters; 80 at most. Take 1 out.')).toBeTruthy();
    expect(screen.getByText(/^Draft in this browser only, until/)).toBeTruthy();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(drafts(server)).toEqual([]);
    expect(JSON.stringify(Object.values(localStorage))).toContain('a'.repeat(81));
    press('Keep this persona');
    await waitFor(async () => expect(document.activeElement).toBe(await field('Name')));
  });

  test('what the server finds wrong stands at its field until that changes', async () => {
    const { server } = openStudio('/personas/new');
    server.answers.set('POST /api/personas', () =>
      problem(400, 'exampleMessages.0: Odd.', [{ path: 'exampleMessages.0', message: 'Odd.' }]),
    );
    await type('Name', 'Ada');
    press('Add a line');
    fireEvent.change(await field('Example line 1'), { target: { value: 'By what operation?' } });
    press('Keep this persona');
    const line = await field('Example line 1');
    await waitFor(() => expect(document.activeElement).toBe(line));
    expect(line.getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByText('Example lines: Odd.')).toBeTruthy();
    fireEvent.change(line, { target: { value: 'By which operation?' } });
    expect(line.getAttribute('aria-invalid')).toBeNull();
  });

  test('begins with the sheet of another one', async () => {
    openStudio('/personas/new?from=wren', withWren());
    expect(await field('One line')).toHaveProperty('value', 'Keeps a light.');
    expect(screen.getByText('Nothing changed yet')).toBeTruthy();
  });
});

describe('a change', () => {
  test('is kept as the next version, with only what is other', async () => {
    const server = withWren();
    const sent: unknown[] = [];
    server.answers.set('PATCH /api/personas/wren', (body) => {
      sent.push(body);
      return { status: 200, body: { ...server.personas.get('wren'), version: 2 } };
    });
    openStudio('/personas/wren/edit', server);
    await field('Name');
    const keep = screen.getByRole('button', { name: 'Keep as version 2' });
    expect(keep.getAttribute('aria-disabled')).toBe('true');
    await type('One line', 'Lets it go out.');
    fireEvent.click(keep);
    expect(await screen.findByText('its page')).toBeTruthy();
    expect(sent).toEqual([{ tagline: 'Lets it go out.', version: 1 }]);
  });

  test('of what comes with Chimera is offered as a copy', async () => {
    const server = withWren();
    server.add({ id: 'soc', name: 'Socrates', builtIn: true });
    openStudio('/personas/soc/edit', server);
    const link = await screen.findByRole('link', { name: /^Begin with .*Socrates/ });
    expect(link.getAttribute('href')).toBe('/personas/new?from=soc');
  });

  test('of nobody says that there is nobody', async () => {
    openStudio('/personas/gone/edit');
    expect(await screen.findByRole('heading', { name: 'There is no such persona.' })).toBeTruthy();
  });

  test('that somebody else overtook is shown field by field, and kept as it is chosen', async () => {
    const server = withWren();
    openStudio('/personas/wren/edit', server);
    await type('One line', 'Mine.');
    await type('Who it is', 'A keeper.');
    server.change('wren', { tagline: 'Theirs.', traits: ['tired'] });
    press('Keep as version 2');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/^You began from version 1; the newest is 2\./)).toBeTruthy();
    const ofLine = within(dialog).getByRole('group', { name: 'One line: whose?' });
    expect(within(ofLine).getByRole('radio', { name: 'MineMine.', checked: true })).toBeTruthy();
    fireEvent.click(within(ofLine).getByRole('radio', { name: 'TheirsTheirs.' }));
    const ofTraits = within(dialog).getByRole('group', { name: 'Traits: whose?' });
    expect(within(ofTraits).getByRole('radio', { name: 'Theirstired', checked: true })).toBeTruthy();
    fireEvent.click(within(ofTraits).getByRole('radio', { name: 'Minewary' }));
    expect(within(dialog).queryByRole('group', { name: 'Who it is: whose?' })).toBeNull();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep as version 3' }));
    expect(await screen.findByText('its page')).toBeTruthy();
    expect(server.personas.get('wren')).toMatchObject({
      version: 3,
      tagline: 'Theirs.',
      traits: ['wary'],
      description: 'A keeper.',
    });
  });
});

describe('two tabs', () => {
  async function overtaken() {
    const server = withWren();
    const draft = server.draft({ personaId: 'wren', base: 1, sheet: { name: 'Wren', tagline: 'First.' } });
    openStudio(`/personas/wren/edit?draft=${draft.id}`, server);
    await type('One line', 'Mine.');
    server.draft({ ...draft, revision: 2, sheet: { name: 'Wren', tagline: 'Theirs.' } });
    const alert = await screen.findByRole('alert', {}, { timeout: 3000 });
    return { server, alert };
  }

  test('never write over each other silently: what differs is shown', async () => {
    const { server, alert } = await overtaken();
    expect(alert.textContent).toContain('Another tab saved this draft at');
    expect(alert.textContent).toContain('Different: One line');
    expect(screen.getByRole('button', { name: 'Keep as version 2' }).getAttribute('aria-disabled')).toBe(
      'true',
    );
    press('Look at both');
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText('Mine.')).toBeTruthy();
    expect(within(dialog).getByText('Theirs.')).toBeTruthy();
    expect(drafts(server)).toMatchObject([{ revision: 2, sheet: { tagline: 'Theirs.' } }]);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep mine' }));
    await waitFor(() => expect(drafts(server)).toMatchObject([{ revision: 3, sheet: { tagline: 'Mine.' } }]));
  });

  test('and theirs can be taken', async () => {
    const { server } = await overtaken();
    press('Take theirs');
    expect(await field('One line')).toHaveProperty('value', 'Theirs.');
    expect(drafts(server)).toMatchObject([{ revision: 2 }]);
    await type('One line', 'On from there.');
    await waitFor(() => expect(drafts(server)).toMatchObject([{ sheet: { tagline: 'On from there.' } }]), {
      timeout: 3000,
    });
  });
});

describe('what was begun', () => {
  test('is gone on with', async () => {
    const server = withWren();
    server.draft({ personaId: 'wren', base: 1, sheet: { name: 'Wren', tagline: 'Begun.' } });
    const { address } = openStudio('/personas/wren/edit', server);
    fireEvent.click(await screen.findByRole('button', { name: /^Go on with .*Wren/ }));
    expect(await field('One line')).toHaveProperty('value', 'Begun.');
    await waitFor(() => expect(address()).toBe('/personas/wren/edit?draft=d1'));
  });

  test('is thrown away, and a fresh sheet lies there', async () => {
    const server = withWren();
    server.draft({ personaId: 'wren', base: 1, sheet: { name: 'Wren', tagline: 'Begun.' } });
    openStudio('/personas/wren/edit', server);
    fireEvent.click(await screen.findByRole('button', { name: /^Throw it away: .*Wren/ }));
    expect(await field('One line')).toHaveProperty('value', 'Keeps a light.');
    expect(drafts(server)).toEqual([]);
  });

  test('and never reached the server is offered from this browser, and saved then', async () => {
    const server = withWren();
    server.answers.set('POST /api/persona-drafts', () => problem(503, 'The server is restarting.'));
    openStudio('/personas/new', server);
    await type('Name', 'Ada');
    expect(await screen.findByText(/The server is restarting\./, {}, { timeout: 3000 })).toBeTruthy();
    cleanup();
    server.answers.clear();
    openStudio('/personas/new', server);
    expect(await screen.findByText(/in this browser only/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /^Go on with .*Ada/ }));
    await waitFor(() => expect(drafts(server)).toMatchObject([{ sheet: { name: 'Ada' } }]), {
      timeout: 3000,
    });
    await waitFor(() => expect(localStorage).toHaveLength(0));
  });

  test('of a persona leads to that persona', async () => {
    const server = withWren();
    server.draft({ personaId: 'wren', base: 1, sheet: { name: 'Wren', tagline: 'Begun.' } });
    const { address } = openStudio('/personas/new?draft=d1', server);
    expect(await field('One line')).toHaveProperty('value', 'Begun.');
    expect(address()).toBe('/personas/wren/edit?draft=d1');
  });
});

describe('what a model is told', () => {
  test('is shown by its parts, and that of the field one is in is marked', async () => {
    const { server } = openStudio('/personas/new?from=wren', withWren());
    const prompt = await field('How to play it');
    fireEvent.change(prompt, { target: { value: 'You are Wren.' } });
    const told = await screen.findByRole('region', { name: 'What a model is told' });
    await within(told).findByText('You are Wren.', {}, { timeout: 3000 });
    expect(within(told).getByText(/About 12 tokens\./)).toBeTruthy();
    fireEvent.focus(prompt);
    const part = within(told)
      .getByRole('button', { name: 'Go to the field: How to play it' })
      .closest('[data-edited]');
    expect(part?.textContent).toContain('You are Wren.');
    fireEvent.click(within(told).getByRole('button', { name: 'Go to the field: Name' }));
    await waitFor(async () => expect(document.activeElement).toBe(await field('Name')));
    expect(server.asked).toContain('POST /api/personas/prompt');
  });

  test('a slider says what it puts into the prompt', async () => {
    openStudio('/personas/new?from=wren', withWren());
    const slider = await screen.findByRole('slider', { name: 'Humour' });
    await waitFor(() => expect(slider.getAttribute('aria-describedby')).toBeTruthy());
    const hint = () => document.getElementById(slider.getAttribute('aria-describedby') ?? '')?.textContent;
    await waitFor(() => expect(hint()).toBe('In the prompt: nothing'));
    fireEvent.change(slider, { target: { value: '0.8' } });
    await waitFor(() => expect(hint()).toBe('In the prompt: “quick to joke”'), { timeout: 3000 });
  });
});
