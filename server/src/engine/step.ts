import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';

/** Between two turns of a talk that is taken step by step. */
export function pausedAfterStep(conversation: Conversation, at: string): Event[] {
  const steps = conversation.stepping || conversation.settings.pace === 'wait';
  if (!steps || conversation.state !== 'running' || conversation.turn) return [];
  return [{ type: 'conversation-changed', at, state: 'paused' }];
}
