import type { FormatChoice } from '@chimera/protocol/conversation';
import type { Format } from '@chimera/protocol/format';

/** What a command may need besides the conversation: the time, and new ids. */
export interface Context {
  readonly at: string;
  readonly newId: () => string;
}

/** Finds the name of a persona, or throws when one may not seat it. */
export type NameOfPersona = (personaId: string) => string;

/** The format that is meant, or throws when there is none of that name. Absent: free talk. */
export type FormatOf = (choice: FormatChoice | undefined) => Format;

/** Where commands look up what a request only names. */
export interface Lookup {
  readonly nameOfPersona: NameOfPersona;
  readonly formatOf: FormatOf;
}
