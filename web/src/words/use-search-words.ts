import { createContext, useContext } from 'react';
import { searchWords } from './search.en.ts';

/** Every language has the words that English has. */
export type SearchWords = typeof searchWords;

const SearchWordsContext = createContext<SearchWords>(searchWords);

export const SearchWordsProvider = SearchWordsContext.Provider;

/** The words of the search screen in the language of the person. */
export function useSearchWords(): SearchWords {
  return useContext(SearchWordsContext);
}
