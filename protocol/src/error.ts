import { z } from 'zod';

/** Everything that can go wrong, as one closed list. Clients may switch on it. */
export const errorCodes = [
  'invalid-request',
  'not-found',
  'forbidden',
  'unauthenticated',
  'conflict',
  'method-not-allowed',
  'payload-too-large',
  'unsupported-media-type',
  'idempotency-mismatch',
  'too-many-requests',
  'misdirected-host',
  'origin-refused',
  'wrong-state',
  'seat-unavailable',
  'provider-failed',
  'storage-full',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error on the wire: problem details, RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(errorCodes),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type Problem = z.infer<typeof problemSchema>;
