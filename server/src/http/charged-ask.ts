import { countedAsk } from '../engine/counted-ask.ts';
import type { AskBrain } from '../engine/speak.ts';
import type { Logger } from '../logger.ts';
import type { Brains } from '../providers/brains.ts';
import type { ConnectionParts } from './connection-handlers.ts';

export interface ChargingParts extends Pick<ConnectionParts, 'charge'> {
  readonly brains: Pick<Brains, 'stream'>;
  readonly logger: Logger;
}

/** Brains for what belongs to no conversation: what they use is charged to the day of whoever asks. */
export interface ChargedAsk {
  readonly ask: AskBrain;
  /** Settles when all that was used is written down. */
  readonly settled: () => Promise<void>;
}

export function chargedAsk({ brains, charge, logger }: ChargingParts, ownerId: string): ChargedAsk {
  const charges: Promise<void>[] = [];
  const ask: AskBrain = (brain, fallbacks, ...request) =>
    brains.stream(ownerId, [brain, ...fallbacks], ...request);
  return {
    ask: countedAsk(ask, (used) => {
      // The demo brain is no model and costs nothing.
      for (const each of used.filter(({ brain }) => brain.kind !== 'demo')) {
        const charging = charge(ownerId, each).catch((error: unknown) =>
          logger.warn({ error, ownerId }, 'what a brain used beside all conversations could not be written'),
        );
        charges.push(charging);
      }
    }),
    settled: async () => void (await Promise.all(charges)),
  };
}
