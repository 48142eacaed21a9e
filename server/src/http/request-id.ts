import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const WELL_FORMED = /^[\w-]{16,64}$/;

/**
 * Names a request in logs and answers: as a proxy of ours named it (`X-Request-Id`), so that its lines and ours are
 * found together, else anew. What anybody else sends could hide a request among others, or name many the same.
 */
export function requestIds(isFromProxy: (request: IncomingMessage) => boolean) {
  return (request: IncomingMessage): string => {
    const given = request.headers['x-request-id'];
    const isTaken = typeof given === 'string' && WELL_FORMED.test(given) && isFromProxy(request);
    return isTaken ? given : randomUUID();
  };
}
