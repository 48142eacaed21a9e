import { createContext, useContext } from 'react';
import { english } from './english.ts';

/** Every language has the words that English has. */
export type Words = typeof english;

const WordsContext = createContext<Words>(english);

export const WordsProvider = WordsContext.Provider;

/** The words of the app in the language of the person. */
export function useWords(): Words {
  return useContext(WordsContext);
}
