import { createContext, useContext } from 'react';

/** The word on every close button. The components here know no language; the app gives the word once. */
const CloseWord = createContext('Close');

export const CloseWordProvider = CloseWord.Provider;

export function useCloseWord(): string {
  return useContext(CloseWord);
}
