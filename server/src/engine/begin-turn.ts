import { moderated } from './moderator.ts';
import { nextSpeaker } from './next-speaker.ts';
import type { OwnedLog } from './owned-log.ts';
import { partAt } from './phase.ts';
import { isSomebodyQueued } from './phase-end.ts';
import { settledChance } from './settled-chance.ts';
import type { AskBrain } from './speak.ts';
import type { Chance, Stage } from './stage.ts';
import { turnStarted } from './turn-events.ts';

export interface BeginParts {
  /** Asks whoever moderates. */
  readonly ask: AskBrain;
  readonly chance: Chance;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Decides who speaks next and writes it down; false when nobody should for now. */
export async function beginTurn(
  stage: Stage,
  log: Pick<OwnedLog, 'append'>,
  parts: BeginParts,
  signal: AbortSignal,
): Promise<boolean> {
  const isModerated = partAt(stage).phase.order === 'moderator' && !isSomebodyQueued(stage);
  const pick =
    (isModerated ? await moderated(stage, parts, signal) : null) ??
    nextSpeaker(stage, stage.conversation.settings.cache ? settledChance(stage) : parts.chance);
  if (!pick) return false;
  await log.append((conversation) => {
    // The cast or the queue changed since the pick was made: pick again.
    if (conversation.head !== stage.conversation.head || conversation.state !== 'running') return [];
    return [turnStarted(pick, parts.newId(), parts.now().toISOString())];
  });
  return true;
}
