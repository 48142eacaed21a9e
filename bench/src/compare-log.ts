import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createRest, type Rest } from '@chimera/client/rest';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { inTurns } from './in-turns.ts';
import { progress } from './progress.ts';
import type { Playing } from './rooms-run.ts';
import { type Stretch, tokensWithin } from './tokens-within.ts';
import type { Verdict, Viewers } from './viewers-process.ts';

/** One conversation, by its log. */
export interface Talk {
  readonly id: string;
  readonly head: number;
  /** Said while it was looked at. */
  readonly tokens: number;
  /** From its last line, or the play press, to the pause. */
  readonly silentSeconds: number;
  /** Why it did not run any more before it was told to pause; null: it ran. */
  readonly ended: string | null;
}

export interface LogOutcome {
  readonly talks: readonly Talk[];
  /** What viewers found, when all of them had come to the end. */
  readonly verdict: Verdict;
  /** Viewers that do not stand where the log ends. */
  readonly elsewhere: readonly string[];
  /** Conversations of which a viewer has other messages than the log. */
  readonly unlike: readonly string[];
  /** Messages that were compared. */
  readonly messages: number;
}

/** Nodes that are busy answer slowly, and the last ones are to be paused soon after the first. */
const PAUSES_AT_ONCE = 32;
const READS_AT_ONCE = 4;
const PAGE = 200;
/** For a node that is behind to end its turns, and for what is under way to viewers. */
const SETTLE_LIMIT_MS = 60_000;
const LOOK_MS = 250;

/** Pauses all conversations, and compares what their viewers have with what the server has kept. */
export async function compareLog(
  url: string,
  playing: readonly Playing[],
  { viewers, stretch }: { readonly viewers: Viewers; readonly stretch: Stretch },
  signal: AbortSignal,
): Promise<LogOutcome> {
  const rest = createRest({ baseUrl: url });
  progress('pausing');
  const paused = await inTurns(playing, pausedNow, PAUSES_AT_ONCE, signal);
  const rested = await inTurns(paused, ({ id }) => atRest(rest, id), READS_AT_ONCE, signal);
  progress('waiting for viewers to come to the end');
  const heads = new Map(rested.map(({ id, head }) => [id, head]));
  const verdict = await settled(rest, viewers, heads);
  progress('comparing what they have with the logs');
  const read = await inTurns(paused, (each) => readLog(rest, each, stretch), READS_AT_ONCE, signal);
  const watched = read.filter(({ talk: { id } }) => id in verdict.heads);
  const unlike: string[] = [];
  for (const { talk, messages } of watched) {
    const kept = messages.map(({ id, text }) => ({ id, text }));
    if (!isDeepStrictEqual(await viewers.lines(talk.id), kept)) unlike.push(talk.id);
  }
  return {
    talks: read.map(({ talk }) => talk),
    verdict,
    elsewhere: elsewhereIn(verdict, heads),
    unlike,
    messages: watched.reduce((sum, { messages }) => sum + messages.length, 0),
  };
}

interface Paused {
  readonly id: string;
  readonly beganMs: number;
  readonly atMs: number;
}

async function pausedNow({ play, beganMs }: Playing): Promise<Paused> {
  await play.end();
  return { id: play.id, beganMs, atMs: Date.now() };
}

async function readLog(
  rest: Rest,
  { id, beganMs, atMs }: Paused,
  stretch: Stretch,
): Promise<{ readonly talk: Talk; readonly messages: readonly Message[] }> {
  const { head, stopReason } = await rest.call('getConversation', { params: { id } });
  const messages = await messagesOf(rest, id);
  const said = messages.filter(({ author }) => author.kind === 'seat');
  const last = said.at(-1);
  const lastAtMs = last ? Date.parse(last.createdAt) : beganMs;
  const talk = {
    id,
    head,
    tokens: said.reduce((sum, message) => sum + tokensWithin(message, stretch), 0),
    silentSeconds: Math.max(0, atMs - lastAtMs) / 1000,
    ended: stopReason?.code === 'director' ? null : (stopReason?.text ?? 'It goes on.'),
  };
  return { talk, messages };
}

/** When another node than the one that was asked runs it and is busy, its turn ends a moment after the pause. */
async function atRest(rest: Rest, id: string): Promise<Conversation> {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const conversation = await rest.call('getConversation', { params: { id } });
    if (conversation.turn === null || performance.now() > deadline) return conversation;
    await wait(LOOK_MS);
  }
}

async function messagesOf(rest: Rest, id: string, after = 0): Promise<Message[]> {
  const query = { after, limit: PAGE };
  const { items, nextCursor } = await rest.call('listMessages', { params: { id }, query });
  return nextCursor === undefined ? items : [...items, ...(await messagesOf(rest, id, Number(nextCursor)))];
}

/**
 * What viewers found when they stand where the log ends, or have had time enough to. A log may go on for a moment after
 * its pause: whoever was cut off still writes down what was used.
 */
async function settled(rest: Rest, viewers: Viewers, heads: Map<string, number>): Promise<Verdict> {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const verdict = await viewers.verdict();
    const moving = Object.keys(verdict.heads).filter((id) =>
      verdict.heads[id]?.some((head) => head !== heads.get(id)),
    );
    if (moving.length === 0 || performance.now() > deadline) return verdict;
    await wait(LOOK_MS);
    for (const id of moving) heads.set(id, (await rest.call('getConversation', { params: { id } })).head);
  }
}

function elsewhereIn(verdict: Verdict, heads: ReadonlyMap<string, number>): string[] {
  return Object.entries(verdict.heads).flatMap(([id, all]) =>
    all
      .filter((head) => head !== heads.get(id))
      .map((head) => `${id}: a viewer stands at ${head}, the log ends at ${heads.get(id)}`),
  );
}
