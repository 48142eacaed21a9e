import type { Reason } from '@chimera/protocol/conversation';

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
  | 'content-filter';

export function gateReason(code: GateReasonCode): Reason {
  return { code, text: SENTENCES[code] };
}

/** What the seat is told before it tries again. The refused text itself is never shown to it. */
export function nudgeOf(reason: Reason, selfName: string): string {
  switch (reason.code) {
    case 'spoke-for-seat':
    case 'spoke-for-human':
    case 'role-flip':
      return `You are ${selfName}. Say only what ${selfName} says; the others speak for themselves.`;
    case 'reasoning-only':
    case 'not-speech':
    case 'template-marks':
      return `Write only the words that ${selfName} says aloud, as plain text.`;
    default:
      return `Say something as ${selfName}, in words.`;
  }
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
};
