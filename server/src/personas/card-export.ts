import type { cardFormats } from '@chimera/protocol/persona-api';
import type { Persona } from '@chimera/protocol/persona';
import type { AvatarStore } from './avatar-store.ts';
import { writePng } from './cards/card-png.ts';
import type { CastPersona } from './cards/cast-file.ts';
import { isObject, type JsonObject, toJson } from './cards/json-document.ts';
import { writeCard } from './cards/write-card.ts';
import { sheetOf } from './persona-row.ts';
import type { PersonaStore } from './persona-store.ts';
import type { PictureMaker } from './picture-maker.ts';

export interface CardExportParts {
  readonly personas: PersonaStore;
  readonly avatars: AvatarStore;
  readonly pictures: PictureMaker;
}

export interface ExportedCard {
  readonly body: string | Uint8Array;
  readonly contentType: string;
  /** Of the name of its file. */
  readonly ending: string;
}

type CardFormat = (typeof cardFormats)[number];

/** A persona as a character card: a JSON document, or a picture that carries it. */
export async function exportCard(
  parts: CardExportParts,
  ownerId: string,
  { persona, format }: { readonly persona: Persona; readonly format: CardFormat },
): Promise<ExportedCard> {
  const { sheet, card } = await castPersona(parts, ownerId, persona);
  if (format !== 'png') {
    const body = JSON.stringify(writeCard(sheet, { format, card }), null, 2);
    const ending = format === 'card-v2' ? 'v2.json' : 'json';
    return { body, contentType: 'application/json; charset=utf-8', ending };
  }
  const v3 = writeCard(sheet, { format: 'card-v3', card });
  const v2 = writeCard(sheet, { format: 'card-v2', card });
  const body = writePng(await faceOf(parts, ownerId, persona), { v3, v2 });
  return { body, contentType: 'image/png', ending: 'png' };
}

/** A persona with the card that it came from. */
export async function castPersona(
  { personas }: Pick<CardExportParts, 'personas'>,
  ownerId: string,
  persona: Persona,
): Promise<CastPersona> {
  const sheet = sheetOf(persona);
  const text = persona.builtIn ? null : await personas.card({ ownerId, id: persona.id });
  return text === null ? { sheet } : { sheet, card: documentIn(text) };
}

/** Its picture, or one that is drawn. */
async function faceOf(
  { avatars, pictures }: CardExportParts,
  ownerId: string,
  { avatar, name }: Persona,
): Promise<Uint8Array> {
  const id = avatar.imageUrl?.split('/').at(-1);
  const picture = id === undefined ? null : await avatars.find({ ownerId, id });
  return picture ? pictures.png(picture) : pictures.drawn(avatar, name);
}

/** It was looked through when it came in. */
function documentIn(text: string): JsonObject {
  const document = toJson(JSON.parse(text));
  if (!isObject(document)) throw new Error('A card that was kept is no object.');
  return document;
}
