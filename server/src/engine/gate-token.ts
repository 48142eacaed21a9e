/** What a `<…>` or `[…]` in an answer is. */
export type TokenMatch =
  /** Text for oneself begins; it ends with `close`. */
  | { readonly kind: 'reasoning'; readonly end: number; readonly close: string }
  | { readonly kind: 'reasoning-end'; readonly end: number }
  /** A mark of a chat template; `opens` when it begins the answer's own turn. */
  | { readonly kind: 'template'; readonly end: number; readonly opens: boolean }
  | { readonly kind: 'tool' }
  /** More text is needed to tell. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'none' };

/** Reads what begins with the `<` or `[` at `from`. */
export function matchToken(text: string, from: number): TokenMatch {
  const window = text.slice(from, from + TOKEN_LIMIT).toLowerCase();
  for (const word of REASONING) {
    if (window.startsWith(`<${word}>`)) {
      return { kind: 'reasoning', end: from + word.length + 2, close: `</${word}>` };
    }
    if (window.startsWith(`</${word}>`)) return { kind: 'reasoning-end', end: from + word.length + 3 };
  }
  if (window.startsWith(CHANNEL)) {
    return { kind: 'reasoning', end: from + CHANNEL.length, close: 'final<|message|>' };
  }
  if (TOOLS.some((tool) => window.startsWith(tool))) return { kind: 'tool' };
  const turn = OWN_TURN.find((start) => window.startsWith(start));
  if (turn !== undefined) return { kind: 'template', end: from + turn.length, opens: true };
  if (OWN_TURN.some((start) => start.startsWith(window)) && window.length < TOKEN_LIMIT) return PARTIAL;
  const mark = FIXED_MARKS.find((fixed) => window.startsWith(fixed));
  if (mark !== undefined) return { kind: 'template', end: from + mark.length, opens: mark === '<s>' };
  const pipes = /^<[|｜][\w▁ ]{1,40}[|｜]>/u.exec(window);
  if (pipes) return { kind: 'template', end: from + pipes[0].length, opens: false };
  return canBecomeToken(window) ? PARTIAL : NONE;
}

const PARTIAL: TokenMatch = { kind: 'partial' };
const NONE: TokenMatch = { kind: 'none' };
const TOKEN_LIMIT = 60;
const REASONING = ['think', 'thinking', 'thought', 'reasoning', 'analysis'];
const CHANNEL = '<|channel|>';
const TOOLS = ['<tool_call', '<function_call', '<function=', '<function>'];
const OWN_TURN = [
  '<|im_start|>assistant',
  '<|start|>assistant',
  '<|start_header_id|>assistant<|end_header_id|>',
  '<start_of_turn>model',
  '<|assistant|>',
];
const FIXED_MARKS = ['<start_of_turn>', '<end_of_turn>', '</s>', '<s>', '<<sys>>', '[inst]', '[/inst]'];
const ALL = [
  ...REASONING.flatMap((word) => [`<${word}>`, `</${word}>`]),
  CHANNEL,
  ...TOOLS,
  ...OWN_TURN,
  ...FIXED_MARKS,
];

function canBecomeToken(window: string): boolean {
  if (window.length >= TOKEN_LIMIT) return false;
  return ALL.some((token) => token.startsWith(window)) || /^<[|｜][\w▁ ]{0,40}[|｜]?$/u.test(window);
}
