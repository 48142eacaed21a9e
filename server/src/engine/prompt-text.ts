/** The longest line that a prompt takes in, in UTF-16 units; the middle of a longer one is left out. */
const LINE_LIMIT = 2000;

/**
 * Text of the talk as it may stand in a prompt: no control or invisible characters, no chat template
 * marks, and (of others) nothing that looks like a stage line or like somebody else's line.
 * The words of a line do not depend on who is there, so that old lines keep their bytes.
 */
export function neutralised(text: string, whose: 'own' | 'others'): string {
  const plain = withoutMarks(
    shortened(text.replaceAll(/\r\n?/gu, '\n').replaceAll('\t', ' ').replaceAll(INVISIBLE, '')),
  );
  if (whose === 'own') return plain;
  return plain
    .split('\n')
    .map((line, at) =>
      line.replaceAll(STAGE_BRACKET, '$1($2)').replace(at === 0 ? FIRST_LABEL : LABEL, '$1 -'),
    )
    .join('\n');
}

/** The same for what somebody is said to know: all of it, on one line, so that it cannot begin one of its own. */
export function knownText(text: string): string {
  return withoutMarks(oneLine(text).replaceAll(INVISIBLE, ''))
    .replaceAll(STAGE_BRACKET, '$1($2)')
    .replace(LABEL, '$1 -');
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}

/** Somebody's words as they may stand between quotation marks: on one line, and unable to end the quotation. */
export function quotable(text: string): string {
  return neutralised(text, 'others')
    .replaceAll(/["“”\s]+/gu, ' ')
    .trim();
}

/** Whether a text poses as the stage, as a chat template or, in a later line of its own, as somebody's line. */
export function isDressedUp(text: string): boolean {
  if (text.search(TEMPLATE_MARK) >= 0) return true;
  const lines = text.split(/\r\n?|\n/u).map((line) => line.replaceAll(INVISIBLE, ''));
  return lines.some((line, at) => STAGE_LINE.test(line) || (at > 0 && FIRST_LABEL.test(line)));
}

/** A name as a label: one line, without what could end the label. */
export function plainName(name: string): string {
  const plain = name
    .replaceAll(INVISIBLE, '')
    .replaceAll(/[\s:：[\]<>*]+/gu, ' ')
    .trim();
  return plain === '' ? 'Somebody' : plain;
}

/** Control, zero-width and direction characters; joiners stay, some scripts and emoji need them. */
const INVISIBLE = /[^\P{Cc}\n]|[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const TEMPLATE_MARK =
  /<[|｜][\w▁ ]{1,40}[|｜]>|<\/?s>|<(?:start|end)_of_turn>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:think|thinking|tool_call)>/giu;
/** A bracket that opens a line or a sentence: the form of a stage line. */
const STAGE_BRACKET = /(^|\s)[[［【]([^\]］】]*)[\]］】]?/gu;
/** A line that begins in brackets, as those from the stage do. */
const STAGE_LINE = /^\s*[[［【]/u;
/** One to three words and a colon at the start of a line. */
const LABEL =
  /^(\s*[>#*_"“(<]*\s*[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’_-]*(?: [\p{L}\p{N}][\p{L}\p{M}\p{N}.'’_-]*){0,2}[*_"”)>]*)\s*[:：](?!\d)/u;
/** The first line stands behind a label already: only what is written like a name is taken for another. */
const FIRST_LABEL =
  /^(\s*[>#*_"“(<]*\s*[\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}.'’_-]*(?: [\p{Lu}\p{Lo}][\p{L}\p{M}\p{N}.'’_-]*){0,2}[*_"”)>]*)\s*[:：](?!\d)/u;

function withoutMarks(text: string): string {
  return text.replaceAll(TEMPLATE_MARK, (mark) => `(${mark.replaceAll(/[<>|｜[\]/]/gu, '')})`).trim();
}

function shortened(text: string): string {
  if (text.length <= LINE_LIMIT) return text;
  const half = LINE_LIMIT / 2;
  return `${text.slice(0, half).toWellFormed()} … ${text.slice(-half).toWellFormed()}`.replaceAll(
    '\ufffd',
    '',
  );
}
