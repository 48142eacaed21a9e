import { expect, test } from 'vitest';
import { readServerFrame } from './server-frame.ts';

const conversationId = 'c1';

test.each([
  { type: 'pong' },
  { type: 'error', code: 'not-found', detail: 'There is no such conversation.' },
  { type: 'event', conversationId, gen: 'g', seq: 3, event: { type: 'turn-passed' } },
  { type: 'delta', conversationId, turnId: 't', attempt: 1, offset: 0, text: 'Hi' },
  { type: 'thinking', conversationId, seatId: 's', untilMs: 5 },
  { type: 'typing', conversationId, name: 'Ada' },
  { type: 'presence', conversationId, viewers: 2 },
  {
    type: 'snapshot',
    conversationId,
    gen: 'g',
    head: 1,
    view: { conversation: { head: 1 }, messages: [], earlier: false, liveText: '' },
  },
])('a $type frame is read', (frame) => {
  expect(readServerFrame(JSON.stringify(frame))).toEqual(frame);
});

test.each([
  ['binary', new Uint8Array([1])],
  ['no JSON', '{'],
  ['null', 'null'],
  ['a number', '7'],
  ['an unknown type', '{"type":"execute","conversationId":"c1"}'],
  ['no conversation', '{"type":"presence","viewers":1}'],
  [
    'a negative offset',
    '{"type":"delta","conversationId":"c1","turnId":"t","attempt":1,"offset":-1,"text":""}',
  ],
  [
    'a text that is none',
    '{"type":"delta","conversationId":"c1","turnId":"t","attempt":1,"offset":0,"text":{}}',
  ],
  ['an event without type', '{"type":"event","conversationId":"c1","gen":"g","seq":1,"event":{}}'],
  ['a snapshot without view', '{"type":"snapshot","conversationId":"c1","gen":"g","head":1}'],
])('%s is not read', (_, data) => {
  expect(readServerFrame(data)).toBeNull();
});
