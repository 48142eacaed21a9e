import type { Row } from '../../live/transcript.ts';

const JOINED_MS = 3 * 60_000;

/** True when a line goes on where the one before it ended: the same speaker, soon after, nothing in between. */
export function isJoined(before: Row | undefined, row: Row | undefined): boolean {
  const earlier = speech(before);
  const later = speech(row);
  if (earlier === null || later === null || earlier.speaker !== later.speaker) return false;
  return Date.parse(later.at) - Date.parse(earlier.at) < JOINED_MS;
}

/** Null for what nobody says: a stop, a phase. A whisper joins only a whisper to the same seats. */
function speech(row: Row | undefined): { speaker: string; at: string } | null {
  if (row === undefined) return null;
  if (row.kind === 'turn') return { speaker: `seat:${row.turn.seatId}:`, at: row.turn.startedAt };
  if (row.kind === 'pending') {
    const { as, to } = row.line.body;
    const speaker = as === undefined ? 'human' : as === 'narrator' ? 'narrator' : `seat:${as}`;
    return { speaker: `${speaker}:${(to ?? []).join()}`, at: row.line.sentAt };
  }
  const { author, to, createdAt, status } = row.message;
  if (author.kind === 'system' || status !== 'complete') return null;
  const speaker = author.kind === 'seat' ? `seat:${author.seatId ?? author.name}` : author.kind;
  return { speaker: `${speaker}:${(to ?? []).join()}`, at: createdAt };
}
