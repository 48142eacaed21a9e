import type { FormatChoice } from '@chimera/protocol/conversation';
import type { Format } from '@chimera/protocol/format';
import type { Persona } from '@chimera/protocol/persona';
import type { Seat } from '@chimera/protocol/seat';
import { ChimeraError, notFound } from '../errors.ts';
import { personaById } from './catalog.ts';
import { builtInFormats, formatById } from './formats.ts';
import { lostPersona } from './lost-persona.ts';
import type { PersonaStore } from './persona-store.ts';
import { sheetKey, sheetOfSeat, type SeatSheetStore } from './seat-sheet-store.ts';

/** A persona that may be seated, as it is now. */
export interface Seatable {
  readonly name: string;
  readonly version: number;
}

/** Sheets by `sheetKey`. */
export type Sheets = ReadonlyMap<string, Persona>;

/** Looks up what conversations only name. */
export interface Repertoire {
  /** Looks up the personas that a request names; what comes back throws for one that is not there for that owner. */
  seatable(ownerId: string, personaIds: readonly string[]): Promise<(personaId: string) => Seatable>;
  /** The sheets that a conversation keeps. */
  sheets(ref: { readonly ownerId: string; readonly id: string }): Promise<Sheets>;
  /** The persona of a seat; when its sheet is gone, one with nothing but the seat's name. */
  personaOf(sheets: Sheets, seat: Pick<Seat, 'personaId' | 'personaVersion' | 'name'>): Persona;
  /** The format of a conversation; free talk when it is gone. */
  format(formatId: string): Format;
  /** The format that a request means. Throws when there is none of that name; absent: free talk. */
  formatOf(choice: FormatChoice | undefined): Format;
}

export interface RepertoireParts {
  readonly personas: Pick<PersonaStore, 'find'>;
  readonly seatSheets: Pick<SeatSheetStore, 'sheets'>;
}

/** What a format is called that was written for one conversation. */
const OWN_FORMAT = 'own';

export function createRepertoire({ personas, seatSheets }: RepertoireParts): Repertoire {
  return {
    async seatable(ownerId, personaIds) {
      const found = new Map<string, Seatable>();
      for (const id of new Set(personaIds)) {
        const persona = personaById(id) ?? (await personas.find({ ownerId, id }));
        if (persona) found.set(id, { name: persona.name, version: persona.version });
      }
      return (personaId) => {
        const persona = found.get(personaId);
        if (!persona) throw notFound('persona');
        return persona;
      };
    },
    sheets: (ref) => seatSheets.sheets(ref),
    personaOf: (sheets, seat) =>
      sheets.get(sheetKey(sheetOfSeat(seat))) ??
      personaById(seat.personaId) ??
      lostPersona(seat.personaId, seat.name),
    format: (formatId) => formatById(formatId) ?? requiredFormat('free-talk'),
    formatOf: (choice = 'free-talk') =>
      typeof choice === 'string' ? requiredFormat(choice) : { id: OWN_FORMAT, ...choice },
  };
}

function requiredFormat(formatId: string): Format {
  const format = formatById(formatId);
  if (format) return format;
  const known = builtInFormats()
    .map(({ id }) => id)
    .join(', ');
  throw new ChimeraError('invalid-request', `There is no format “${formatId}”. Known are ${known}.`, {
    errors: [{ path: 'format', message: `is none of ${known}` }],
  });
}
