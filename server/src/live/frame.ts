import type { Delta } from '@chimera/protocol/delta';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { ServerFrame } from '@chimera/protocol/socket';

/** A frame ready to be sent, built once for all who get it. */
export interface Frame {
  readonly type: ServerFrame['type'];
  /** As a WebSocket carries it, header and all. */
  readonly wire: Buffer;
  /** The JSON in it, as UTF-8. */
  readonly json: Buffer;
  /** Position in the log, for frames that have one. */
  readonly seq: number | null;
}

export function frameOf(frame: ServerFrame, seq: number | null = null): Frame {
  const text = JSON.stringify(frame);
  const length = Buffer.byteLength(text);
  const header = headerLength(length);
  const wire = bufferFor(frame, header + length);
  writeHeader(wire, length);
  wire.write(text, header);
  return { type: frame.type, wire, json: wire.subarray(header), seq };
}

export function eventFrame(conversationId: string, gen: string, { seq, event }: NumberedEvent): Frame {
  return frameOf({ type: 'event', conversationId, gen, seq, event }, seq);
}

export function deltaFrame(conversationId: string, delta: Delta): Frame {
  return frameOf({ type: 'delta', conversationId, ...delta });
}

/**
 * Small buffers share a block of 64 kB (`Buffer.poolSize`), which stays as long as any of them: words come and go, but
 * one event that a room keeps among them would hold the whole block.
 */
function bufferFor({ type }: ServerFrame, length: number): Buffer {
  const isKept = type === 'event' || type === 'snapshot';
  return isKept ? Buffer.allocUnsafeSlow(length) : Buffer.allocUnsafe(length);
}

/** One unmasked text frame that is final (RFC 6455, section 5.2): FIN and opcode 1, then the length in 7, 16 or 64 bits. */
const FINAL_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

function headerLength(length: number): number {
  if (length < LENGTH_16) return 2;
  return length <= 0xff_ff ? 4 : 10;
}

function writeHeader(wire: Buffer, length: number): void {
  wire[0] = FINAL_TEXT;
  if (length < LENGTH_16) {
    wire[1] = length;
  } else if (length <= 0xff_ff) {
    wire[1] = LENGTH_16;
    wire.writeUInt16BE(length, 2);
  } else {
    wire[1] = LENGTH_64;
    wire.writeBigUInt64BE(BigInt(length), 2);
  }
}
