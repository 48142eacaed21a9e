import type { Event } from '@chimera/protocol/event';
import type { Persona } from '@chimera/protocol/persona';
import type { Seat } from '@chimera/protocol/seat';
import { type Guest, guestAfter, guestAmong, guestName } from './guest.ts';
import { Lore } from './lore.ts';
import { type MacroNames, withNames } from './macros.ts';

/** The sheets of a cast as its seats speak by them. */
export interface Sheets {
  readonly personas: ReadonlyMap<string, Persona>;
  readonly lore: ReadonlyMap<string, Lore>;
}

interface Made {
  readonly written: Persona;
  readonly names: MacroNames;
  readonly persona: Persona;
  readonly lore: Lore | null;
}

/** Fills the names into the sheets of a cast and makes their lore ready: once for each sheet, not for each turn. */
export class CastSheets {
  #guest: Guest;
  readonly #made = new Map<string, Made>();

  constructor(opening: readonly Seat[]) {
    this.#guest = guestAmong(opening);
  }

  /** Takes in each event after the first one: some tell who the guest is. */
  hear(event: Event): void {
    this.#guest = guestAfter(this.#guest, event);
  }

  /** By seat id. When a seat comes twice, as it was and as it is, the later one counts. */
  of(seats: readonly Seat[], personaOf: (seat: Seat) => Persona): Sheets {
    const user = guestName(this.#guest);
    const personas = new Map<string, Persona>();
    const lore = new Map<string, Lore>();
    for (const seat of new Map(seats.map((each) => [each.id, each])).values()) {
      const made = this.#madeOf(seat.id, personaOf(seat), { char: seat.name, user });
      personas.set(seat.id, made.persona);
      if (made.lore) lore.set(seat.id, made.lore);
    }
    return { personas, lore };
  }

  #madeOf(seatId: string, written: Persona, names: MacroNames): Made {
    const known = this.#made.get(seatId);
    const isSame =
      known?.written === written && known.names.char === names.char && known.names.user === names.user;
    if (known && isSame) return known;
    const made = { written, names, persona: namedSheet(written, names), lore: loreOf(written, names) };
    this.#made.set(seatId, made);
    return made;
  }
}

/** A sheet with the names filled into all its texts; those of its lore are when they are told. */
export function namedSheet<S extends Texts>(sheet: S, names: MacroNames): S {
  const named = (text: string) => withNames(text, names);
  return {
    ...sheet,
    tagline: named(sheet.tagline),
    description: named(sheet.description),
    systemPrompt: named(sheet.systemPrompt),
    ...(sheet.greeting !== undefined && { greeting: named(sheet.greeting) }),
    alternateGreetings: sheet.alternateGreetings.map(named),
    exampleMessages: sheet.exampleMessages.map(named),
    traits: sheet.traits.map(named),
  };
}

type Texts = Pick<
  Persona,
  | 'tagline'
  | 'description'
  | 'systemPrompt'
  | 'greeting'
  | 'alternateGreetings'
  | 'exampleMessages'
  | 'traits'
>;

/** What a sheet knows of its world; null: nothing. */
export function loreOf({ lore }: Pick<Persona, 'lore'>, names: MacroNames): Lore | null {
  return lore && lore.entries.length > 0 ? new Lore(lore, names) : null;
}
