import type { OptionalGuard } from '@chimera/protocol/format';
import { stemsOf, wordsOf } from '../providers/words.ts';
import { addressIn, type Person } from './addressing.ts';
import type { GateAction, GuardRule } from './gate-action.ts';
import type { EarlierLine, GateHistory } from './gate-history.ts';

/** What shows only when a line is whole: it stays, and the seat is told before its next one. */
export function afterwards(
  text: string,
  context: {
    readonly history: GateHistory;
    readonly selfId: string;
    readonly absent: readonly string[];
    readonly guardsOff: ReadonlySet<OptionalGuard>;
  },
): GateAction[] {
  const { history, selfId, absent, guardsOff } = context;
  const own = history.lines.filter(({ speaker }) => speaker === selfId);
  const others = history.lines.filter(({ speaker, isPerson }) => speaker !== selfId && !isPerson);
  const found: (GuardRule | false)[] = [
    paraphrases(text, others.at(-1)) && 'paraphrase',
    beginsAlike(text, own) && 'opening',
    asksAlways(text, own) && 'questions',
    callsAbsent(text, absent) && 'absent',
    shouts(text, own) && 'emoji',
  ];
  const off: ReadonlySet<GuardRule> = guardsOff;
  return found
    .filter((rule) => rule !== false)
    .filter((rule) => !off.has(rule))
    .map((rule) => ({ rule, action: 'nudge' }));
}

/** What a seat is told before its next line about its last ones; null when there is nothing. */
export function nudgeFor(
  lines: readonly EarlierLine[],
  {
    selfId,
    absent,
    guardsOff,
  }: {
    readonly selfId: string;
    readonly absent: readonly string[];
    readonly guardsOff: ReadonlySet<OptionalGuard>;
  },
): string | null {
  const at = lines.findLastIndex(({ speaker }) => speaker === selfId);
  const last = lines[at];
  if (!last) return null;
  const before = lines.slice(0, at);
  const own = before.filter(({ speaker }) => speaker === selfId);
  const others = before.filter(({ speaker, isPerson }) => speaker !== selfId && !isPerson);
  if (!guardsOff.has('opening') && beginsAlike(last.text, own))
    return `Begin differently; not with “${openingOf(last.text)}”.`;
  if (!guardsOff.has('questions') && asksAlways(last.text, own)) return 'State something, do not ask.';
  if (shouts(last.text, own)) return 'Calmly, and without exclamation marks.';
  if (!guardsOff.has('paraphrase') && paraphrases(last.text, others.at(-1)))
    return 'Do not say again what was said; object or give an example.';
  const gone = absent.find((name) => callsAbsent(last.text, [name]));
  return gone === undefined ? null : `${gone} is no longer here.`;
}

const PARAPHRASE_SHARE = 0.6;
const PARAPHRASE_WORDS = 5;
const OPENING_LINES = 5;
const OPENING_TIMES = 2;
/** Shorter lines are noises of a listener, and those are few in any talk. */
const OPENING_WORDS = 3;
const QUESTION_LINES = 6;
const QUESTION_TIMES = 4;
/** Characters of a line in which somebody is called. */
const CALLED_WITHIN = 2000;
const SHOUT_LINES = 6;
const SHOUT_TIMES = 5;
/** Words that models like to begin with. */
const TICS = new Set(
  'ah oh well hmm indeed yes so but ha honestly look listen absolutely precisely exactly'.split(' '),
);

function paraphrases(text: string, last: EarlierLine | undefined): boolean {
  if (!last) return false;
  const said = stemsOf(text);
  const heard = stemsOf(last.text);
  if (said.size < PARAPHRASE_WORDS || heard.size < PARAPHRASE_WORDS) return false;
  const shared = [...said].filter((stem) => heard.has(stem)).length;
  return shared / Math.min(said.size, heard.size) >= PARAPHRASE_SHARE;
}

function beginsAlike(text: string, own: readonly EarlierLine[]): boolean {
  const words = wordsOf(text);
  if (words.length < OPENING_WORDS) return false;
  const recent = own.slice(-OPENING_LINES).map((line) => wordsOf(line.text));
  const spoken = recent.filter(({ length }) => length >= OPENING_WORDS);
  const pairs = spoken.filter(([first, second]) => first === words[0] && second === words[1]).length;
  if (pairs >= OPENING_TIMES) return true;
  const [first = ''] = words;
  return TICS.has(first) && spoken.filter(([other]) => other === first).length >= OPENING_TIMES;
}

function openingOf(text: string): string {
  return (
    text
      .trim()
      .split(/\s+/u)[0]
      ?.replace(/[,.!?;:…]+$/u, '') ?? ''
  );
}

function asksAlways(text: string, own: readonly EarlierLine[]): boolean {
  const recent = [...own.map((line) => line.text), text].slice(-QUESTION_LINES);
  return isQuestion(text) && recent.filter(isQuestion).length >= QUESTION_TIMES;
}

function isQuestion(text: string): boolean {
  return /[?？؟]["”’')\]]*$/u.test(text.trim());
}

/** Nearly every line of its newest is loud. */
function shouts(text: string, own: readonly EarlierLine[]): boolean {
  const recent = [...own.map((line) => line.text), text].slice(-SHOUT_LINES);
  return text.includes('!') && recent.filter((line) => line.includes('!')).length >= SHOUT_TIMES;
}

function callsAbsent(text: string, absent: readonly string[]): boolean {
  const people: Person[] = absent.map((name) => ({ id: name, names: [name] }));
  return people.length > 0 && addressIn(text.slice(0, CALLED_WITHIN), people).ids.length > 0;
}
