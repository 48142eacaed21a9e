import { createContext, useContext } from 'react';
import { studioWords } from './studio.en.ts';

/** Every language has the words that English has. */
export type StudioWords = typeof studioWords;

/** Not part of `english`: these words are loaded with the studio, not with the first screen. */
const StudioWordsContext = createContext<StudioWords>(studioWords);

export const StudioWordsProvider = StudioWordsContext.Provider;

/** The words of the studio in the language of the person. */
export function useStudioWords(): StudioWords {
  return useContext(StudioWordsContext);
}
