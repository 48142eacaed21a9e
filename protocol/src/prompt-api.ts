import { z } from 'zod';
import { idSchema, itemsOf, type Operation } from './operation.ts';
import { sentPromptSchema } from './sent-prompt.ts';

/** What the brains of a conversation were sent. */
export const promptApi = {
  getMessagePrompt: {
    method: 'GET',
    path: '/api/conversations/:id/messages/:messageId/prompt',
    tag: 'conversations',
    summary: 'What a brain was sent for a message (for the version that is shown), and what the gate did',
    access: 'read',
    params: z.object({ id: idSchema, messageId: idSchema }),
    response: sentPromptSchema,
    status: 200,
  },
  listTurnPrompts: {
    method: 'GET',
    path: '/api/conversations/:id/turns/:turnId/prompts',
    tag: 'conversations',
    summary: 'What was sent in each attempt at a turn, also when it failed, passed or was cut off',
    access: 'read',
    params: z.object({ id: idSchema, turnId: idSchema }),
    response: itemsOf(sentPromptSchema),
    status: 200,
  },
} as const satisfies Record<string, Operation>;
