import { createRest } from '@chimera/client/rest';
import type { Message } from '@chimera/protocol/message';
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LiveProvider } from '../../live/live-provider.tsx';
import { StageProvider } from '../stage.tsx';
import { Marks } from './marks.tsx';

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

function marksOf(fallbackReason?: string): HTMLElement {
  const message: Message = {
    id: 'm1',
    seq: 2,
    author: { kind: 'seat', seatId: 's1', name: 'Ines' },
    text: 'So be it.',
    status: 'complete',
    createdAt: '2026-03-01T09:00:00.000Z',
    brain: {
      kind: 'ollama',
      model: 'llama3.2',
      fallbackFrom: 'openai · gpt-5',
      ...(fallbackReason !== undefined && { fallbackReason }),
    },
  };
  const nothing = { ok: true, status: 200, headers: { get: () => null }, text: async () => '{}' };
  const rest = createRest({ fetch: async () => nothing });
  const live = { status: { state: 'open' as const }, typing: () => undefined, follow: () => () => undefined };
  return render(
    <LiveProvider rest={rest} live={live}>
      <StageProvider id="c1">
        <Marks message={message} />
      </StageProvider>
    </LiveProvider>,
  ).container;
}

test('a line says who did not answer, and why', () => {
  expect(marksOf('OpenAI refused this key.').textContent).toBe(
    'Ollama · llama3.2 · OpenAI · gpt-5 did not answer: OpenAI refused this key.',
  );
  cleanup();
  expect(marksOf().textContent).toContain('fallback: OpenAI · gpt-5 did not answer');
});

test('a long reason is begun, and stands whole behind it', () => {
  const reason = `OpenAI has a problem of its own (status 500). It said: ${'a long story '.repeat(20)}`;
  const container = marksOf(reason);
  const mark = container.querySelector('[title]');
  expect(mark?.getAttribute('title')).toBe(`OpenAI · gpt-5 did not answer: ${reason}`);
  expect(mark?.textContent).toMatch(/^OpenAI · gpt-5 did not answer: OpenAI has a problem .+ long …$/);
  expect(mark?.textContent.length).toBeLessThan(130);
});
