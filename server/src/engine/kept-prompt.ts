import type { OpenTurn } from '@chimera/protocol/conversation';
import type { KeptPart } from '../conversations/prompt-pages.ts';
import type { KeptPrompt, KeptTry } from '../conversations/prompt-store.ts';
import type { Prompt, PromptTurn } from '../providers/provider.ts';
import type { GateAction } from './gate-action.ts';
import type { Attempt, Try } from './speak.ts';

/** What an attempt sent, as it is kept; null when no brain was asked. */
export function keptPrompt(turn: OpenTurn, { tries }: Pick<Attempt, 'tries'>, at: string): KeptPrompt | null {
  if (tries.length === 0) return null;
  const { turnId, attempt, seatId } = turn;
  return { turnId, attempt, seatId, at, tries: tries.map(keptTry) };
}

/** The parts of a prompt in the order in which a model reads them. */
export function partsOf({ system, turns, tail }: Prompt): KeptPart[] {
  return [
    ...(system === '' ? [] : [{ role: 'system', kind: 'system', text: system } as const]),
    ...turns.flatMap(({ role, parts }) => parts.map((text) => ({ role, kind: kindOf(role, text), text }))),
    ...(tail === '' ? [] : [{ role: 'user', kind: 'tail', text: tail } as const]),
  ];
}

function keptTry({ brain, prompt, usage, sampling, replyAs, maxTokens, stop, ...fate }: Try): KeptTry {
  const { actions, refused, broke } = fate;
  return {
    brain,
    parts: partsOf(prompt),
    maxTokens,
    stop: [...stop],
    ...(usage && !usage.estimated && { usage }),
    ...(Object.keys(sampling).length > 0 && { sampling }),
    ...(replyAs !== null && { replyAs }),
    actions: actions.map(keptAction),
    ...(refused && { refused }),
    ...(broke && { broke }),
  };
}

/** A word from the stage stands in brackets; nobody's line can begin with one. */
function kindOf(role: PromptTurn['role'], text: string): 'line' | 'note' {
  return role === 'user' && text.startsWith('[') ? 'note' : 'line';
}

/** The words that an action is about explain it; they need not be whole. */
const ACTION_TEXT_LIMIT = 500;

function keptAction({ rule, action, text }: GateAction): KeptTry['actions'][number] {
  if (text === undefined) return { rule, action };
  const isLong = text.length > ACTION_TEXT_LIMIT;
  return { rule, action, text: isLong ? `${text.slice(0, ACTION_TEXT_LIMIT).toWellFormed()}…` : text };
}
