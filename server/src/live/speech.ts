import type { Delta } from '@chimera/protocol/delta';
import type { Bus, Subscription } from './bus.ts';

/** The words of one attempt at a turn, while they are being said. */
export interface Speech {
  readonly turnId: string;
  readonly attempt: number;
  /** All that was said so far. */
  readonly text: string;
}

interface AttemptRef {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
}

/** What has to be saved so that a crash keeps it, and what need not be kept any more. */
export interface Unsaved {
  readonly added: readonly (AttemptRef & { readonly start: number; readonly text: string })[];
  readonly ended: readonly AttemptRef[];
}

/** Everything that is being said on this node now. Words are no rows of the log: they live here and in checkpoints. */
export class Speeches {
  readonly #bus: Bus;
  readonly #open = new Map<string, { readonly speech: OpenSpeech; readonly asked: Subscription }>();
  #ended: AttemptRef[] = [];

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  begin(conversationId: string, turnId: string, attempt: number): OpenSpeech {
    const speech = new OpenSpeech(this.#bus, { conversationId, turnId, attempt });
    this.#open.get(conversationId)?.asked.end();
    const asked = this.#bus.subscribe(conversationId, (signal) => {
      // Who asked for it may be what was missed.
      if (signal.type === 'missed' || (signal.type === 'watched' && signal.lacks)) speech.sayAgain();
    });
    this.#open.set(conversationId, { speech, asked });
    return speech;
  }

  /** The log has the end of this attempt: its words are no longer in flight. */
  endOf(conversationId: string, { turnId, attempt }: { turnId: string; attempt: number }): void {
    const speech = this.of(conversationId);
    if (speech?.turnId === turnId && speech.attempt === attempt) this.drop(conversationId);
  }

  /** Nobody speaks in this conversation any more. */
  drop(conversationId: string): void {
    const open = this.#open.get(conversationId);
    if (!open) return;
    this.#open.delete(conversationId);
    open.asked.end();
    const { turnId, attempt, savedLength } = open.speech;
    if (savedLength > 0) this.#ended.push({ conversationId, turnId, attempt });
  }

  of(conversationId: string): OpenSpeech | null {
    return this.#open.get(conversationId)?.speech ?? null;
  }

  takeUnsaved(): Unsaved {
    const added = [...this.#open.values()].flatMap(({ speech }) => speech.takeUnsaved() ?? []);
    const ended = this.#ended;
    this.#ended = [];
    return { added, ended };
  }

  /** What was taken could not be saved: the next to be taken is everything. */
  keepUnsaved({ ended }: Unsaved): void {
    this.#ended.push(...ended);
    for (const { speech } of this.#open.values()) speech.savedLength = 0;
  }
}

export class OpenSpeech implements Speech {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
  /** How much of the text checkpoints have. */
  savedLength = 0;
  readonly #bus: Bus;
  #text = '';
  /** Half of a surrogate pair that waits for its other half: a delta never splits a code point. */
  #held = '';

  constructor(bus: Bus, place: AttemptRef) {
    this.#bus = bus;
    this.conversationId = place.conversationId;
    this.turnId = place.turnId;
    this.attempt = place.attempt;
  }

  get text(): string {
    return this.#text;
  }

  say(piece: string): void {
    let text = this.#held + piece;
    this.#held = '';
    if (isHighSurrogate(text.charCodeAt(text.length - 1))) {
      this.#held = text.slice(-1);
      text = text.slice(0, -1);
    }
    if (text === '') return;
    text = storable(text);
    const offset = this.#text.length;
    this.#text += text;
    this.#publish({ offset, text });
  }

  /** Somebody begins to follow, and may know none of it. */
  sayAgain(): void {
    if (this.#text !== '') this.#publish({ offset: 0, text: this.#text });
  }

  #publish({ offset, text }: Pick<Delta, 'offset' | 'text'>): void {
    const delta: Delta = { turnId: this.turnId, attempt: this.attempt, offset, text };
    this.#bus.publish(this.conversationId, { type: 'delta', delta });
  }

  takeUnsaved(): Unsaved['added'][number] | null {
    const start = this.savedLength;
    if (this.#text.length === start) return null;
    this.savedLength = this.#text.length;
    const { conversationId, turnId, attempt } = this;
    return { conversationId, turnId, attempt, start, text: this.#text.slice(start) };
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff;
}

/** Models send what no database holds: NUL, and halves of surrogate pairs. Each becomes one replacement character. */
function storable(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\u0000') ? wellFormed.replaceAll('\u0000', '\uFFFD') : wellFormed;
}
