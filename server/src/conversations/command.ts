import type { FormatChoice } from '@chimera/protocol/conversation';
import type { Format } from '@chimera/protocol/format';

/** What a command may need besides the conversation: the time, and new ids. */
export interface Context {
  readonly at: string;
  readonly newId: () => string;
}

/** Finds a persona as it is now, or throws when one may not seat it. */
export type SeatableOf = (personaId: string) => { readonly name: string; readonly version: number };

/** The format that is meant, or throws when there is none of that name. Absent: free talk. */
export type FormatOf = (choice: FormatChoice | undefined) => Format;

/** Where commands look up what a request only names. */
export interface Lookup {
  readonly seatable: SeatableOf;
  readonly formatOf: FormatOf;
}
