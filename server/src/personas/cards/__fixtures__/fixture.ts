import { readFileSync } from 'node:fs';
import { type JsonObject, parseDocument } from '../json-document.ts';

export const fixtures = ['sillytavern-v2', 'agnai-v2', 'chub-v2', 'risuai-v3', 'tavern-v1'] as const;

/** A card as another program writes it. */
export function fixture(name: (typeof fixtures)[number]): JsonObject {
  return parseDocument(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}

export function fileOf(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document), 'utf8');
}
