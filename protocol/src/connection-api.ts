import { z } from 'zod';
import { connectionChangeSchema, connectionTestSchema, newConnectionSchema } from './connection.ts';
import { oneLine } from './plain-text.ts';
import { idSchema, itemsOf, type Operation } from './operation.ts';
import { connectionSchema, modelSchema, providerSchema } from './provider.ts';

const ofConnection = z.object({ id: idSchema });

/** Providers, and the ways to reach them. */
export const connectionApi = {
  listProviders: {
    method: 'GET',
    path: '/api/providers',
    tag: 'providers',
    summary: 'Providers and how they are',
    access: 'read',
    response: itemsOf(providerSchema).extend({
      /** Who would speak now for a seat without a brain of its own. */
      chosen: z.object({ connectionId: z.string(), kind: providerSchema.shape.kind, model: z.string() }),
    }),
    status: 200,
  },
  listConnections: {
    method: 'GET',
    path: '/api/connections',
    tag: 'providers',
    summary: 'Connections to providers; keys never come back',
    access: 'read',
    response: itemsOf(connectionSchema),
    status: 200,
  },
  createConnection: {
    method: 'POST',
    path: '/api/connections',
    tag: 'providers',
    summary: 'Add a connection; its key is stored sealed and never comes back',
    access: 'manage',
    body: newConnectionSchema,
    response: connectionSchema,
    status: 201,
  },
  changeConnection: {
    method: 'PATCH',
    path: '/api/connections/:id',
    tag: 'providers',
    summary: 'Change a connection; it holds from the next turn on',
    access: 'manage',
    params: ofConnection,
    body: connectionChangeSchema,
    response: connectionSchema,
    status: 200,
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/api/connections/:id',
    tag: 'providers',
    summary: 'Remove a connection with its key',
    access: 'manage',
    params: ofConnection,
    response: null,
    status: 204,
  },
  testConnection: {
    method: 'POST',
    path: '/api/connections/:id/test',
    tag: 'providers',
    summary: 'Ask for a real, short answer',
    access: 'manage',
    params: ofConnection,
    /** Without a model one is chosen. */
    body: z.strictObject({ model: oneLine().min(1).max(200).optional() }).optional(),
    response: connectionTestSchema,
    status: 200,
  },
  listModels: {
    method: 'GET',
    path: '/api/connections/:id/models',
    tag: 'providers',
    summary: 'Models that a connection offers',
    access: 'read',
    params: ofConnection,
    response: itemsOf(modelSchema),
    status: 200,
  },
} as const satisfies Record<string, Operation>;
