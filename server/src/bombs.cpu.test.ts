import { describe, expect, test } from 'vitest';
import { leastMs, processorMs, processorTimeOf } from '../test/processor-time.ts';
import { addressIn, containsPhrase, folded } from './engine/addressing.ts';
import { isDocument, PLAIN, spokenForm, withFinery } from './engine/gate-finery.ts';
import { NO_HISTORY, withoutQuotes } from './engine/gate-history.ts';
import { isForeign } from './engine/gate-language.ts';
import { isThinkingAloud, refusalIn } from './engine/gate-refusal.ts';
import { readsAsData, unwrapReply } from './engine/gate-reply.ts';
import { isInjection } from './engine/gate-sentence.ts';
import { isNarrated } from './engine/gate-stage-talk.ts';
import { endsInHalf, partsOf } from './engine/gate-words.ts';
import { type GateOptions, openGate } from './engine/gate.ts';
import { jsonIn } from './engine/json-in.ts';
import { extractedRecords } from './engine/ledger-extract.ts';
import { goesOn } from './engine/phase-signs.ts';
import { loreWords } from './engine/lore-words.ts';
import { withNames } from './engine/macros.ts';
import { isDressedUp, knownText, neutralised, plainName, quotable } from './engine/prompt-text.ts';
import { aSeat, ScriptedStage } from './engine/scripted-stage.ts';
import { tokensIn } from './engine/tokens-in.ts';
import { wordsIn } from './engine/word-count.ts';
import { sentencesOf, stemsOf, wordsOf } from './providers/words.ts';
import { escapeHtml } from './records/escape-html.ts';
import { escapeInline, quoteItalic, quoteMarkdown } from './records/escape-markdown.ts';
import { titleForFile } from './records/file-name.ts';
import { messageHtml } from './records/message-html.ts';
import { plainCharacters, plainName as plainFileName } from './records/plain-characters.ts';

/** As long as a message may be, and as a text in an imported file may be. */
const MESSAGE = 20_000;
const FILE_TEXT = 100_000;

/** Texts that make a careless expression or parser look at everything again from every place. */
const units: readonly (readonly [string, string])[] = [
  ['letters', 'a'],
  ['spaces', ' '],
  ['lines', '\n'],
  ['lines of a space', ' \n'],
  ['tabs', '\t'],
  ['stars', '*'],
  ['star and letter', '*a'],
  ['letter and star', 'a*'],
  ['two stars and letter', '**a '],
  ['nested emphasis', '*a **b '],
  ['underscores', '_a '],
  ['tildes', '~~a'],
  ['ticks', '`'],
  ['ticks and letters', '`a``b'],
  ['brackets', '['],
  ['closed brackets', '[]'],
  ['links that begin', '[a]('],
  ['links that point to links', '[a](b'],
  ['images', '!['],
  ['angles', '<'],
  ['tags that begin', '<a b="'],
  ['comments that begin', '<!--'],
  ['declarations', '<?'],
  ['definitions', '[a]: b "'],
  ['quotes', '> '],
  ['quotes in lines', '>\n'],
  ['quotes in quotes', '>>> a\n'],
  ['lists', '- '],
  ['lists in lines', '- a\n'],
  ['lists in lists', '- - - a\n'],
  ['numbers', '1. '],
  ['numbered lines', '1. a\n'],
  ['tasks', '- [ ] a\n'],
  ['table', '|a|b|\n|-|-|\n'],
  ['table rows', '| a '],
  ['table rules', '|-'],
  ['hashes', '# '],
  ['heads', '# a\n'],
  ['rules', '- - -\n'],
  ['underlines', 'a\n=\n'],
  ['fences', '```\n'],
  ['fences of another kind', '~~~\n```\n'],
  ['addresses', 'https://a.'],
  ['mail', 'a@a.'],
  ['mail without end', 'a.a-a_a'],
  ['www', 'www.'],
  ['backslashes', '\\'],
  ['backslash and star', '\\*'],
  ['entities', '&amp'],
  ['names', 'Ada: '],
  ['names in lines', 'Ada:\n'],
  ['names that call', 'Ada, Bo, '],
  ['open thinking', '<think>'],
  ['open template', '<|im_'],
  ['open data', '{"a":'],
  ['cues', '(she '],
  ['closed cues', '(a) '],
  ['double quotes', '"a '],
  ['curly quotes', '“a '],
  ['promises', 'I will '],
  ['vows', 'I promise that I '],
  ['times', 'by tomorrow at '],
  ['adverbs', 'I really truly just '],
  ['dashes', 'a-'],
  ['apostrophes', "a'"],
  ['dots', '.'],
  ['ellipses', 'a… '],
  ['questions', 'a? '],
  ['emoji', '😀'],
  ['joined emoji', '👩‍'],
  ['marks', 'e\u0301'],
  ['han', '孔'],
  ['zero width', '\u200b'],
  ['digits', '1'],
  ['money', '1,'],
  ['capitals', 'A B '],
];

const ends = ['', '!', '\n', ']', '\u0000', 'x"'];

function textsOf(length: number): { name: string; text: string }[] {
  return units.flatMap(([name, unit]) =>
    ends.map((end) => ({
      name: `${name}, then ${JSON.stringify(end)}`,
      text: unit.repeat(Math.ceil(length / unit.length)).slice(0, length - 1) + end,
    })),
  );
}

const options: GateOptions = {
  self: ['Ada', 'Ada Lovelace'],
  others: ['Bo', 'Cy', 'José', '孔子'],
  humans: ['Mia'],
  capWords: 100_000,
  mayPass: true,
  selfId: 'ada',
  absent: ['Dov'],
  history: NO_HISTORY,
  language: 'en',
  isAi: false,
  mayAct: false,
  mayClose: true,
  usesEmoji: false,
  guardsOff: new Set(),
};

function throughGate(text: string): void {
  const gate = openGate(options);
  let most = 0;
  for (let at = 0; at < text.length && gate.stopped === null; at += 100) {
    const startMs = processorMs();
    gate.push(text.slice(at, at + 100));
    most = Math.max(most, processorMs() - startMs);
  }
  const startMs = processorMs();
  gate.end('stop');
  longest = Math.max(longest, most, processorMs() - startMs);
}

const seats = [aSeat('ada', 'Ada'), aSeat('bo', 'Bo')];
const people = [
  { id: 'ada', names: ['Ada', 'Ada Lovelace'] },
  { id: 'bo', names: ['Bo'] },
];

function recordsOf(text: string): void {
  const script = new ScriptedStage(seats);
  for (let line = 0; line < 20; line += 1) {
    script.says('ada', text);
    script.says('bo', 'Why?');
  }
  extractedRecords(script.stage.transcript);
}

/** What a text of a person or a model meets on the server while somebody waits. */
const inMessages: Record<string, (text: string) => unknown> = {
  messageHtml,
  escapeHtml,
  escapeInline,
  quoteMarkdown,
  quoteItalic,
  plainCharacters,
  plainFileName,
  titleForFile,
  addressIn: (text) => addressIn(text, people),
  stopWord: (text) => containsPhrase(text, 'a b'),
  stopWordOfText: (text) => containsPhrase(`${text} enough`, text.slice(0, 100)),
  folded,
  neutralised: (text) => neutralised(text, 'others'),
  quotable,
  knownText,
  withNames: (text) => withNames(text, { char: 'Ada', user: 'Mia' }),
  loreWords: (text) => loreWords([text]),
  isDressedUp,
  plainName,
  refusalIn,
  isThinkingAloud,
  readsAsData,
  unwrapReply,
  isInjection,
  withoutQuotes: (text) => withoutQuotes(text),
  isForeign: (text) => isForeign(text, 'en'),
  isNarrated: (text) => isNarrated(text, ['Ada']),
  finery: (text) => isDocument(withFinery(PLAIN, text, 10), text),
  spokenForm: (text) => spokenForm({ bullets: 9, bolds: 9, emoji: 9, words: 9 }, text, { usesEmoji: false }),
  endsInHalf,
  partsOf,
  jsonIn,
  goesOn,
  tokensIn,
  wordsIn,
  sentencesOf,
  wordsOf,
  stemsOf,
};

/** What is made of each text of a conversation when it is exported, or written to its record. */
const inFiles = { messageHtml, escapeHtml, escapeInline, quoteMarkdown, quoteItalic, plainCharacters };

/** Longest single push or end of a gate, of the one text that was last given to it. */
let longest = 0;

const LIMIT_MS = 50;

function slow(length: number, work: (text: string) => unknown): string[] {
  return textsOf(length).flatMap(({ name, text }) => {
    const ms = leastMs(LIMIT_MS, () => processorTimeOf(() => work(text)));
    return ms <= LIMIT_MS ? [] : [`${name}: ${Math.round(ms)} ms`];
  });
}

describe('a bomb as long as a message may be', () => {
  test.each(Object.entries(inMessages))(
    'does not keep %s busy',
    (_, work) => {
      work('A warm-up, before anything is measured.');
      expect(slow(MESSAGE, work)).toEqual([]);
    },
    120_000,
  );
  test.each(Object.entries(inFiles))(
    'of a file does not keep %s busy',
    (_, work) => {
      expect(slow(FILE_TEXT, work)).toEqual([]);
    },
    120_000,
  );
  test('does not keep the ledger busy', () => {
    expect(slow(MESSAGE, recordsOf)).toEqual([]);
  }, 120_000);
  test('does not keep the gate busy with any of its pieces', () => {
    const found = textsOf(MESSAGE).flatMap(({ name, text }) => {
      const ms = leastMs(LIMIT_MS, () => {
        longest = 0;
        throughGate(text);
        return longest;
      });
      return ms <= LIMIT_MS ? [] : [`${name}: ${Math.round(ms)} ms`];
    });
    expect(found).toEqual([]);
  }, 120_000);
});
