import { closeCodes } from '@chimera/protocol/socket';
import type { Dismissal } from './doorkeeper.ts';

/** Why the server closes a socket. */
export type Farewell =
  | Dismissal
  | 'too-slow'
  | 'too-many-frames'
  | 'unfinished-frame'
  | 'log-unreadable'
  | 'restart';

/** What the client is told. Codes below 4000 are those of RFC 6455, section 7.4.1, and the registry that it founds. */
export const farewells: Readonly<Record<Farewell, readonly [code: number, reason: string]>> = {
  'signed-out': [closeCodes.unauthenticated, 'You are signed out. Sign in to watch.'],
  forbidden: [closeCodes.forbidden, 'You may not watch any more.'],
  changed: [closeCodes.rightsChanged, 'What you may do has changed. Connect again.'],
  unsure: [1013, 'Who may watch cannot be looked up now. Connect again later.'],
  'too-slow': [closeCodes.tooSlow, 'Too slow: reconnect to go on.'],
  'too-many-frames': [1008, 'Too many frames. Send fewer of them.'],
  'unfinished-frame': [1008, 'This frame took too long.'],
  'log-unreadable': [1011, 'The log could not be read.'],
  restart: [1012, 'The server is restarting.'],
};
