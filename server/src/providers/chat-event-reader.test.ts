import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recorded } from './__fixtures__/raw-server.ts';
import { chatChunk } from './chat-chunk.ts';
import { ChatEventReader } from './chat-event-reader.ts';
import { SseReader } from './sse-reader.ts';

const inFull = (data: string) => chatChunk(JSON.parse(data));

function eventsOf(stream: Buffer): string[] {
  const events: string[] = [];
  new SseReader((data) => events.push(data)).push(stream);
  return events.filter((data) => data !== '[DONE]');
}

test.each(['openai', 'deepseek', 'openrouter', 'lmstudio', 'ollama'] as const)(
  'what it reads of a stream of %s is what is in it',
  (vendor) => {
    const reader = new ChatEventReader();
    for (const data of eventsOf(recorded(vendor))) expect(reader.read(data)).toEqual(inFull(data));
  },
);

test('whatever the events are, the shortcut reads the same as the parser', () => {
  const words = fc.oneof(
    fc.constantFrom('', 'a', ' b', '"', '\\', '\n', '","x":"', '"content":"', '€', '\u2028', 'stop'),
    fc.string({ maxLength: 6, unit: 'binary' }),
  );
  const delta = fc.oneof(
    fc.record({ content: words }),
    fc.record({ role: fc.constant('assistant'), content: words }),
    fc.record({ content: words, reasoning_content: fc.option(words) }),
    fc.record({ note: words, content: words }),
    fc.record({ content: fc.constant(null), reasoning: words }),
    fc.record({ other: fc.record({ content: words }), content: words }),
  );
  const event = fc.record({
    id: fc.constantFrom('a', 'b'),
    content: fc.option(words, { freq: 9, nil: undefined }),
    choices: fc.array(
      fc.record({
        index: fc.constantFrom(0, 0, 0, 1),
        delta,
        finish_reason: fc.constantFrom(null, null, null, 'stop'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    usage: fc.constantFrom(null, null, { prompt_tokens: 1, completion_tokens: 2 }),
  });
  const spaced = (value: unknown) => JSON.stringify(value).replaceAll('":', '": ');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), fc.boolean(), (events, spaces) => {
      const reader = new ChatEventReader();
      for (const each of events) {
        const compact = JSON.stringify(each);
        // Spaces are only put in where no words could be changed by it.
        const data = spaces && !/\\"/.test(compact) ? spaced(each) : compact;
        expect(reader.read(data)).toEqual(inFull(data));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('an event that is cut off is no JSON, however well it begins', () => {
  const reader = new ChatEventReader();
  const data = '{"choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}';
  reader.read(data);
  expect(() => reader.read(data.slice(0, -3))).toThrow(SyntaxError);
  expect(() => reader.read(data.replace('one', 'one\u0007'))).toThrow(SyntaxError);
  expect(reader.read(data.replace('one', 'two'))).toMatchObject({ text: 'two' });
});
