import { CLIENT_FRAME_LIMIT, type ClientFrame, clientFrameSchema } from '@chimera/protocol/socket';

/** What a client sent, when it is a frame of the protocol; null for binary data and everything else. */
export function readClientFrame(text: string | null): ClientFrame | null {
  if (text === null || text.length > CLIENT_FRAME_LIMIT) return null;
  try {
    const frame = clientFrameSchema.safeParse(JSON.parse(text));
    return frame.success ? frame.data : null;
  } catch {
    return null;
  }
}
