import type { NewMessage } from '@chimera/protocol/conversation';
import { unreachable } from '@chimera/protocol/unreachable';
import type { Voice } from '../stage.tsx';

/** The longest line that can be sent, in UTF-16 units. The server checks it too. */
export const LINE_LIMIT = 20_000;

/** What is sent for words said in a voice. */
export function lineOf(text: string, voice: Voice): NewMessage {
  const line = { text: text.trim() };
  switch (voice.kind) {
    case 'self':
      return line;
    case 'narrator':
      return { ...line, as: 'narrator' };
    case 'whisper':
      return { ...line, to: [voice.seatId] };
    case 'seat':
      return { ...line, as: voice.seatId };
    default:
      return unreachable(voice);
  }
}
