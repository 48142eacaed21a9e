import type { GateAction, GuardRule } from './gate-action.ts';
import { Asides } from './gate-asides.ts';
import { Borrowed } from './gate-borrowed.ts';
import { type Finery, isDocument } from './gate-finery.ts';
import { LeftOut } from './gate-left-out.ts';
import { type OpeningContext, openingOf } from './gate-opening.ts';
import { endsCue, faultsOf, isCueBeginning, isInjection, type SentenceContext } from './gate-sentence.ts';
import { Shown } from './gate-shown.ts';
import { SentenceRead } from './gate-sentence-read.ts';
import { isEnoughWithout } from './gate-words.ts';
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
  readonly #leftOut: LeftOut;
  readonly #borrowed: Borrowed;
  /** Why the answer was refused before a word of it was shown. */
  refused: GateAction | null = null;
  /** Nothing more will be shown. */
  isOver = false;
  readonly #shown: Shown;
  /** Sentences that are good, of an answer that may not begin yet. */
  #ready = '';
  readonly #sentence = new SentenceRead();
  #mode: 'waiting' | 'flowing' | 'dropping' = 'waiting';

  constructor(context: PhraseContext) {
    this.#context = context;
    this.#shown = new Shown(context);
    this.#asides = new Asides(!context.mayAct);
    this.#leftOut = new LeftOut(this.#asides.removed);
    this.#borrowed = new Borrowed(context.history);
  }

  take(text: string): string {
    this.#readOn(this.#asides.take(text));
    if (this.#mode === 'flowing' && this.#mayShowPart()) this.#give(0);
    return this.#shown.takeNews();
  }

  /** The last word is whole. */
  endWord(): string {
    if (this.#asides.isOpen) return '';
    this.#endWord();
    if (!this.isOver && this.#sentence.isOver) this.#closeSentence();
    return this.#shown.takeNews();
  }

  /**
   * The rest. `least`: with fewer words in all, an answer that nobody saw is not shown either.
   * `isCutShort`: an unfinished sentence is left out when enough is there without it.
   */
  end({ least, isCutShort }: { readonly least: number; readonly isCutShort: boolean }): string {
    this.#readOn(this.#asides.end());
    if (isCutShort) this.#trim();
    this.#endWord();
    if (!this.isOver) this.#closeSentence();
    if (!this.isOver && wordsIn(this.#shown.text + this.#ready) >= least) this.#begin(true);
    this.isOver = true;
    return this.#shown.takeNews();
  }

  get shown(): string {
    return this.#shown.text;
  }

  /** What was done, as far as it is known now. */
  get actions(): GateAction[] {
    const left = this.#leftOut.actions(this.#shown.text !== '');
    return [...(this.refused ? [this.refused] : []), ...this.#actions, ...this.#shown.actions, ...left];
  }

  /** Part of a word may be shown when the rest of it can change nothing. */
  #mayShowPart(): boolean {
    const { isPlainWord, word } = this.#sentence;
    return !this.isOver && isPlainWord && !this.#borrowed.isNear && !isCueBeginning(word);
  }

  #readOn(text: string): void {
    this.#sentence.add(text);
    while (!this.isOver) {
      const read = this.#sentence.next();
      if (read === null) return;
      if (read.kind === 'word') this.#takeWord(read.word);
      else this.#closeSentence();
    }
  }

  #endWord(): void {
    const read = this.isOver ? null : this.#sentence.endWord();
    if (read) this.#takeWord(read.word);
  }

  #takeWord(word: string): void {
    this.#borrowed.add(word);
    if (this.#mode === 'flowing') this.#flow(word);
    else if (this.#mode === 'waiting' && this.#sentence.length >= PHRASE_LENGTH) {
      this.#judge(this.#sentence.text, false);
    }
  }

  #closeSentence(): void {
    if (this.#mode === 'waiting') this.#judge(this.#sentence.text, true);
    else if (this.#mode === 'flowing') this.#give(0);
    this.#sentence.begin();
    this.#mode = 'waiting';
  }

  /** Where the output limit cut, an unfinished sentence goes when enough is there without it. */
  #trim(): void {
    if (this.isOver || this.#mode !== 'waiting') return;
    const { text } = this.#sentence;
    if (!isEnoughWithout(this.#shown.text + this.#ready, text)) return;
    this.#actions.push({ rule: 'truncated', action: 'cut', text: text.trim() });
    this.#sentence.drop();
  }

  /** A sentence, or enough of it: left out, kept for later, or shown. */
  #judge(sentence: string, isComplete: boolean): void {
    if (sentence.trim() === '') return;
    if (this.#shown.text !== '' && this.#isBorrowed(sentence)) return;
    const faults = faultsOf(sentence, this.#context, !isComplete);
    if (faults.length > 0) {
      this.#leaveOut(faults, sentence);
      if (!isComplete) this.#mode = 'dropping';
      return;
    }
    const finery = this.#shown.with(sentence);
    if (this.#shown.text === '' && isDocument(finery, sentence)) {
      this.#refuse({ rule: 'markdown', action: 'retry', text: sentence.trim() });
      return;
    }
    if (isComplete) this.#keep(sentence, finery);
    else if (!this.#shown.isOpen(finery, sentence) && this.#mayBegin(sentence) !== 'hold') {
      this.#keep(sentence, finery);
      if (this.isOver) return;
      this.#mode = 'flowing';
      this.#sentence.give();
    }
  }

  /** Good so far: it is shown with what was ready before, when the answer may begin. */
  #keep(sentence: string, finery: Finery): void {
    this.#noteInjection(sentence);
    this.#ready += sentence;
    const isOpen = this.#shown.isOpen(finery, this.#ready);
    this.#shown.finery = finery;
    if (!isOpen) this.#begin(false);
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
    this.#shown.add(this.#ready);
    this.#ready = '';
  }

  #mayBegin(more: string, isEnd = false): 'hold' | 'open' | GateAction {
    const { state } = this.#borrowed;
    if (this.#shown.text !== '') return state === 'maybe' && more !== '' ? 'hold' : 'open';
    const text = (this.#ready + more).trimStart();
    const opening = openingOf(text, this.#context, { isEnd, borrowing: state });
    if (opening.kind !== 'open') return opening.kind === 'hold' ? 'hold' : opening.action;
    return wordsIn(text) < this.#leftOut.leastWords ? 'hold' : 'open';
  }

  /** One more word of a sentence that flows: it ends where it turns out to be none of the persona's. */
  #flow(word: string): void {
    if (this.#isBorrowed(this.#sentence.waiting)) return;
    const fault = endsCue(word) && !this.#borrowed.isQuoting ? this.#newFault() : undefined;
    if (fault !== undefined) this.#cut(fault, this.#sentence.newest(RECENT_LENGTH));
    else if (this.#borrowed.state !== 'maybe') {
      this.#give(1);
      this.#sentence.forget(RECENT_LENGTH);
    }
  }

  #newFault(): GuardRule | undefined {
    const recent = this.#sentence.newest(RECENT_LENGTH);
    return faultsOf(recent, this.#context, true).find((rule) => FLOWING.has(rule));
  }

  /** Somebody else's words, or the seat's own instructions, behind words that were shown: there it ends. */
  #isBorrowed(text: string): boolean {
    const { state } = this.#borrowed;
    if (state !== 'echo' && state !== 'prompt-leak') return false;
    this.#cut(state, text);
    return true;
  }

  #cut(rule: GuardRule, text: string): void {
    this.#actions.push({ rule, action: 'cut', text: text.trim() });
    this.isOver = true;
  }

  #give(words: number): void {
    const text = this.#sentence.give();
    if (text !== '') this.#shown.flow(text, words);
  }

  #leaveOut(faults: readonly GuardRule[], sentence: string): void {
    const text = sentence.trim();
    this.#noteInjection(sentence);
    this.#leftOut.add(faults, text);
    if (this.#shown.text !== '') return;
    // "I can't continue this role-play": left out as talk about the role-play, and a refusal all the same.
    const opening = openingOf(this.#ready + text, this.#context, { isEnd: true, borrowing: 'none' });
    if (opening.kind === 'refuse' && opening.action.rule === 'refusal') this.#refuse(opening.action);
    else if (faults.includes('assistant-voice')) this.#refuse(this.#leftOut.takeFor('assistant-voice', text));
  }

  #refuse(action: GateAction): void {
    this.refused = action;
    this.#ready = '';
    this.isOver = true;
  }

  #noteInjection(sentence: string): void {
    if (!isInjection(sentence)) return;
    this.#actions.push({ rule: 'injection', action: 'neutralise', text: sentence.trim() });
  }
}

/** So many characters of a sentence are judged together; a phrase of speech is about as long. */
const PHRASE_LENGTH = 48;
const RECENT_LENGTH = 160;
const FLOWING: ReadonlySet<GuardRule> = new Set(['meta', 'assistant-voice']);
