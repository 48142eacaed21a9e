import type { Brain, ModelBrain, Sampling } from '@chimera/protocol/provider';
import type { Seat, SeatChange } from '@chimera/protocol/seat';
import { typedNumber, typedWhole } from '../ui/typed-number.ts';

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
  /** A stand-in that is being chosen and not yet added; null: none. */
  readonly adding: ModelChoice | null;
}

export type DraftProblem = 'connection' | 'model' | 'temperature' | 'maxTokens';

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
    adding: null,
  };
}

/** What has to be mended first. A connection that is gone may stay where it is, but is not asked for anew. */
export function problemsOf(
  draft: BrainDraft,
  seat: Pick<Seat, 'brain'>,
  isGone: (connectionId: string) => boolean,
): readonly DraftProblem[] {
  const { choice, params } = draft;
  if (choice.connectionId === BY_SERVER || !isOther(draft, seat)) return [];
  if (isGone(choice.connectionId)) return ['connection'];
  const temperature = typedNumber(params.temperature);
  const maxTokens = typedWhole(params.maxTokens);
  const within = (value: number, least: number, most: number) => value >= least && value <= most;
  const problems: readonly (DraftProblem | false)[] = [
    choice.model.trim() === '' && 'model',
    temperature !== null && !within(temperature, 0, TEMPERATURE_MOST) && 'temperature',
    maxTokens !== null && !(Number.isInteger(maxTokens) && within(maxTokens, 1, TOKENS_MOST)) && 'maxTokens',
  ];
  return problems.filter((problem) => problem !== false);
}

/** What the server is asked to change: only what is other than before. */
export function changeOf(draft: BrainDraft, seat: Pick<Seat, 'brain' | 'fallbacks'>): SeatChange {
  const standIns = standInsOf(draft);
  const isSame = JSON.stringify(standIns) === JSON.stringify(seat.fallbacks ?? null);
  return {
    ...(isOther(draft, seat) && { brain: brainOf(draft, modelBrainOf(seat.brain)) }),
    ...(!isSame && { fallbacks: standIns === null ? null : [...standIns] }),
  };
}

/** Whether both are the same model of the same connection. */
export function isSameModel(one: ModelChoice, other: ModelChoice): boolean {
  return one.connectionId === other.connectionId && one.model.trim() === other.model.trim();
}

/** Whether the seat would get another brain than it has. Who plays it keeps it until a brain is chosen. */
function isOther(draft: BrainDraft, { brain }: Pick<Seat, 'brain'>): boolean {
  const before = modelBrainOf(brain);
  return !isSameBrain(brainOf(draft, before), before);
}

function isSameBrain(one: ModelBrain | null, other: ModelBrain | null): boolean {
  if (one === null || other === null) return one === other;
  const { params = {} } = one;
  const { params: others = {} } = other;
  return (
    isSameModel(one, other) &&
    params.temperature === others.temperature &&
    params.maxTokens === others.maxTokens &&
    params.reasoning === others.reasoning
  );
}

/** With the one that was chosen and not added: whoever saves means it, too. */
function standInsOf({ standIns, adding }: BrainDraft): readonly ModelBrain[] | null {
  if (standIns === null || adding === null || standIns.length >= STAND_INS_LIMIT) return standIns;
  const { connectionId, model } = adding;
  const isWhole = connectionId !== BY_SERVER && model.trim() !== '';
  if (!isWhole || standIns.some((each) => isSameModel(each, adding))) return standIns;
  return [...standIns, { connectionId, model: model.trim() }];
}

function brainOf({ choice, params }: BrainDraft, before: ModelBrain | null): ModelBrain | null {
  if (choice.connectionId === BY_SERVER) return null;
  const temperature = typedNumber(params.temperature);
  const maxTokens = typedWhole(params.maxTokens);
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
