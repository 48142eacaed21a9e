import type { ServerFrame } from '@chimera/protocol/socket';

/** Reads one message of the socket; null when it is no frame that this client knows. */
export function readServerFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null;
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    return null;
  }
  return isServerFrame(frame) ? frame : null;
}

/**
 * Checks what the client's own steps depend on, not more: the server speaks from the same schemas,
 * and a full check would carry them into the browser.
 */
function isServerFrame(frame: unknown): frame is ServerFrame {
  if (!isRecord(frame)) return false;
  if (frame['type'] === 'pong') return true;
  if (frame['type'] === 'error') return typeof frame['code'] === 'string';
  if (typeof frame['conversationId'] !== 'string') return false;
  switch (frame['type']) {
    case 'snapshot':
      return isCount(frame['head']) && typeof frame['gen'] === 'string' && isView(frame['view']);
    case 'event':
      return isCount(frame['seq']) && typeof frame['gen'] === 'string' && isTyped(frame['event']);
    case 'delta':
      return (
        typeof frame['turnId'] === 'string' &&
        isCount(frame['attempt']) &&
        isCount(frame['offset']) &&
        typeof frame['text'] === 'string'
      );
    case 'thinking':
      return (
        typeof frame['seatId'] === 'string' &&
        typeof frame['untilMs'] === 'number' &&
        (frame['why'] === undefined || typeof frame['why'] === 'string')
      );
    case 'typing':
      return typeof frame['name'] === 'string';
    case 'presence':
      return isCount(frame['viewers']);
    default:
      return false;
  }
}

function isView(view: unknown): boolean {
  return (
    isRecord(view) &&
    isRecord(view['conversation']) &&
    isCount(view['conversation']['head']) &&
    Array.isArray(view['messages']) &&
    typeof view['liveText'] === 'string'
  );
}

function isTyped(value: unknown): boolean {
  return isRecord(value) && typeof value['type'] === 'string';
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
