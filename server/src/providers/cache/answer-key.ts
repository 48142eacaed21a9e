import { createHash, createHmac } from 'node:crypto';
import type { ProviderKind } from '@chimera/protocol/provider';
import type { BrainRequest } from '../provider.ts';

/** One request, and everything else that its answer depends on. */
export interface Question {
  readonly ownerId: string;
  readonly connection: {
    readonly id: string;
    readonly kind: ProviderKind;
    readonly baseUrl: string;
    /** Of the vendor's key: another key may be another account, with other rights. */
    readonly keyFingerprint: string;
  };
  readonly request: BrainRequest;
}

/** Raised when what a request means changes, so that older answers are not found any more. */
const VERSION = 1;

/**
 * Where the answer to a question is kept. A keyed hash: who reads the cache learns nothing about what was
 * asked, not even by guessing and comparing.
 */
export function answerKey(secret: Buffer, { ownerId, connection, request }: Question): string {
  const { id, version } = request.scene.self.persona;
  // Every property of a request must be named here: one that is left out would be answered for another.
  const asked = {
    model: request.model,
    sampling: request.sampling,
    prompt: request.prompt,
    maxTokens: request.maxTokens,
    stop: request.stop,
    replyAs: request.replyAs,
    // Vendors never see the scene; who speaks in it is what the prompt was made from.
    scene: { persona: { id, version } },
  } satisfies { readonly [K in keyof BrainRequest]: unknown };
  return keyed(secret, canonicalJson({ version: VERSION, ownerId, connection, asked }));
}

/** How an owner is named in the cache. */
export function ownerKey(secret: Buffer, ownerId: string): string {
  return keyed(secret, canonicalJson({ version: VERSION, owner: ownerId })).slice(0, 22);
}

/** Tells keys apart without telling them. */
export function keyFingerprint(apiKey: string | undefined): string {
  const key = apiKey?.trim() ?? '';
  return key === '' ? '' : createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

/** The same text for equal values, whatever the order in which their properties were made. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function keyed(secret: Buffer, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
