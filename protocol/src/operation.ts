import { z } from 'zod';
import type { Access } from './access.ts';
import { plainText } from './plain-text.ts';

/** One operation of the REST surface. Routes, OpenAPI and the typed client are made from these. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  /** Who may call it. */
  readonly access: Access;
  /** Never an API key, whatever its scopes: with the answer it could become a person. */
  readonly forPeople?: true;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Media types of bodies that are not the JSON of `body`: files. */
  readonly accepts?: readonly string[];
  /** A request without a body means `{}`. */
  readonly mayOmitBody?: true;
  /** The answer as JSON; absent: it never is, see `produces`; null: no content. */
  readonly response?: z.ZodType | null;
  /** Media types of answers that are not this JSON. */
  readonly produces?: readonly string[];
  /** The answer holds a secret that is shown once: it is never kept, not even to answer a repeated request. */
  readonly secretAnswer?: true;
  readonly status: 200 | 201 | 204;
}

export const idSchema = plainText().min(1).max(200);

/** A list on the wire: `nextCursor` is absent on the last page. */
export function itemsOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: plainText().max(500).optional(),
};
