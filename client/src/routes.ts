import type { Api, OperationName } from '@chimera/protocol/api';

type Routes = { readonly [N in OperationName]: `${Api[N]['method']} ${Api[N]['path']}` };

/**
 * Method and path of every operation. The table in protocol is the truth, but it brings its
 * schemas along; the type checker proves this copy, so that no schema reaches a browser.
 */
export const routes = {
  listPersonas: 'GET /api/personas',
  getPersona: 'GET /api/personas/:id',
  listScenes: 'GET /api/scenes',
  listFormats: 'GET /api/formats',
  suggestTopics: 'GET /api/topics',
  listProviders: 'GET /api/providers',
  listConnections: 'GET /api/connections',
  createConnection: 'POST /api/connections',
  changeConnection: 'PATCH /api/connections/:id',
  deleteConnection: 'DELETE /api/connections/:id',
  testConnection: 'POST /api/connections/:id/test',
  listModels: 'GET /api/connections/:id/models',
  createConversation: 'POST /api/conversations',
  listConversations: 'GET /api/conversations',
  importConversation: 'POST /api/conversations/import',
  getConversation: 'GET /api/conversations/:id',
  changeConversation: 'PATCH /api/conversations/:id',
  deleteConversation: 'DELETE /api/conversations/:id',
  play: 'POST /api/conversations/:id/play',
  pause: 'POST /api/conversations/:id/pause',
  step: 'POST /api/conversations/:id/step',
  stop: 'POST /api/conversations/:id/stop',
  listMessages: 'GET /api/conversations/:id/messages',
  say: 'POST /api/conversations/:id/messages',
  changeMessage: 'PATCH /api/conversations/:id/messages/:messageId',
  regenerate: 'POST /api/conversations/:id/messages/:messageId/regenerate',
  next: 'POST /api/conversations/:id/next',
  getQueue: 'GET /api/conversations/:id/queue',
  setQueue: 'PUT /api/conversations/:id/queue',
  steer: 'POST /api/conversations/:id/steer',
  addSeat: 'POST /api/conversations/:id/seats',
  changeSeat: 'PATCH /api/conversations/:id/seats/:seatId',
  removeSeat: 'DELETE /api/conversations/:id/seats/:seatId',
  getMessagePrompt: 'GET /api/conversations/:id/messages/:messageId/prompt',
  listTurnPrompts: 'GET /api/conversations/:id/turns/:turnId/prompts',
  fork: 'POST /api/conversations/:id/fork',
  listEvents: 'GET /api/conversations/:id/events',
  estimate: 'GET /api/conversations/:id/estimate',
  exportConversation: 'GET /api/conversations/:id/export',
  getCacheStats: 'GET /api/cache/stats',
  listCacheEntries: 'GET /api/cache/entries',
  clearCache: 'POST /api/cache/clear',
  getSpending: 'GET /api/spending',
  setSpendingLimits: 'PUT /api/spending/limits',
  createTicket: 'POST /api/ws-ticket',
} as const satisfies Routes;

type TextOperation = {
  [N in OperationName]: Api[N] extends { response: unknown } ? never : N;
}[OperationName];

/** Operations whose answer is a text, whatever its content type says. */
export const textOperations: Readonly<Record<TextOperation, true>> = { exportConversation: true };
