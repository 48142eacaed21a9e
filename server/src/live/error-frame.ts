import type { ClientFrame, ServerFrame } from '@chimera/protocol/socket';
import { ChimeraError, storageProblem } from '../errors.ts';

/** What a client is told when its frame could not be handled; what nobody foresaw in general words. */
export function errorFrame(frame: ClientFrame, error: unknown): ServerFrame {
  const { code, message } =
    error instanceof ChimeraError
      ? error
      : (storageProblem(error) ?? new ChimeraError('internal', 'Something went wrong here. Try again.'));
  return {
    type: 'error',
    code,
    detail: message,
    ...('conversationId' in frame && { conversationId: frame.conversationId }),
  };
}
