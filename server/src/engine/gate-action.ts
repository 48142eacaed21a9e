/**
 * What the gate did to an answer, and by which of its rules.
 * strip: taken off, the rest was shown. cut: it ended there. cut-sentence: a sentence was left out.
 * unwrap: taken out of its wrapping. rewrite: said to somebody instead of as somebody. retry: refused before
 * a word was shown. reroute: refused, and the same words are not asked for again. neutralise: shown, but
 * escaped for other seats. nudge: shown; the seat is told before its next line. twist, stop: the talk needs
 * a turn, or an end.
 */
export interface GateAction {
  readonly rule: GuardRule;
  readonly action: GuardRemedy;
  /** The words that it is about, as far as they help to understand it. */
  readonly text?: string;
}

export type GuardRemedy =
  | 'strip'
  | 'cut'
  | 'cut-sentence'
  | 'unwrap'
  | 'rewrite'
  | 'flatten'
  | 'retry'
  | 'reroute'
  | 'neutralise'
  | 'nudge'
  | 'twist'
  | 'stop'
  | 'pass';

export type GuardRule =
  | 'own-prefix'
  | 'speak-for'
  | 'human-line'
  | 'role-flip'
  | 'narration'
  | 'echo'
  | 'paraphrase'
  | 'assistant-voice'
  | 'refusal'
  | 'praise-loop'
  | 'goodbye-loop'
  | 'opening'
  | 'self-repeat'
  | 'questions'
  | 'agreement'
  | 'stall'
  | 'length'
  | 'early-end'
  | 'meta'
  | 'prompt-leak'
  | 'reasoning'
  | 'json'
  | 'template'
  | 'markdown'
  | 'emoji'
  | 'language'
  | 'absent'
  | 'empty'
  | 'truncated'
  | 'injection'
  | 'silence'
  | 'quotation';
