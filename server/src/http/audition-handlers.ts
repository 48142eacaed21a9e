import { randomUUID } from 'node:crypto';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import { composeSheet } from '../engine/compose-sheet.ts';
import { draftSheet } from '../engine/draft-sheet.ts';
import { ChimeraError } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import { ProviderError } from '../providers/provider.ts';
import { chargedAsk, type ChargingParts } from './charged-ask.ts';
import { requireBrains } from './chosen-brain.ts';
import type { Handlers } from './handlers.ts';

export interface AuditionParts extends ChargingParts {
  readonly brains: Pick<Brains, 'choose' | 'stream'>;
  /** The limit that an owner has reached; null: none. */
  readonly overLimit: (ownerId: string) => Promise<Reason | null>;
  readonly now: () => Date;
}

type Names = 'composePersona' | 'draftPersona';

const DRAFT_MS = 120_000;

/** Trying out a persona before it is kept. */
export function auditionHandlers(parts: AuditionParts): Pick<Handlers, Names> {
  return {
    composePersona: async ({ body }) => composeSheet(body.persona),
    async draftPersona({ body: { idea, brain: wanted = null }, person: { userId } }) {
      await requireAllowance(parts, userId);
      await requireBrains(parts.brains, userId, [{ brain: wanted }]);
      const brain = await chosenModel(parts, userId, wanted);
      const { ask, settled } = chargedAsk(parts, userId);
      const signal = AbortSignal.timeout(DRAFT_MS);
      try {
        const sheet = await draftSheet({ ask, newId: randomUUID }, { idea, brain }, signal);
        if (sheet) return { sheet };
      } catch (error) {
        if (error instanceof ProviderError || !signal.aborted) throw error;
        throw failed(`${brain.model} took too long to write it.`, error);
      } finally {
        await settled();
      }
      throw failed(`${brain.model} answered twice, but with no sheet that can be read.`);
    },
  };
}

/** Throws when an owner may spend no more for now. */
export async function requireAllowance(
  { overLimit }: Pick<AuditionParts, 'overLimit'>,
  ownerId: string,
): Promise<void> {
  const limit = await overLimit(ownerId);
  if (limit) throw new ChimeraError('wrong-state', limit.text);
}

/** The model that is wanted, else the one that the server would choose. The demo brain writes no sheets. */
async function chosenModel(
  { brains }: Pick<AuditionParts, 'brains'>,
  ownerId: string,
  wanted: ModelBrain | null,
): Promise<ModelBrain> {
  const { kind, connectionId, model } = await brains.choose(ownerId, wanted);
  if (kind === 'demo') {
    throw new ChimeraError(
      'unavailable',
      'There is no model to write it. Connect one, or write it yourself.',
    );
  }
  return wanted ?? { connectionId, model };
}

function failed(what: string, cause?: unknown): ChimeraError {
  return new ChimeraError(
    'provider-failed',
    `${what} Try again, choose another model, or write it yourself.`,
    {
      cause,
    },
  );
}
