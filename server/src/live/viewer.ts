import type { Frame } from './frame.ts';
import type { Listener, LoggedFrame, Note, Room } from './room.ts';
import type { Speech } from './speech.ts';

/** Where a viewer's frames go. It asks for the next one when it can take it. */
export interface Sink {
  /** There may be something to send. */
  pump(): void;
  note(viewer: Viewer, note: Note): void;
  /** The log could not be read: the viewer cannot go on. */
  fail(viewer: Viewer, error: unknown): void;
}

/**
 * One follower of one conversation: a cursor into what the room has, and no queue.
 * However slow it reads, it costs the server nothing but its place; pieces that
 * come meanwhile travel together when it is ready for them.
 */
export class Viewer implements Listener {
  readonly room: Room;
  readonly #sink: Sink;
  #seq: number;
  /** The attempt whose words it is following, and how much of them it has. */
  #turnId = '';
  #attempt = 0;
  #offset = 0;
  /** Events from the log, for a viewer further behind than the room remembers. */
  #page: LoggedFrame[] = [];
  #reading = false;

  /** `after` is the last position the viewer has. */
  constructor(room: Room, sink: Sink, after: number) {
    this.room = room;
    this.#sink = sink;
    this.#seq = after;
  }

  wake(): void {
    this.#sink.pump();
  }

  note(note: Note): void {
    this.#sink.note(this, note);
  }

  /** The next frame for this viewer, or null when it has everything (or the log is being read for it). */
  next(): Frame | null {
    if (this.#seq < this.room.head) return this.#nextLogged();
    const speech = this.room.speech;
    return speech ? this.#nextWords(speech) : null;
  }

  #nextLogged(): Frame | null {
    const logged = this.room.recentAfter(this.#seq) ?? this.#fromPage();
    if (!logged) return null;
    const words = logged.words && this.#nextWords(logged.words);
    if (words) return words;
    this.#seq = logged.seq;
    return logged.frame;
  }

  #nextWords(speech: Speech): Frame | null {
    if (speech.turnId !== this.#turnId || speech.attempt !== this.#attempt) {
      this.#turnId = speech.turnId;
      this.#attempt = speech.attempt;
      this.#offset = 0;
    }
    if (this.#offset >= speech.text.length) return null;
    const frame = this.room.deltaFrame(speech, this.#offset);
    this.#offset = speech.text.length;
    return frame;
  }

  #fromPage(): LoggedFrame | null {
    while (this.#page[0] && this.#page[0].seq <= this.#seq) this.#page.shift();
    const [first] = this.#page;
    if (first?.seq === this.#seq + 1) return first;
    if (!this.#reading) this.#read();
    return null;
  }

  #read(): void {
    this.#reading = true;
    this.room.read(this.#seq).then(
      (page) => {
        this.#reading = false;
        this.#page = page;
        this.#sink.pump();
      },
      (error: unknown) => {
        this.#reading = false;
        this.#sink.fail(this, error);
      },
    );
  }
}
