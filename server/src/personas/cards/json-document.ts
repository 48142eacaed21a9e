import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value as JSON keeps it: without what is undefined. */
export function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

/** A path one step further in. */
export function under(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

/** The object in UTF-8 text. Throws a CardProblem when there is none, or when it is larger or deeper than allowed. */
export function readDocument(bytes: Uint8Array): JsonObject {
  if (bytes.length > CARD_LIMITS.jsonBytes) throw tooLarge();
  return parseDocument(decode(bytes));
}

export function parseDocument(text: string): JsonObject {
  if (text.length > CARD_LIMITS.jsonBytes) throw tooLarge();
  measure(text);
  const document = parse(text);
  if (!isObject(document)) {
    throw new CardProblem('unknown-format', 'This is JSON, but no object: a character card begins with “{”.');
  }
  inspect(document, '');
  return document;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new CardProblem('not-utf8', 'The text is not valid UTF-8. Save the card as UTF-8.', { cause });
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : '';
    throw new CardProblem('not-json', `This is not valid JSON (${detail}). Export the card anew.`, { cause });
  }
}

/** Counts before anything is built: a document that is too deep or has too many parts costs no memory. */
function measure(text: string): void {
  let depth = 0;
  let values = 1;
  let isText = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (isText) {
      if (unit === '\\') at += 1;
      else if (unit === '"') isText = false;
    } else if (unit === '"') isText = true;
    else if (unit === ',') values += 1;
    else if (unit === '[' || unit === '{') {
      depth += 1;
      values += 1;
      if (depth > CARD_LIMITS.depth) {
        throw new CardProblem(
          'too-deep',
          `Lists and objects lie more than ${CARD_LIMITS.depth} deep in each other.`,
        );
      }
    } else if (unit === ']' || unit === '}') depth -= 1;
  }
  if (values > CARD_LIMITS.values) {
    throw new CardProblem('too-many', `The document has more than ${CARD_LIMITS.values} values.`);
  }
}

/** Refuses what would not come out of JSON as it went in, or would be no plain data somewhere else. */
function inspect(value: Json, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new CardProblem('wrong-type', 'This number is too large.', { path });
  }
  if (isList(value)) {
    for (const [index, part] of value.entries()) inspect(part, `${path}[${index}]`);
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) {
      if (key === '__proto__') {
        throw new CardProblem('unsafe-name', 'A field may not be called __proto__. Take it out.', { path });
      }
      inspect(part, under(path, key));
    }
  }
}

function tooLarge(): CardProblem {
  return new CardProblem(
    'too-large',
    `The card has more than ${CARD_LIMITS.jsonBytes / 1024 / 1024} MB of text.`,
  );
}
