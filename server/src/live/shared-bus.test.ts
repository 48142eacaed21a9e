import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FaultyWire } from '../../test/faulty-wire.ts';
import { silentLogger } from '../logger.ts';
import { sharedBus } from './shared-bus.ts';
import type { Signal } from './signal.ts';

test('each node hears what is published once, the one that publishes it too', () => {
  const wire = new FaultyWire();
  const heard = new Map<string, Signal[]>();
  // Names that have to be quoted are quoted alike on both sides.
  const [first, second] = ['node "1"', 'node-2'].map((node) => {
    const bus = sharedBus({ node, wire: wire.end(), prefix: 'c', logger: silentLogger });
    const signals: Signal[] = [];
    heard.set(node, signals);
    bus.subscribe('talk', (signal) => signals.push(signal));
    return bus;
  });
  first?.publish('talk', { type: 'typing', name: 'Ada' });
  second?.publish('talk', { type: 'typing', name: 'Bo' });
  first?.publish('talk', { type: 'thaw' });
  first?.publish('another talk', { type: 'deleted' });
  const both = [{ type: 'typing', name: 'Ada' }, { type: 'typing', name: 'Bo' }, { type: 'thaw' }];
  expect([...heard.values()]).toEqual([both, both]);
});

test('a bell rings once on each node', () => {
  const wire = new FaultyWire();
  const rings: string[] = [];
  const [first] = ['n1', 'n2'].map((node) => {
    const bus = sharedBus({ node, wire: wire.end(), prefix: 'c', logger: silentLogger });
    bus.onRing('jobs', () => rings.push(node));
    return bus;
  });
  first?.ring('jobs');
  expect(rings).toEqual(['n1', 'n2']);
});

describe('words travel only to where somebody may follow', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A node that speaks, another one, and what has travelled between them since this was last asked. */
  function nodes() {
    const wire = new FaultyWire();
    const [speaker, other] = ['speaker', 'other'].map((node) =>
      sharedBus({ node, wire: wire.end(), prefix: 'c', logger: silentLogger }),
    );
    if (!speaker || !other) throw new Error('There are two nodes.');
    const travelled = (signal: Signal = word) => {
      wire.sent.length = 0;
      speaker.publish('talk', signal);
      return wire.sent.length > 0;
    };
    return { wire, speaker, other, travelled };
  }
  const word: Signal = { type: 'delta', delta: { turnId: 't', attempt: 1, offset: 0, text: 'sea' } };
  const watched = (viewers: number): Signal => ({ type: 'watched', node: 'other', viewers });

  test('they do until others were listened to for long enough, and from the first that says it follows', () => {
    const { speaker, other, travelled } = nodes();
    speaker.subscribe('talk', () => undefined);
    expect(travelled()).toBe(true);
    vi.advanceTimersByTime(14_900);
    expect(travelled()).toBe(true);
    vi.advanceTimersByTime(200);
    expect(travelled()).toBe(false);
    expect(travelled({ type: 'typing', name: 'Ada' })).toBe(true);
    other.publish('talk', watched(0));
    expect(travelled()).toBe(false);
    other.publish('talk', watched(1));
    expect(travelled()).toBe(true);
    vi.advanceTimersByTime(15_100);
    expect(travelled()).toBe(false);
  });

  test('they do while signals do not arrive, and when some may have been missed', () => {
    const { wire, speaker, travelled } = nodes();
    speaker.subscribe('talk', () => undefined);
    vi.advanceTimersByTime(15_100);
    wire.isWhole = false;
    expect(travelled()).toBe(true);
    wire.isWhole = true;
    expect(travelled()).toBe(false);
    wire.tellMissed();
    expect(travelled()).toBe(true);
  });

  test('they do where nobody listens to what others say', () => {
    const { speaker, travelled } = nodes();
    const subscription = speaker.subscribe('talk', () => undefined);
    vi.advanceTimersByTime(15_100);
    expect(travelled()).toBe(false);
    subscription.end();
    expect(travelled()).toBe(true);
    speaker.subscribe('talk', () => undefined);
    expect(travelled()).toBe(true);
  });
});
