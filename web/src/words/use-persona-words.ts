import { createContext, useContext } from 'react';
import { personaEnglish } from './persona-english.ts';

/** Every language has the words that English has. */
export type PersonaWords = typeof personaEnglish;

const PersonaWordsContext = createContext<PersonaWords>(personaEnglish);

export const PersonaWordsProvider = PersonaWordsContext.Provider;

/** The words of the pages of personas and casts in the language of the person. */
export function usePersonaWords(): PersonaWords {
  return useContext(PersonaWordsContext);
}
