import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '@chimera/protocol/error';
import type { ChimeraError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** Refusals that an operator wants to know of, and how loudly. What people mistype every day is no news. */
const levels: Partial<Record<ErrorCode, 'info' | 'warn'>> = {
  unauthenticated: 'info',
  'too-many-requests': 'info',
  forbidden: 'warn',
  'origin-refused': 'warn',
  'misdirected-host': 'warn',
};

export interface Refused {
  readonly method: string | undefined;
  /** The route as the table has it. Never the address that was asked for: it may hold a secret. */
  readonly route: string | undefined;
  /** Where it came from. */
  readonly address: string | undefined;
  readonly userId: string | undefined;
  readonly requestId?: string;
}

/** Writes down who was refused what, and what nobody foresaw. */
export function noteRefusal(
  logger: Pick<Logger, 'info' | 'warn' | 'error'>,
  error: ChimeraError,
  refused: Refused,
): void {
  if (error.code === 'internal') {
    logger.error({ error: error.cause ?? error, ...refused }, 'a request failed');
    return;
  }
  const level = levels[error.code];
  if (level !== undefined) logger[level]({ code: error.code, ...refused }, 'a request was refused');
}

/** The peer of the socket, as far as nothing better is known yet. */
export function peerOf({ socket }: Pick<IncomingMessage, 'socket'>): string | undefined {
  return socket.remoteAddress;
}
