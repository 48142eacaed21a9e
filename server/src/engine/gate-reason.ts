import type { Reason } from '@chimera/protocol/seat';
import type { GateAction, GuardRule } from './gate-action.ts';

/** Why the gate ended an answer early or wants another one. */
export type GateReasonCode =
  | 'spoke-for-seat'
  | 'spoke-for-human'
  | 'role-flip'
  | 'reasoning-only'
  | 'not-speech'
  | 'template-marks'
  | 'empty'
  | 'too-long'
  | 'output-limit'
  | 'content-filter'
  | 'narrated'
  | 'echo'
  | 'self-repeat'
  | 'assistant-voice'
  | 'refusal'
  | 'meta'
  | 'early-end'
  | 'prompt-leak'
  | 'thought-aloud'
  | 'document'
  | 'language';

export function gateReason(code: GateReasonCode): Reason {
  return { code, text: SENTENCES[code] };
}

/** The reason that goes with what the gate did. */
export function reasonOfAction({ rule, action }: GateAction): Reason {
  if (rule === 'reasoning' && action === 'retry') return gateReason('thought-aloud');
  return gateReason(REASONS[rule] ?? 'empty');
}

/** What the gate did where the structure of an answer ended it. */
export function actionOfCode(code: GateReasonCode, hasShown: boolean): GateAction {
  const rule = RULES[code] ?? 'empty';
  return { rule, action: hasShown ? 'cut' : code === 'refusal' ? 'reroute' : 'retry' };
}

/** What the seat is told before it tries again. The refused text itself is never shown to it. */
export function nudgeOf(
  reason: Reason,
  { selfName, language }: { readonly selfName: string; readonly language: string | null },
): string {
  switch (reason.code) {
    case 'spoke-for-seat':
    case 'spoke-for-human':
    case 'role-flip':
      return `You are ${selfName}. Say only what ${selfName} says; the others speak for themselves.`;
    case 'echo':
      return 'Do not repeat what others said; add one new point.';
    case 'self-repeat':
      return `${selfName} has said that before; say something new.`;
    case 'assistant-voice':
    case 'meta':
    case 'prompt-leak':
      return `Speak as ${selfName}, a person in the room, about what is being talked about.`;
    case 'document':
      return 'Say it as one would speak it, in plain sentences.';
    case 'narrated':
      return `Only the words that ${selfName} says aloud; no actions.`;
    case 'language':
      return `Answer in ${ownNameOf(language) ?? 'the language that the others speak'}.`;
    case 'reasoning-only':
    case 'thought-aloud':
    case 'not-speech':
    case 'template-marks':
      return `Write only the words that ${selfName} says aloud, as plain text.`;
    default:
      return `Say something as ${selfName}, in words.`;
  }
}

/** A language as its speakers call it: who went over to another one hears it best so. */
function ownNameOf(language: string | null): string | null {
  const [code = ''] = language?.split('-') ?? [];
  if (!/^[a-z]{2,3}$/iu.test(code)) return null;
  return new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? null;
}

const SENTENCES: Record<GateReasonCode, string> = {
  'spoke-for-seat': 'It was cut where it began to speak for somebody else.',
  'spoke-for-human': 'It was cut where it began to speak for a person.',
  'role-flip': 'It spoke as somebody else.',
  'reasoning-only': 'It only thought and said nothing.',
  'not-speech': 'It answered with data instead of words.',
  'template-marks': 'It was cut where the chat template showed.',
  empty: 'It was empty.',
  'too-long': 'It was ended at the length that was asked for.',
  'output-limit': 'It reached the output limit.',
  'content-filter': 'The provider’s filter stopped it.',
  narrated: 'It told what it does instead of speaking.',
  echo: 'It repeated what somebody else had just said.',
  'self-repeat': 'It repeated itself.',
  'assistant-voice': 'It spoke as an assistant, not as its persona.',
  refusal: 'It did not want to answer.',
  meta: 'It spoke about its instructions.',
  'early-end': 'It wanted to end the scene.',
  'prompt-leak': 'It read out its instructions.',
  'thought-aloud': 'It thought aloud about how to answer.',
  document: 'It wrote a list instead of speaking.',
  language: 'It spoke another language.',
};

const RULES: Partial<Record<GateReasonCode, GuardRule>> = {
  'spoke-for-seat': 'speak-for',
  'spoke-for-human': 'human-line',
  'role-flip': 'role-flip',
  'reasoning-only': 'reasoning',
  'not-speech': 'json',
  'template-marks': 'template',
  'too-long': 'length',
  'output-limit': 'truncated',
  'content-filter': 'refusal',
};

const REASONS: Partial<Record<GuardRule, GateReasonCode>> = {
  'speak-for': 'spoke-for-seat',
  'human-line': 'spoke-for-human',
  'role-flip': 'role-flip',
  narration: 'narrated',
  echo: 'echo',
  'self-repeat': 'self-repeat',
  'assistant-voice': 'assistant-voice',
  refusal: 'refusal',
  meta: 'meta',
  'early-end': 'early-end',
  'prompt-leak': 'prompt-leak',
  reasoning: 'reasoning-only',
  json: 'not-speech',
  template: 'template-marks',
  markdown: 'document',
  language: 'language',
  length: 'too-long',
  truncated: 'output-limit',
};
