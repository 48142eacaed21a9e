import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import { expect, test } from 'vitest';
import { silentLogger } from '../logger.ts';
import { exampleRequest } from '../providers/__fixtures__/example-request.ts';
import type { Part } from '../providers/provider.ts';
import { type ChargingParts, chargedAsk } from './charged-ask.ts';

const { model: _, sampling: __, prompt, ...request } = exampleRequest;
const usage: Usage = { inputTokens: 10, outputTokens: 2 };
const brain: SpokenBy = { kind: 'openai', model: 'm' };

type Charge = Parameters<ChargingParts['charge']>;

/** What is charged of one answer, of which `pieces` parts are read. */
async function charged({ by = brain, pieces = 9, charge = async (..._charge: Charge) => {} }) {
  const charges: Charge[] = [];
  const wanted: unknown[] = [];
  const stream = async function* (ownerId: string, brains: unknown): AsyncGenerator<Part> {
    wanted.push(ownerId, brains);
    yield { type: 'start', brain: by };
    yield { type: 'text', text: 'Hello.' };
    yield { type: 'finish', reason: 'stop', usage };
  };
  const { ask, settled } = chargedAsk(
    {
      brains: { stream },
      charge: async (...each) => {
        await charge(...each);
        charges.push(each);
      },
      logger: silentLogger,
    },
    'ann',
  );
  const wantedBrain = { connectionId: 'c', model: 'm' };
  const asked = { ...request, promptFor: () => prompt, cache: 'off' as const };
  let read = 0;
  for await (const part of ask(wantedBrain, [], asked, new AbortController().signal)) {
    if (part.type === 'start') asked.promptFor();
    read += 1;
    if (read >= pieces) break;
  }
  await settled();
  return { charges, wanted };
}

test('what an answer used is charged to whoever asked', async () => {
  const { charges, wanted } = await charged({});
  expect(charges).toEqual([['ann', { brain, usage }]]);
  expect(wanted).toEqual(['ann', [{ connectionId: 'c', model: 'm' }]]);
});

test('nothing is charged of the demo brain', async () => {
  expect((await charged({ by: { kind: 'demo', model: 'improviser' } })).charges).toEqual([]);
});

test('it is settled when it is written down, however long that takes', async () => {
  const slow = () => new Promise<void>((resolve) => void setTimeout(resolve, 50));
  expect((await charged({ charge: slow })).charges).toHaveLength(1);
});

test('what cannot be written down spoils nothing', async () => {
  const failing = async () => {
    throw new Error('The disk is full.');
  };
  expect((await charged({ charge: failing })).charges).toEqual([]);
});
