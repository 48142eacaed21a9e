import type { ServerFrame } from '@chimera/protocol/socket';
import { joinDelta, messageIdOf, reduceDelta, reduceView, type View } from '@chimera/protocol/view';
import type { ConversationRef } from '../src/conversations/conversation-ref.ts';
import type { Note } from '../src/live/room.ts';
import type { Cursor, Rooms } from '../src/live/rooms.ts';
import type { Sink, Viewer } from '../src/live/viewer.ts';

/** What a client knows, by the rules of the protocol: it keeps this over reconnects. */
export class RoomClient {
  view: View | null = null;
  readonly words = new Map<string, string>();
  readonly frames: ServerFrame[] = [];
  snapshots = 0;

  receive(frame: ServerFrame): void {
    this.frames.push(frame);
    if (frame.type === 'snapshot') {
      this.snapshots += 1;
      this.view = frame.view;
    } else if (frame.type === 'event') {
      if (!this.view) throw new Error('an event came before the snapshot');
      if (frame.seq > this.view.conversation.head + 1) throw new Error(`gap before ${frame.seq}`);
      this.view = reduceView(this.view, frame);
    } else if (frame.type === 'delta' && this.view) {
      const key = messageIdOf(frame);
      const joined = joinDelta(this.words.get(key) ?? '', frame);
      if (joined === null) throw new Error('a piece is missing');
      this.words.set(key, joined);
      this.view = reduceDelta(this.view, frame) ?? this.view;
    }
  }

  get cursor(): Cursor {
    return this.view ? { after: this.view.conversation.head, gen: this.view.conversation.gen } : {};
  }
}

/** A viewer's connection that takes one frame at a time, when the test lets it. */
export class RoomLine implements Sink {
  readonly client: RoomClient;
  readonly notes: Note[] = [];
  viewer: Viewer | null = null;
  open = false;

  constructor(client: RoomClient) {
    this.client = client;
  }

  pump(): void {
    if (this.open) this.drain();
  }

  /** Takes everything there is. */
  drain(): void {
    for (let frame = this.viewer?.next(); frame; frame = this.viewer?.next()) {
      this.client.receive(JSON.parse(frame.json.toString()));
    }
  }

  note(_: Viewer, note: Note): void {
    this.notes.push(note);
  }

  fail(_: Viewer, error: unknown): void {
    throw error;
  }
}

/** Whoever this client is begins to follow, from where it stood; `open`: it is ready to be told something. */
export async function enterRoom(
  rooms: Rooms,
  ref: ConversationRef,
  client = new RoomClient(),
  open = true,
): Promise<RoomLine> {
  const line = new RoomLine(client);
  const { viewer, snapshot } = await rooms.enter(ref, client.cursor, line);
  if (snapshot) client.receive(JSON.parse(snapshot.json.toString()));
  line.viewer = viewer;
  line.open = open;
  line.pump();
  return line;
}
