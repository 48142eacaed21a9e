import type { NumberedEvent } from '@chimera/protocol/event';
import type { Delta } from '@chimera/protocol/delta';
import type { ServerFrame } from '@chimera/protocol/socket';

/** A frame ready to be sent: JSON as UTF-8, built once for all who get it. */
export interface Frame {
  readonly json: Buffer;
  /** Position in the log, for frames that have one. */
  readonly seq: number | null;
}

export function frameOf(frame: ServerFrame): Frame {
  return { json: Buffer.from(JSON.stringify(frame)), seq: null };
}

export function eventFrame(conversationId: string, gen: string, { seq, event }: NumberedEvent): Frame {
  const frame: ServerFrame = { type: 'event', conversationId, gen, seq, event };
  return { json: Buffer.from(JSON.stringify(frame)), seq };
}

export function deltaFrame(conversationId: string, delta: Delta): Frame {
  return frameOf({ type: 'delta', conversationId, ...delta });
}
