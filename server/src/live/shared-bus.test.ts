import { expect, test } from 'vitest';
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
