import type { Event } from '@chimera/protocol/event';
import type { Persona } from '@chimera/protocol/persona';
import type { Seat } from '@chimera/protocol/seat';
import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { personaById } from './catalog.ts';
import { parsePersona, personaColumns, personaIn } from './persona-row.ts';

/** One version of one persona. */
export interface SheetRef {
  readonly personaId: string;
  readonly version: number;
}

interface OfConversation {
  readonly ownerId: string;
  readonly id: string;
}

/**
 * The sheets that the seats of a conversation play by, kept with it: what becomes of the persona later changes
 * nothing there, and neither does its end.
 */
export interface SeatSheetStore {
  /** Called in the transaction of events: keeps the sheets that they name. */
  follow(transaction: Transaction<Schema>, ref: OfConversation, events: readonly Event[]): Promise<void>;
  /** By `sheetKey`. */
  sheets(ref: OfConversation): Promise<ReadonlyMap<string, Persona>>;
}

export function sheetKey({ personaId, version }: SheetRef): string {
  return `${personaId}@${version}`;
}

/** The sheet that a seat plays by. */
export function sheetOfSeat({
  personaId,
  personaVersion = 1,
}: Pick<Seat, 'personaId' | 'personaVersion'>): SheetRef {
  return { personaId, version: personaVersion };
}

export function createSeatSheetStore({ db }: Database): SeatSheetStore {
  return {
    async follow(transaction, ref, events) {
      const source = forkedFrom(events);
      for (const wanted of sheetsIn(events)) {
        const persona =
          (source === null ? null : await kept(transaction, { ...ref, id: source }, wanted)) ??
          (await own(transaction, ref.ownerId, wanted)) ??
          builtIn(wanted);
        if (persona) await keep(transaction, ref, wanted, persona);
      }
    },
    async sheets({ ownerId, id }) {
      const rows = await db
        .selectFrom('seat_sheet')
        .select(['persona_id', 'version', 'document'])
        .where('conversation_id', '=', id)
        .where('owner_id', '=', ownerId)
        .execute();
      return new Map(
        rows.map((row) => [
          sheetKey({ personaId: row.persona_id, version: row.version }),
          parsePersona(row.document),
        ]),
      );
    },
  };
}

/** The sheets that events name, each once. A change of a seat says its persona only by its id, so it names both. */
function sheetsIn(events: readonly Event[]): readonly SheetRef[] {
  const refs = events.flatMap((event): SheetRef[] => {
    if (event.type === 'conversation-created') return event.seats.map(sheetOfSeat);
    if (event.type === 'seat-added') return [sheetOfSeat(event.seat)];
    return event.type === 'seat-changed' && event.sheet ? [event.sheet] : [];
  });
  return [...new Map(refs.map((ref) => [sheetKey(ref), ref])).values()];
}

/** The conversation that this one branched off, when these events begin it. */
function forkedFrom([first]: readonly Event[]): string | null {
  return first?.type === 'conversation-created' ? (first.forkedFrom?.conversationId ?? null) : null;
}

/** As it was in that version; when that is gone, as it is. */
async function own(
  transaction: Transaction<Schema>,
  ownerId: string,
  { personaId, version }: SheetRef,
): Promise<Persona | null> {
  const row = await transaction
    .selectFrom('persona')
    .select(personaColumns)
    .where('id', '=', personaId)
    .where('owner_id', '=', ownerId)
    .executeTakeFirst();
  if (!row) return null;
  const then = await transaction
    .selectFrom('persona_version')
    .select(['document', 'lore', 'saved_at as updated_at'])
    .where('persona_id', '=', personaId)
    .where('version', '=', version)
    .executeTakeFirst();
  return personaIn({ ...row, ...then, version });
}

function builtIn({ personaId, version }: SheetRef): Persona | null {
  const persona = personaById(personaId);
  return persona ? { ...persona, version } : null;
}

async function kept(
  transaction: Transaction<Schema>,
  { ownerId, id }: OfConversation,
  { personaId, version }: SheetRef,
): Promise<Persona | null> {
  const row = await transaction
    .selectFrom('seat_sheet')
    .select('document')
    .where('conversation_id', '=', id)
    .where('owner_id', '=', ownerId)
    .where('persona_id', '=', personaId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? parsePersona(row.document) : null;
}

async function keep(
  transaction: Transaction<Schema>,
  { ownerId, id }: OfConversation,
  { personaId, version }: SheetRef,
  persona: Persona,
): Promise<void> {
  await transaction
    .insertInto('seat_sheet')
    .values({
      conversation_id: id,
      owner_id: ownerId,
      persona_id: personaId,
      version,
      document: JSON.stringify(persona),
    })
    .onConflict((conflict) => conflict.columns(['conversation_id', 'persona_id', 'version']).doNothing())
    .execute();
}
