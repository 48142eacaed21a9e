import { join } from 'node:path';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Event, NumberedEvent } from '@chimera/protocol/event';
import { z } from 'zod';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import { ChimeraError } from '../errors.ts';
import type { Job, NewJob } from '../jobs/job-store.ts';
import { pagedLog, walk } from './event-log.ts';
import { idForFile, titleForFile } from './file-name.ts';
import { appendFile, removeFile, writeFile } from './record-file.ts';
import type { RecordStore, WrittenRecord } from './record-store.ts';
import { renderLines } from './render-log.ts';
import { linesFor, markdownRenderer, totalsOf } from './render-markdown.ts';

export const WRITE_RECORD = 'write-record';

/** Events that leave nothing to write. */
const quiet = new Set<Event['type']>(['turn-started', 'queue-changed']);

/** Whether the record of a conversation has to follow these events. */
export function concernsRecord(events: readonly Event[]): boolean {
  return events.some(({ type }) => !quiet.has(type));
}

/** To be enqueued with every change that concerns the record, the deletion of its conversation among them. */
export function recordJob({ id, ownerId }: ConversationRef): NewJob {
  return { kind: WRITE_RECORD, subject: id, payload: { ownerId } };
}

const payloadSchema = z.object({ ownerId: z.string() });

/** Events that are appended in one go; a record that lags further behind is written anew as a whole. */
const APPEND_LIMIT = 500;

interface Parts {
  readonly dataDir: string;
  readonly records: RecordStore;
  readonly conversations: Pick<ConversationStore, 'get'>;
  readonly transcript: Pick<TranscriptStore, 'events'>;
  /** Whether the record goes, by when something last happened in the conversation. */
  readonly isTooOld: (updatedAt: string) => boolean;
}

/**
 * Keeps `records/<month>/<title>-<id>.md` in the data directory up to date with the log, and removes it when nothing has
 * happened for too long. One kind of job does both, so that they are never at one file at the same time.
 */
export function createRecordFollower(parts: Parts): (job: Job) => Promise<void> {
  return async ({ subject, payload }) => {
    const ref = { id: subject, ownerId: payloadSchema.parse(payload).ownerId };
    try {
      await follow(parts, ref);
    } catch (error) {
      throw isFull(error) ? new ChimeraError('storage-full', FULL, { cause: error }) : error;
    }
  };
}

const FULL =
  'The disk is full. The record is written as soon as there is room; the conversation itself is in the database.';

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

async function follow(parts: Parts, ref: ConversationRef): Promise<void> {
  const written = await parts.records.get(ref.id);
  const conversation = await find(parts, ref);
  // What happens from here on enqueues this job once more.
  if (conversation === null || parts.isTooOld(conversation.updatedAt)) return forget(parts, ref, written);
  if (written && (await append(parts, ref, conversation, written))) return;
  await writeWhole(parts, ref, conversation, written);
}

/** Null when it was deleted. */
async function find({ conversations }: Parts, ref: ConversationRef): Promise<Conversation | null> {
  try {
    return await conversations.get(ref);
  } catch (error) {
    if (error instanceof ChimeraError && error.code === 'not-found') return null;
    throw error;
  }
}

async function forget(parts: Parts, ref: ConversationRef, written: WrittenRecord | null): Promise<void> {
  if (written === null) return;
  await removeFile(join(parts.dataDir, written.path));
  await parts.records.remove(ref.id);
}

/** False when appending cannot bring the record up to date. */
async function append(
  { dataDir, records, transcript }: Parts,
  ref: ConversationRef,
  conversation: Conversation,
  written: WrittenRecord,
): Promise<boolean> {
  const isSame = written.conversation.gen === conversation.gen && written.seq <= conversation.head;
  if (!isSame || written.seq === 0 || conversation.head - written.seq > APPEND_LIMIT) return false;
  const events = await transcript.events(ref, written.seq, conversation.head - written.seq);
  if (events.some(changesWhatIsWritten)) return false;
  let text = '';
  let now = written.conversation;
  for await (const { numbered, before, after } of walk(events, now)) {
    text += linesFor(numbered, before);
    now = after;
  }
  const end = await appendFile(join(dataDir, written.path), written, text, totalsOf(now));
  if (end === null) return false;
  await records.put(ref.id, { ...end, seq: now.head, path: written.path, conversation: now });
  return true;
}

function changesWhatIsWritten({ event }: NumberedEvent): boolean {
  return (
    event.type === 'message-edited' || (event.type === 'conversation-changed' && event.title !== undefined)
  );
}

async function writeWhole(
  { dataDir, records, transcript }: Parts,
  ref: ConversationRef,
  conversation: Conversation,
  former: WrittenRecord | null,
): Promise<void> {
  const path = pathOf(conversation);
  if (former?.path !== path) {
    // The row names the file before the file is there: whenever this stops, no file is left that no row knows of.
    if (former) await removeFile(join(dataDir, former.path));
    await records.put(ref.id, { seq: 0, path, bytes: 0, tail: '', conversation });
  }
  const log = pagedLog((after, limit) => transcript.events(ref, after, limit), conversation.head);
  let now = conversation;
  const end = await writeFile(join(dataDir, path), lines(), () => totalsOf(now));
  await records.put(ref.id, { ...end, seq: now.head, path, conversation: now });

  async function* lines(): AsyncGenerator<string> {
    now = yield* renderLines(markdownRenderer, conversation, log);
  }
}

function pathOf({ id, title, createdAt }: Conversation): string {
  return join('records', createdAt.slice(0, 7), `${titleForFile(title)}-${idForFile(id)}.md`);
}
