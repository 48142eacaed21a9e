import type { GateAction, GuardRemedy, GuardRule } from './gate-action.ts';
import { Asides } from './gate-asides.ts';
import { type Finery, isDocument, PLAIN, spokenForm, withFinery } from './gate-finery.ts';
import { type OpeningContext, openingOf } from './gate-opening.ts';
import { faultsOf, isCueBeginning, isInjection, type SentenceContext } from './gate-sentence.ts';
import { wordsIn } from './word-count.ts';

export interface PhraseContext extends SentenceContext, OpeningContext {
  /** Emoji belong to the persona. */
  readonly usesEmoji: boolean;
}

/**
 * Lets speech through phrase by phrase: a sentence waits until it ends or is long enough to be judged, and
 * then goes on word by word. What is no speech of the persona is left out before anybody saw it. Every
 * decision falls at the end of a word, so pieces of any size give the same line.
 */
export class Phrases {
  readonly #context: PhraseContext;
  readonly #asides: Asides;
  readonly #actions: GateAction[] = [];
  /** Sentences that were left out; what that comes to shows at the end. */
  readonly #dropped: { readonly rule: GuardRule; readonly text: string }[] = [];
  /** Why the answer was refused before a word of it was shown. */
  refused: GateAction | null = null;
  /** Nothing more will be shown. */
  isOver = false;
  #shown = '';
  #space = '';
  /** Sentences that are good, of an answer that may not begin yet. */
  #ready = '';
  /** The sentence that is being read, from the white space before it on. */
  #sentence = '';
  /** How far it was read, and how much of it was shown. */
  #read = 0;
  #given = 0;
  #mode: 'waiting' | 'flowing' | 'dropping' = 'waiting';
  #word = '';
  #endsSentence = false;
  #hasWords = false;
  #finery = PLAIN;

  constructor(context: PhraseContext) {
    this.#context = context;
    this.#asides = new Asides(!context.mayAct && !context.isOff('narration'));
  }

  /** What may be shown now. */
  take(text: string): string {
    const before = this.#shown.length;
    this.#readOn(this.#asides.take(text));
    if (!this.isOver && this.#mode === 'flowing' && mayFlow(this.#word)) this.#give(this.#read, 0);
    return this.#shown.slice(before);
  }

  /**
   * The rest. `least`: with fewer words in all, an answer that nobody saw is not shown either.
   * `isCutShort`: an unfinished sentence is left out when enough is there without it.
   */
  end({ least, isCutShort }: { readonly least: number; readonly isCutShort: boolean }): string {
    const before = this.#shown.length;
    this.#readOn(this.#asides.end());
    if (!this.isOver && isCutShort && this.#mode === 'waiting' && this.#isEnoughWithoutSentence()) {
      this.#actions.push({ rule: 'truncated', action: 'cut', text: this.#sentence.trim() });
      this.#sentence = '';
      this.#word = '';
    }
    if (!this.isOver) this.#endWord();
    if (!this.isOver) this.#closeSentence(this.#sentence.length);
    if (!this.isOver && wordsIn(this.#shown + this.#ready) >= least) this.#begin(true);
    this.isOver = true;
    return this.#shown.slice(before);
  }

  get shown(): string {
    return this.#shown;
  }

  /** What was done, as far as it is known now. */
  get actions(): GateAction[] {
    const removed = this.#asides.removed.map((text) => ({ rule: 'narration' as const, text }));
    const left = [...removed, ...this.#dropped].map(({ rule, text }) => ({
      rule,
      action: this.#shown === '' ? ('retry' as const) : remedyOf(rule),
      text,
    }));
    return [...(this.refused ? [this.refused] : []), ...this.#actions, ...left];
  }

  #readOn(text: string): void {
    this.#sentence += text;
    while (this.#read < this.#sentence.length && !this.isOver) this.#readOne();
  }

  #readOne(): void {
    const unit = this.#sentence.charAt(this.#read);
    if (!isSpace(unit)) {
      this.#word += unit;
      this.#read += 1;
      if (!WIDE_END.has(unit)) return;
      this.#endWord();
      if (!this.isOver) this.#closeSentence(this.#read);
      return;
    }
    this.#endWord();
    if (!this.isOver && this.#hasWords && (this.#endsSentence || unit === '\n'))
      this.#closeSentence(this.#read);
    this.#read += 1;
  }

  #endWord(): void {
    const word = this.#word;
    if (word === '' || this.isOver) return;
    this.#word = '';
    this.#hasWords = true;
    this.#endsSentence = SENTENCE_END.test(word) && !ABBREVIATION.test(word);
    if (this.#mode === 'flowing') this.#flow(this.#read);
    else if (this.#mode === 'waiting' && this.#read - leadOf(this.#sentence) >= PHRASE_LENGTH) {
      this.#judge(this.#sentence.slice(0, this.#read), false);
    }
  }

  #closeSentence(end: number): void {
    if (this.#mode === 'waiting') this.#judge(this.#sentence.slice(0, end), true);
    else if (this.#mode === 'flowing') this.#flow(end);
    this.#sentence = this.#sentence.slice(this.#mode === 'flowing' ? this.#given : end);
    this.#read = 0;
    this.#given = 0;
    this.#mode = 'waiting';
    this.#endsSentence = false;
    this.#hasWords = false;
  }

  /** A sentence, or enough of it: left out, kept for later, or shown. */
  #judge(sentence: string, isComplete: boolean): void {
    if (sentence.trim() === '') return;
    const faults = faultsOf(sentence, this.#context);
    if (faults.length > 0) {
      this.#leaveOut(faults, sentence);
      if (!isComplete) this.#mode = 'dropping';
      return;
    }
    const finery = withFinery(this.#finery, sentence, wordsIn(sentence));
    if (!this.#context.isOff('markdown') && this.#shown === '' && isDocument(finery, sentence)) {
      this.#refuse({ rule: 'markdown', action: 'retry', text: sentence.trim() });
      return;
    }
    if (isComplete) this.#keep(sentence, finery);
    else if (!this.#opensList(finery) && this.#mayBegin(sentence) !== 'hold') {
      this.#keep(sentence, finery);
      if (this.isOver) return;
      this.#mode = 'flowing';
      this.#given = sentence.length;
    }
  }

  /** Good so far: it is shown with what was ready before, when the answer may begin. */
  #keep(sentence: string, finery: Finery): void {
    const opensList = this.#opensList(finery);
    this.#finery = finery;
    this.#noteInjection(sentence);
    this.#ready += sentence;
    if (!opensList) this.#begin(false);
  }

  /** A first bullet may be a dash before speech, or the beginning of a list: the next sentence tells. */
  #opensList({ bullets }: Finery): boolean {
    return bullets > this.#finery.bullets && bullets <= LIST_OPEN;
  }

  /** Shows what is ready, unless the answer may not begin yet or not at all. */
  #begin(isEnd: boolean): void {
    if (this.#ready === '') return;
    const may = this.#mayBegin('', isEnd);
    if (may === 'hold') return;
    if (may !== 'open') {
      this.#refuse(may);
      return;
    }
    this.#show(this.#spoken(this.#ready));
    this.#ready = '';
  }

  /** White space waits for what comes after it: where marks are taken out, nothing may. */
  #show(text: string): void {
    const whole = this.#shown === '' ? text.trimStart() : this.#space + text;
    const end = whole.trimEnd().length;
    this.#shown += whole.slice(0, end);
    this.#space = whole.slice(end);
  }

  #mayBegin(more: string, isEnd = false): 'hold' | 'open' | GateAction {
    if (this.#shown !== '') return 'open';
    const text = (this.#ready + more).trimStart();
    const opening = openingOf(text, this.#context, isEnd);
    if (opening.kind !== 'open') return opening.kind === 'hold' ? 'hold' : opening.action;
    const isPatched = this.#dropped.length + this.#asides.removed.length > 0;
    const least = this.#dropped.length > 0 ? LEAST_WITHOUT_DROPPED : LEAST_SPOKEN;
    return isPatched && wordsIn(text) < least ? 'hold' : 'open';
  }

  #spoken(text: string): string {
    const { isOff, usesEmoji } = this.#context;
    const { text: spoken, actions } = spokenForm(this.#finery, text, {
      usesEmoji: usesEmoji || isOff('emoji'),
    });
    for (const action of actions) {
      if (!this.#actions.some(({ rule }) => rule === action.rule)) this.#actions.push(action);
    }
    return spoken;
  }

  /** A sentence that flows already: it ends where it turns out to be none of the persona's. */
  #flow(end: number): void {
    const recent = this.#sentence.slice(Math.max(0, end - RECENT_LENGTH), end);
    const [fault] = faultsOf(recent, this.#context).filter((rule) => FLOWING.has(rule));
    if (fault !== undefined) {
      this.#actions.push({ rule: fault, action: 'cut', text: recent.trim() });
      this.isOver = true;
      return;
    }
    this.#give(end, 1);
    // Of what was shown only so much is looked back at.
    const passed = Math.max(0, end - RECENT_LENGTH);
    this.#sentence = this.#sentence.slice(passed);
    this.#read -= passed;
    this.#given -= passed;
  }

  #give(end: number, words: number): void {
    const text = this.#sentence.slice(this.#given, end);
    if (text === '') return;
    this.#finery = withFinery(this.#finery, text, words);
    this.#show(this.#spoken(text));
    this.#given = end;
  }

  #leaveOut(faults: readonly GuardRule[], sentence: string): void {
    const text = sentence.trim();
    const refuses = faults.includes('assistant-voice') && this.#shown === '';
    this.#noteInjection(sentence);
    for (const rule of faults) this.#dropped.push({ rule, text });
    // "I can't continue this role-play": left out as talk about the role-play, and a refusal all the same.
    const opening = this.#shown === '' ? openingOf(this.#ready + text, this.#context, true) : null;
    if (opening?.kind === 'refuse' && opening.action.rule === 'refusal') this.#refuse(opening.action);
    else if (refuses) {
      this.#dropped.length = 0;
      this.#refuse({ rule: 'assistant-voice', action: 'retry', text });
    }
  }

  #refuse(action: GateAction): void {
    this.refused = action;
    this.#ready = '';
    this.isOver = true;
  }

  #noteInjection(sentence: string): void {
    if (this.#context.isOff('injection') || !isInjection(sentence)) return;
    this.#actions.push({ rule: 'injection', action: 'neutralise', text: sentence.trim() });
  }

  #isEnoughWithoutSentence(): boolean {
    const whole = (this.#shown + this.#ready).trim().length;
    const rest = this.#sentence.trim();
    if (rest === '' || SENTENCE_END.test(rest)) return false;
    return whole > 0 && whole >= KEPT_SHARE * (whole + rest.length);
  }
}

/** So many characters of a sentence are judged together; a phrase of speech is about as long. */
const PHRASE_LENGTH = 48;
/** Of a long sentence only so much is looked back at. */
const RECENT_LENGTH = 160;
/** So many bullets may still turn out to be speech, or become a list. */
const LIST_OPEN = 2;
/** Fewer words beside what was left out are not worth a turn. */
const LEAST_SPOKEN = 3;
const LEAST_WITHOUT_DROPPED = 4;
/** Less than this of a text that was cut short is not worth keeping whole sentences for. */
const KEPT_SHARE = 0.6;
/** Rules that also end a sentence in the middle. */
const FLOWING: ReadonlySet<GuardRule> = new Set(['meta', 'assistant-voice']);
const SENTENCE_END = /[.!?…。！？]["”’')\]*»_`]*$/u;
const ABBREVIATION = /^["“(]*(?:mr|mrs|ms|dr|st|vs|prof|sr|jr|no|\p{L})\.$/iu;
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;
/** Sentence ends after which no space stands. */
const WIDE_END = new Set(['。', '！', '？']);

function remedyOf(rule: GuardRule): GuardRemedy {
  return rule === 'narration' ? 'strip' : 'cut-sentence';
}

/** Part of a word may be shown when the rest of it can change nothing. */
function mayFlow(word: string): boolean {
  return PLAIN_WORD.test(word) && !isCueBeginning(word);
}

function isSpace(unit: string): boolean {
  return /\s/u.test(unit);
}

function leadOf(text: string): number {
  return text.length - text.trimStart().length;
}
