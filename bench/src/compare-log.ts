import { isDeepStrictEqual } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { createRest, type Rest } from '@chimera/client/rest';
import type { Message } from '@chimera/protocol/message';
import { inTurns } from './in-turns.ts';
import type { Playing } from './rooms-run.ts';
import { TOKEN_LENGTH } from './token.ts';
import type { Verdict, Viewers } from './viewers-process.ts';

/** One conversation, by its log. */
export interface Talk {
  readonly id: string;
  readonly head: number;
  readonly tokens: number;
  /** From the play press to the pause. */
  readonly seconds: number;
  /** From its last line to the pause. */
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

const AT_ONCE = 8;
const PAGE = 200;
/** For what is under way to viewers when all is paused. */
const SETTLE_LIMIT_MS = 30_000;

/** Pauses all conversations, and compares what their viewers have with what the server has kept. */
export async function compareLog(
  url: string,
  playing: readonly Playing[],
  viewers: Viewers,
): Promise<LogOutcome> {
  const rest = createRest({ baseUrl: url });
  const read = await inTurns(playing, AT_ONCE, async (each) => talkOf(rest, await paused(rest, each)));
  const heads = new Map(read.map(({ talk: { id, head } }) => [id, head]));
  const verdict = await settled(viewers, heads);
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
  readonly seconds: number;
  readonly atMs: number;
  readonly ended: string | null;
}

async function paused(rest: Rest, { play, beganMs }: Playing): Promise<Paused> {
  const { state, stopReason } = await rest.call('getConversation', { params: { id: play.id } });
  if (state === 'running') await play.end();
  const seconds = (performance.now() - beganMs) / 1000;
  const ended = state === 'running' ? null : `${state}: ${stopReason?.text ?? 'nobody says why'}`;
  return { id: play.id, seconds, atMs: Date.now(), ended };
}

async function talkOf(
  rest: Rest,
  { id, seconds, atMs, ended }: Paused,
): Promise<{ readonly talk: Talk; readonly messages: readonly Message[] }> {
  const messages = await messagesOf(rest, id);
  const { head } = await rest.call('getConversation', { params: { id } });
  const said = messages.filter(({ author }) => author.kind === 'seat');
  const lastAtMs = Date.parse(said.at(-1)?.createdAt ?? '');
  const talk = {
    id,
    head,
    tokens: said.reduce((sum, { text }) => sum + Math.round(text.length / TOKEN_LENGTH), 0),
    seconds,
    silentSeconds: Number.isNaN(lastAtMs) ? seconds : Math.max(0, atMs - lastAtMs) / 1000,
    ended,
  };
  return { talk, messages };
}

async function messagesOf(rest: Rest, id: string, after = 0): Promise<Message[]> {
  const query = { after, limit: PAGE };
  const { items, nextCursor } = await rest.call('listMessages', { params: { id }, query });
  return nextCursor === undefined ? items : [...items, ...(await messagesOf(rest, id, Number(nextCursor)))];
}

/** What viewers found when they stand where the log ends, or have had time enough to. */
async function settled(viewers: Viewers, heads: ReadonlyMap<string, number>): Promise<Verdict> {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const verdict = await viewers.verdict();
    if (elsewhereIn(verdict, heads).length === 0 || performance.now() > deadline) return verdict;
    await wait(250);
  }
}

function elsewhereIn(verdict: Verdict, heads: ReadonlyMap<string, number>): string[] {
  return Object.entries(verdict.heads).flatMap(([id, all]) =>
    all
      .filter((head) => head !== heads.get(id))
      .map((head) => `${id}: a viewer stands at ${head}, the log ends at ${heads.get(id)}`),
  );
}
