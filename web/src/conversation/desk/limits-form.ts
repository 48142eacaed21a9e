import type { Settings, SettingsChange } from '@chimera/protocol/conversation';

/** The limits as they stand in the fields: text, so that half a number can be typed. */
export interface LimitsDraft {
  readonly maxTurns: string;
  readonly maxMinutes: string;
  readonly maxTokens: string;
  readonly maxCost: string;
  readonly stopWords: string;
  readonly language: string;
  readonly pauseWhenUnwatched: boolean;
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
  };
}

/** What is wrong with each field; empty when all can be saved. */
export function problemsOf(draft: LimitsDraft): Partial<Record<LimitField, LimitProblem>> {
  const turns = numberOf(draft.maxTurns);
  const tokens = numberOf(draft.maxTokens);
  return {
    ...((turns === null || !isWhole(turns)) && { maxTurns: 'whole' as const }),
    ...(!isWhole(tokens) && { maxTokens: 'whole' as const }),
    ...(!isPositive(numberOf(draft.maxMinutes)) && { maxMinutes: 'number' as const }),
    ...(!isPositive(numberOf(draft.maxCost)) && { maxCost: 'number' as const }),
  };
}

/** The change that a draft without problems asks for; null takes a limit away. */
export function changeOf(draft: LimitsDraft): SettingsChange {
  const turns = numberOf(draft.maxTurns);
  const language = draft.language.trim();
  return {
    ...(turns !== null && { maxTurns: turns }),
    maxMinutes: numberOf(draft.maxMinutes),
    maxTokens: numberOf(draft.maxTokens),
    maxCost: numberOf(draft.maxCost),
    stopWords: draft.stopWords
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    language: language === '' ? null : language,
    pauseWhenUnwatched: draft.pauseWhenUnwatched,
  };
}

/** Null for an empty field; NaN for what is no number. A comma is a decimal point to half the world. */
function numberOf(text: string): number | null {
  const trimmed = text.trim().replace(',', '.');
  return trimmed === '' ? null : Number(trimmed);
}

function isPositive(value: number | null): boolean {
  return value === null || (Number.isFinite(value) && value > 0);
}

function isWhole(value: number | null): boolean {
  return value === null || (Number.isSafeInteger(value) && value > 0);
}
