/** What a command may need besides the conversation: the time, and new ids. */
export interface Context {
  readonly at: string;
  readonly newId: () => string;
}

/** Finds the name of a persona, or throws when one may not seat it. */
export type NameOfPersona = (personaId: string) => string;
