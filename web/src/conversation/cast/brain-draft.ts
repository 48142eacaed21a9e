import type { Brain, ModelBrain, Sampling } from '@chimera/protocol/provider';
import type { Seat, SeatChange } from '@chimera/protocol/seat';

/** What is typed about how a model answers; empty: as it does by itself. */
export interface ParamsDraft {
  readonly temperature: string;
  readonly reasoning: NonNullable<Sampling['reasoning']> | '';
  readonly maxTokens: string;
}

/** A connection and one of its models, as far as they are chosen. */
export interface ModelChoice {
  /** Empty: chosen by the server. */
  readonly connectionId: string;
  readonly model: string;
}

export interface BrainDraft {
  readonly choice: ModelChoice;
  readonly params: ParamsDraft;
  /** Null: those of the persona. */
  readonly standIns: readonly ModelBrain[] | null;
}

export type DraftProblem = 'model' | 'temperature' | 'maxTokens';

export const BY_SERVER = '';
/** As many as the server takes: `FALLBACKS_LIMIT`, which comes with schemas that a browser does not need. */
export const STAND_INS_LIMIT = 5;
const TEMPERATURE_MOST = 2;
const TOKENS_MOST = 200_000;

export function draftOf({ brain, fallbacks }: Pick<Seat, 'brain' | 'fallbacks'>): BrainDraft {
  const own = modelBrainOf(brain);
  return {
    choice: { connectionId: own?.connectionId ?? BY_SERVER, model: own?.model ?? '' },
    params: {
      temperature: own?.params?.temperature?.toString() ?? '',
      reasoning: own?.params?.reasoning ?? '',
      maxTokens: own?.params?.maxTokens?.toString() ?? '',
    },
    standIns: fallbacks ?? null,
  };
}

export function problemsOf({ choice, params }: BrainDraft): readonly DraftProblem[] {
  if (choice.connectionId === BY_SERVER) return [];
  const temperature = numberOf(params.temperature);
  const maxTokens = numberOf(params.maxTokens);
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  const problems: readonly (DraftProblem | false)[] = [
    choice.model.trim() === '' && 'model',
    temperature !== null && !within(temperature, 0, TEMPERATURE_MOST) && 'temperature',
    maxTokens !== null && !(Number.isInteger(maxTokens) && within(maxTokens, 1, TOKENS_MOST)) && 'maxTokens',
  ];
  return problems.filter((problem) => problem !== false);
}

/** What the server is asked to change; stand-ins only when they are others than before. */
export function changeOf(draft: BrainDraft, seat: Pick<Seat, 'brain' | 'fallbacks'>): SeatChange {
  const { standIns } = draft;
  const isSame = JSON.stringify(standIns) === JSON.stringify(seat.fallbacks ?? null);
  return {
    brain: brainOf(draft, modelBrainOf(seat.brain)),
    ...(!isSame && { fallbacks: standIns === null ? null : [...standIns] }),
  };
}

function brainOf({ choice, params }: BrainDraft, before: ModelBrain | null): Brain | null {
  if (choice.connectionId === BY_SERVER) return null;
  const temperature = numberOf(params.temperature);
  const maxTokens = numberOf(params.maxTokens);
  const topP = before?.params?.topP;
  const sampling: Sampling = {
    ...(temperature !== null && { temperature }),
    ...(maxTokens !== null && { maxTokens }),
    ...(params.reasoning !== '' && { reasoning: params.reasoning }),
    // Not shown here, and not lost.
    ...(topP !== undefined && { topP }),
  };
  return {
    connectionId: choice.connectionId,
    model: choice.model.trim(),
    ...(Object.keys(sampling).length > 0 && { params: sampling }),
  };
}

export function modelBrainOf(brain: Brain | null): ModelBrain | null {
  return brain !== null && 'connectionId' in brain ? brain : null;
}

/** Null: nothing was typed. A comma is a point to half of the world. */
function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim().replace(',', '.'));
}
