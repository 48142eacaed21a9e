import { act, cleanup, render } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { Cell } from '../../live/cell.ts';
import { Said } from './said.tsx';

afterEach(cleanup);

const text = [
  'Tell me, Dorothy: when a room *laughs*, what has it learned?',
  '- one thing\n- another\n\n- and a third',
  '```js\nlet a = 1;\n\nlet b = 2;\n```',
  '| a | b |\n|-|-|\n| 1 | 2 |',
  '> To be\n> is to be laughed at.',
  'And that is knowledge. It is just knowledge nobody would put on a slide.',
].join('\n\n');

function blocksOf(container: HTMLElement): Element[] {
  return [...container.querySelectorAll('.said > *')];
}

test('a finished block keeps its node and its nodes inside over the whole stream and its end', () => {
  const live = new Cell('');
  const { container, rerender } = render(<Said text="" live={live} />);
  const seen = new Map<number, { node: Element; inside: readonly Node[] }>();
  for (let end = 1; end <= text.length; end += 1) {
    act(() => live.set(text.slice(0, end)));
    const blocks = blocksOf(container);
    for (const [index, { node, inside }] of seen) {
      expect(blocks[index]).toBe(node);
      expect([...node.childNodes]).toEqual(inside);
    }
    // All but the last two are frozen: the next one has begun, and its first line is whole.
    for (const [index, node] of blocks.slice(0, -2).entries())
      if (!seen.has(index)) seen.set(index, { node, inside: [...node.childNodes] });
  }
  rerender(<Said text={text} />);
  const finished = blocksOf(container);
  expect(seen.size).toBeGreaterThan(3);
  for (const [index, { node }] of seen) expect(finished[index]).toBe(node);
});

test('any cutting of the stream gives the page that the whole text gives', () => {
  const whole = render(<Said text={text} />).container.querySelector('.said')?.innerHTML;
  fc.assert(
    fc.property(fc.array(fc.nat({ max: text.length }), { maxLength: 15 }), (cuts) => {
      const live = new Cell('');
      const { container, rerender, unmount } = render(<Said text="" live={live} />);
      for (const end of cuts.sort((a, b) => a - b)) act(() => live.set(text.slice(0, end)));
      rerender(<Said text={text} />);
      expect(container.querySelector('.said')?.innerHTML).toBe(whole);
      unmount();
    }),
    { numRuns: 40 },
  );
});

test('the caret is shown only while words come', () => {
  const live = new Cell('So');
  const { container, rerender } = render(<Said text="" live={live} />);
  expect(container.querySelector('[data-caret]')).not.toBeNull();
  rerender(<Said text="So." />);
  expect(container.querySelector('[data-caret]')).toBeNull();
});
