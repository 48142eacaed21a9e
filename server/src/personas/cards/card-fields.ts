import { unreadable } from '@chimera/protocol/readable';
import { CARD_LIMITS } from './card-limits.ts';
import { CardProblem } from './card-problem.ts';
import type { ImportNotes } from './import-notes.ts';
import { isList, isObject, type Json, type JsonObject, under } from './json-document.ts';

/** An object in a card, where it lies, and who is told what becomes of its fields. */
export interface Place {
  readonly object: JsonObject;
  readonly path: string;
  readonly notes: ImportNotes;
}

/** Nothing that anybody could miss. */
export function isBlank(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** A text; empty when there is none. Numbers are taken as text, for some programs write them so. */
export function textOf(place: Place, key: string): string {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') place.notes.changed(path, 'The number was taken as text.');
  else if (typeof value !== 'string') throw wrongType(path, value, 'text');
  return readable(String(value), path, place.notes);
}

/** A text of the character: `<USER>` and `<BOT>` are written as all other programs do. */
export function spokenText(place: Place, key: string): string {
  return namesFilled(textOf(place, key), under(place.path, key), place.notes);
}

/** A list of texts of the character. */
export function spokenTexts(place: Place, key: string): string[] {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') {
    if (value.trim()) place.notes.kept(path, 'This is no list; it is not used, and goes back out on export.');
    return [];
  }
  if (!isList(value)) throw wrongType(path, value, 'a list of texts');
  return value.flatMap((text, index) => {
    const at = `${path}[${index}]`;
    if (text === null) return [];
    if (typeof text !== 'string') throw wrongType(at, text, 'text');
    return [namesFilled(readable(text, at, place.notes), at, place.notes)];
  });
}

/** Refuses a text that is too long: nothing is cut in silence. */
export function within(limit: number, text: string, path: string): string {
  if (text.length <= limit) return text;
  throw new CardProblem('too-long', `${text.length} characters; at most ${limit} are allowed. Shorten it.`, {
    path,
  });
}

/** Words such as tags: a list, or one text with commas. Blank, double and too long ones are left out, and so is what is too much. */
export function wordsOf(place: Place, key: string, limits: { length: number; count: number }): string[] {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null || value === '') return [];
  if (typeof value === 'string') place.notes.changed(path, 'The text was split at its commas.');
  else if (!isList(value)) throw wrongType(path, value, 'a list of words');
  const given = typeof value === 'string' ? within(CARD_LIMITS.wordsText, value, path).split(',') : value;
  const words = given.map((word, index) => oneWord(word, `${path}[${index}]`, place.notes));
  const good = [...new Set(words)].filter((word) => word !== '' && word.length <= limits.length);
  const kept = good.slice(0, limits.count);
  const gone = words.length - kept.length;
  if (gone > 0) {
    place.notes.changed(
      path,
      `${gone} of ${words.length} left out: blank, double, longer than ${limits.length}, or more than ${limits.count}.`,
    );
  }
  return kept;
}

/** A number, also one that was written as text. */
function numberOf(place: Place, key: string): number | undefined {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[+-]?\d{1,15}(?:\.\d{1,15})?\s*$/.test(value)) {
    throw wrongType(path, value, 'a number');
  }
  place.notes.changed(path, 'The text was read as a number.');
  return Number(value);
}

/** A whole number between two others: one outside becomes the nearest. */
export function wholeOf(
  place: Place,
  key: string,
  [min, max]: readonly [number, number],
): number | undefined {
  const given = numberOf(place, key);
  if (given === undefined) return undefined;
  const whole = Math.min(max, Math.max(min, Math.round(given)));
  if (whole !== given) place.notes.changed(under(place.path, key), `${given} became ${whole}.`);
  // A zero without a sign: JSON would lose it.
  return whole + 0;
}

/** True or false, also when written as text or number. */
export function flagOf(place: Place, key: string): boolean | undefined {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'object' ? '' : String(value).toLowerCase();
  if (!['true', 'false', '0', '1'].includes(word)) throw wrongType(path, value, 'true or false');
  place.notes.changed(path, `${JSON.stringify(value)} was read as ${word === 'true' || word === '1'}.`);
  return word === 'true' || word === '1';
}

/** The object in a field. Nothing, and an empty list in its place, are no object. */
export function placeOf(place: Place, key: string): Place | undefined {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null || value === '' || (isList(value) && value.length === 0))
    return undefined;
  if (!isObject(value)) throw wrongType(path, value, 'an object');
  return { object: value, path, notes: place.notes };
}

/** The objects in a list. Some programs write an object of numbered entries instead. */
export function placesOf(place: Place, key: string, limit: number): Place[] {
  const value = place.object[key];
  const path = under(place.path, key);
  if (value === undefined || value === null || value === '') return [];
  if (isObject(value)) place.notes.changed(path, 'The numbered entries were read as a list.');
  else if (!isList(value)) throw wrongType(path, value, 'a list');
  const list = isList(value) ? value : Object.values(value);
  if (list.length > limit) {
    throw new CardProblem(
      'too-many',
      `${list.length} entries; at most ${limit} are allowed. Take some out.`,
      { path },
    );
  }
  return list.map((object, index) => {
    const at = `${path}[${index}]`;
    if (!isObject(object)) throw wrongType(at, object, 'an object');
    return { object, path: at, notes: place.notes };
  });
}

/** Without characters that cannot be stored or read. */
export function readable(text: string, path: string, notes: ImportNotes): string {
  const clean = text.toWellFormed().replaceAll(unreadable, '');
  if (clean !== text) notes.changed(path, 'Characters that cannot be read were taken out.');
  return clean;
}

function namesFilled(text: string, path: string, notes: ImportNotes): string {
  const filled = text.replaceAll(/<user>/gi, '{{user}}').replaceAll(/<bot>/gi, '{{char}}');
  if (filled !== text) notes.changed(path, '<USER> and <BOT> were written as {{user}} and {{char}}.');
  return filled;
}

function oneWord(word: Json, path: string, notes: ImportNotes): string {
  if (word === null) return '';
  if (typeof word !== 'string' && typeof word !== 'number') throw wrongType(path, word, 'text');
  return readable(String(word), path, notes)
    .replaceAll(/[\s\u0085]+/gu, ' ')
    .trim();
}

function wrongType(path: string, value: Json, wanted: string): CardProblem {
  const found = isList(value) ? 'a list' : isObject(value) ? 'an object' : JSON.stringify(value).slice(0, 40);
  return new CardProblem(
    'wrong-type',
    `Expected ${wanted}, found ${found}. Correct it where the card was made.`,
    {
      path,
    },
  );
}
