import { directTurn } from '@chimera/server/engine/direction';
import { extractedRecords } from '@chimera/server/engine/ledger-extract';
import { foldPoint } from '@chimera/server/engine/ledger-point';
import { composePrompt } from '@chimera/server/engine/prompt';
import { stopTexts } from '@chimera/server/engine/prompt-limits';
import { sceneOf } from '@chimera/server/engine/prompt-scene';
import { type ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';
import { isSaidAloud } from '@chimera/server/engine/transcript';
import { modelSize } from '@chimera/server/providers/model-size';
import type { BrainRequest } from '@chimera/server/providers/provider';
import { faultsOfRequest, type Spoken } from './prompt-faults.ts';
import type { Protocol } from './prompt-protocols.ts';
import { changeAt, openScript, SEATS, speak } from './prompt-script.ts';

/** How the older part of a talk goes: when it no longer fits, or in good time, noted down as a model would. */
export interface Folding {
  readonly historyTokens?: number;
  readonly isNoted?: boolean;
}

const REQUESTS = 200;
/** With four seats, 32 tokens a line and a tail of 60, a prompt of so many tokens can be 95 % unchanged. */
const LONG_ENOUGH_TOKENS = 3760;
/** A window that slides would make a new note with each line. */
const RARELY = 20;
const SHORT_TAIL_TOKENS = 60;

/** Plays the talk and checks every request on its way. */
export function runProtocol(protocol: Protocol, folding: Folding = {}) {
  const { kind, model, read, refuses = [], marks } = protocol;
  const size = modelSize({ kind, model });
  const chance = seededChance(11);
  const script = openScript();
  const last = new Map<string, Spoken>();
  const faults: string[] = [];
  const breaks: string[] = [];
  const compacted = new Map<string, number>();
  const shares: { readonly share: number; readonly isLong: boolean }[] = [];
  const tails: number[] = [];
  const again: boolean[] = [];
  let allowed = new Map<string, string>();
  let longest = 0;
  for (let turn = 0; tails.length < REQUESTS; turn += 1) {
    const change = changeAt(script, turn);
    if (change !== null) allowed = new Map(SEATS.map((id) => [id, change]));
    if (folding.isNoted) fold(script, folding.historyTokens ?? 0);
    const seatId = SEATS[turn % SEATS.length] ?? 'ada';
    if (script.stage.conversation.seats.every(({ id, presence }) => id !== seatId || presence !== 'stage'))
      continue;
    const request = requestOf(script, seatId, { ...folding, model, size, turn, chance });
    const spoken = read(request);
    const say = (fault: string) => faults.push(`turn ${turn}, ${seatId}: ${fault}`);
    if (JSON.stringify(read(request).body) !== JSON.stringify(spoken.body)) say('two equal calls differ');
    for (const fault of faultsOfRequest(spoken, { size, seatId, refuses, isMarked: marks !== undefined }))
      say(fault);
    longest = Math.max(longest, spoken.tokens);
    tails.push(Math.ceil(spoken.tail.length / 4));
    const before = last.get(seatId);
    if (before) {
      if (cacheKeyOf(before) !== cacheKeyOf(spoken)) say('it is kept under another key');
      if (marks && !isCompaction(before, spoken)) again.push(isMarkedAgain(before, spoken));
      const kept = sharedStart(before.texts, spoken.texts);
      const whole = spoken.texts.join('').length + spoken.tail.length;
      shares.push({ share: kept / whole, isLong: whole / 4 >= LONG_ENOUGH_TOKENS });
      if (kept < before.texts.join('').length) {
        const reason = allowed.get(seatId) ?? (isCompaction(before, spoken) ? 'compaction' : null);
        if (reason === null) say('its prompt begins anew without a reason');
        else if (reason === 'compaction' && turn - (compacted.get(seatId) ?? -RARELY) < RARELY)
          say('its prompt is compacted again at once');
        else breaks.push(reason);
        if (reason === 'compaction') compacted.set(seatId, turn);
      }
    }
    allowed.delete(seatId);
    last.set(seatId, spoken);
    speak(script, seatId, turn);
  }
  const long = shares.filter(({ isLong }) => isLong);
  return {
    turns: tails.length,
    breaks,
    faults,
    longest,
    /** `long` is null when no prompt was long enough. */
    unchanged: { all: meanShare(shares), long: long.length === 0 ? null : meanShare(long) },
    /** How often the end that was kept last is marked again, so that it is found; null without marks. */
    markedAgain: marks ? again.filter(Boolean).length / again.length : null,
    shortTails: tails.filter((tokens) => tokens <= SHORT_TAIL_TOKENS).length / tails.length,
  };
}

/** The note on what is left out is another one, and all before it is the same. */
export function isCompaction(before: Spoken, now: Spoken): boolean {
  const [old, note] = [noteIn(before), noteIn(now)];
  return (
    note !== null && note.text !== old?.text && sharedStart(now.texts, before.texts) >= note.at - ROLE_LENGTH
  );
}

function isMarkedAgain({ marked }: Spoken, now: Spoken): boolean {
  const end = marked.at(-1);
  return end === undefined || now.marked.includes(end);
}

function cacheKeyOf({ body }: Spoken): unknown {
  return 'prompt_cache_key' in body ? body.prompt_cache_key : null;
}

const NOTE = '[Earlier, in short.';
/** "user: ", which stands before the note, and before another role's line once it did not. */
const ROLE_LENGTH = 6;

function noteIn({ texts }: Spoken): { readonly at: number; readonly text: string } | null {
  const whole = texts.join('');
  const at = whole.indexOf(NOTE);
  return at < 0 ? null : { at, text: whole.slice(at, whole.indexOf(']', at)) };
}

/** As a model would: the same point for all seats, from the lines that it may read. */
export function fold(script: ScriptedStage, budgetTokens: number): void {
  const { stage } = script;
  const untilSeq = foldPoint(stage, budgetTokens);
  if (untilSeq === null) return;
  const from = stage.ledger?.untilSeq ?? 0;
  const lines = stage.transcript.filter(({ seq }) => seq > from && seq <= untilSeq);
  const records = extractedRecords(lines.filter(isSaidAloud));
  script.folds({ untilSeq, records: [...(stage.ledger?.records ?? []), ...records] });
}

interface Moment extends Folding {
  readonly model: string;
  readonly size: ReturnType<typeof modelSize>;
  readonly turn: number;
  readonly chance: () => number;
}

function requestOf(
  script: ScriptedStage,
  seatId: string,
  { model, size, turn, chance, historyTokens }: Moment,
): BrainRequest {
  const direction = directTurn(script.stage, seatId, chance);
  const wanted = historyTokens === undefined ? size : { ...size, historyTokens };
  return {
    model,
    sampling: { temperature: 0.9 },
    prompt: composePrompt(script.stage, seatId, direction, wanted),
    maxTokens: 200,
    stop: stopTexts(script.stage, seatId),
    replyAs: null,
    scene: sceneOf(script.stage, seatId, direction, { turnId: `turn-${turn}`, attempt: 1 }),
  };
}

export function meanShare(shares: readonly { readonly share: number }[]): number {
  return shares.reduce((sum, { share }) => sum + share, 0) / Math.max(1, shares.length);
}

/** How many characters two prompts have in common from their beginnings on. */
export function sharedStart(before: readonly string[], now: readonly string[]): number {
  const [a, b] = [before.join(''), now.join('')];
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return at;
}
