import { createContext, useContext } from 'react';
import { keptAnswersWords } from './kept-answers.en.ts';

/** Every language has the words that English has. */
export type KeptAnswersWords = typeof keptAnswersWords;

const KeptAnswersWordsContext = createContext<KeptAnswersWords>(keptAnswersWords);

export const KeptAnswersWordsProvider = KeptAnswersWordsContext.Provider;

/** The words of the screen of kept answers in the language of the person; they are loaded with it. */
export function useKeptAnswersWords(): KeptAnswersWords {
  return useContext(KeptAnswersWordsContext);
}
