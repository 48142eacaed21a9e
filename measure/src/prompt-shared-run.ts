import { directTurn } from '@chimera/server/engine/direction';
import { composePrompt } from '@chimera/server/engine/prompt';
import { stopTexts } from '@chimera/server/engine/prompt-limits';
import { sceneOf } from '@chimera/server/engine/prompt-scene';
import { composeSharedPrompt, sharedHistoryBudget } from '@chimera/server/engine/prompt-shared';
import { type ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';
import { seatsSharing } from '@chimera/server/engine/shared-brains';
import type { Stage } from '@chimera/server/engine/stage';
import { isHeardBy, isSaidAloud } from '@chimera/server/engine/transcript';
import { type ModelSize, modelSize } from '@chimera/server/providers/model-size';
import type { BrainRequest, Prompt } from '@chimera/server/providers/provider';
import { faultsOfRequest, type Spoken } from './prompt-faults.ts';
import type { Protocol } from './prompt-protocols.ts';
import { fold, isCompaction, meanShare, sharedStart } from './prompt-run.ts';
import { changeAt, openScript, speak } from './prompt-script.ts';

/** How all seats of one local model are asked. */
export interface Sharing {
  /** One script for all, or for each seat a prompt of its own. */
  readonly isShared: boolean;
  /** Absent: what is assumed of the model. */
  readonly contextTokens?: number;
  readonly isNoted?: boolean;
}

const REQUESTS = 200;
/** "A few thousand": one line, a note, a card, and nine times as much before them. */
export const LONG_TOKENS = 3000;
/** A seat that came back or is new has a script of its own for so many lines. */
const LINES_TO_FOLLOW = 24;

/** Plays the talk with one model that has room for one prompt: each request is held against the one before it, whoever's. */
export function runShared({ kind, model, read, refuses = [] }: Protocol, sharing: Sharing) {
  const known = modelSize({ kind, model });
  const size = { ...known, contextTokens: sharing.contextTokens ?? known.contextTokens };
  const chance = seededChance(11);
  const script = openScript(LONG_LIFE);
  const faults: string[] = [];
  const breaks: string[] = [];
  const calls: { readonly share: number; readonly unread: number; readonly isLong: boolean }[] = [];
  let last: { readonly spoken: Spoken; readonly seatId: string } | null = null;
  let isEdited = false;
  let requests = 0;
  for (let turn = 0; requests < REQUESTS; turn += 1) {
    isEdited ||= changeAt(script, turn) !== null;
    if (sharing.isNoted) fold(script, sharedHistoryBudget(script.stage, size));
    const seatId = speakerAt(script, turn);
    const prompt = promptFor(script.stage, seatId, { protocol: { kind, model }, size, sharing, chance });
    const spoken = read(requestOf(script.stage, seatId, { model, prompt }));
    const say = (fault: string) => faults.push(`turn ${turn}, ${seatId}: ${fault}`);
    for (const fault of faultsOfRequest(spoken, { size, seatId, refuses, isMarked: false })) say(fault);
    if (last) {
      const kept = sharedStart(last.spoken.texts, spoken.texts);
      const whole = spoken.texts.join('').length + spoken.tail.length;
      calls.push({ share: kept / whole, unread: (whole - kept) / 4, isLong: whole / 4 >= LONG_TOKENS });
      if (sharing.isShared && kept < last.spoken.texts.join('').length) {
        const reason = reasonOf(script.stage, [last.seatId, seatId], {
          isEdited,
          isCompacted: isCompaction(last.spoken, spoken),
        });
        if (reason === null) say('the prompt begins anew without a reason');
        else breaks.push(reason);
      }
    }
    isEdited = false;
    last = { spoken, seatId };
    requests += 1;
    speak(script, seatId, turn);
  }
  const long = calls.filter(({ isLong }) => isLong);
  return {
    requests,
    faults,
    breaks,
    unchanged: { all: meanShare(calls), long: long.length === 0 ? null : meanShare(long) },
    /** Tokens that the model has to read for a line, in the mean. */
    unread: calls.reduce((sum, { unread }) => sum + unread, 0) / calls.length,
  };
}

/** Cards as long as they may be. */
const LONG_LIFE = {
  systemPrompt:
    'You have worked at the harbour all your life and know each boat by the sound of its ropes. You came here as a child on a ship that no longer sails. You keep the books of the pilots and trust no number that you did not write down yourself. You speak of weather as others speak of money. You lost a brother to the fog and never mention him first.',
  traits: ['stubborn', 'exact', 'dry', 'loyal'],
  exampleMessages: ['Maps lie, and so do those who sell them. I have the tide tables and a rope.'],
};

function speakerAt({ stage }: ScriptedStage, turn: number): string {
  const seats = stage.conversation.seats.filter(({ presence }) => presence === 'stage');
  return seats[turn % seats.length]?.id ?? 'ada';
}

interface Moment {
  readonly protocol: Pick<Protocol, 'kind' | 'model'>;
  readonly size: ModelSize;
  readonly sharing: Sharing;
  readonly chance: () => number;
}

function promptFor(stage: Stage, seatId: string, { protocol, size, sharing, chance }: Moment): Prompt {
  const direction = directTurn(stage, seatId, chance);
  const seatIds = seatsSharing(stage, seatId, protocol);
  if (seatIds === null) throw new Error('The seats of the script do not share a model.');
  return sharing.isShared
    ? composeSharedPrompt(stage, seatId, direction, { seatIds, size })
    : composePrompt(stage, seatId, direction, size);
}

function requestOf(
  stage: Stage,
  seatId: string,
  { model, prompt }: { readonly model: string; readonly prompt: Prompt },
): BrainRequest {
  const direction = { targetWords: 10, capWords: 40, direction: null, mayPass: false };
  return {
    model,
    sampling: {},
    prompt,
    maxTokens: 200,
    stop: stopTexts(stage, seatId),
    replyAs: null,
    scene: sceneOf(stage, seatId, direction, { turnId: 'turn', attempt: 1 }),
  };
}

/** Why a script may begin anew: an edit, a compaction, or two seats that have not heard the same lately. */
function reasonOf(
  { transcript }: Stage,
  [one, other]: readonly [string, string],
  { isEdited, isCompacted }: { readonly isEdited: boolean; readonly isCompacted: boolean },
): string | null {
  const aloud = transcript.filter(({ to }) => to === null);
  const parted = aloud.findLastIndex((entry) => isHeardBy(entry, one) !== isHeardBy(entry, other));
  const since = aloud.slice(parted + 1).filter(isSaidAloud).length;
  if (parted >= 0 && since < LINES_TO_FOLLOW) return 'absence';
  if (isEdited) return 'edit';
  return isCompacted ? 'compaction' : null;
}
