import type { Settings, SettingsChange } from '@chimera/protocol/conversation';
import { isPositiveOrNone, isWholeOrNone, typedNumber, typedWhole } from '../../ui/typed-number.ts';

/** The limits as they stand in the fields: text, so that half a number can be typed. */
export interface LimitsDraft {
  readonly maxTurns: string;
  readonly maxMinutes: string;
  readonly maxTokens: string;
  readonly maxCost: string;
  readonly stopWords: string;
  readonly language: string;
  readonly pauseWhenUnwatched: boolean;
  /** Whether answers are kept, to be said again. */
  readonly cache: boolean;
}

export type LimitField = 'maxTurns' | 'maxMinutes' | 'maxTokens' | 'maxCost';
export type LimitProblem = 'number' | 'whole';

export function draftOf(settings: Settings): LimitsDraft {
  const text = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    maxTurns: text(settings.maxTurns),
    maxMinutes: text(settings.maxMinutes),
    maxTokens: text(settings.maxTokens),
    maxCost: text(settings.maxCost),
    stopWords: settings.stopWords.join(', '),
    language: settings.language ?? '',
    pauseWhenUnwatched: settings.pauseWhenUnwatched,
    cache: settings.cache,
  };
}

/** What is wrong with each field; empty when all can be saved. */
export function problemsOf(draft: LimitsDraft): Partial<Record<LimitField, LimitProblem>> {
  const turns = typedWhole(draft.maxTurns);
  const tokens = typedWhole(draft.maxTokens);
  return {
    ...((turns === null || !isWholeOrNone(turns)) && { maxTurns: 'whole' as const }),
    ...(!isWholeOrNone(tokens) && { maxTokens: 'whole' as const }),
    ...(!isPositiveOrNone(typedNumber(draft.maxMinutes)) && { maxMinutes: 'number' as const }),
    ...(!isPositiveOrNone(typedNumber(draft.maxCost)) && { maxCost: 'number' as const }),
  };
}

/** The change that a draft without problems asks for; null takes a limit away. */
export function changeOf(draft: LimitsDraft): SettingsChange {
  const turns = typedWhole(draft.maxTurns);
  const language = draft.language.trim();
  return {
    ...(turns !== null && { maxTurns: turns }),
    maxMinutes: typedNumber(draft.maxMinutes),
    maxTokens: typedWhole(draft.maxTokens),
    maxCost: typedNumber(draft.maxCost),
    stopWords: draft.stopWords
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    language: language === '' ? null : language,
    pauseWhenUnwatched: draft.pauseWhenUnwatched,
    cache: draft.cache,
  };
}
