import { createContext, useContext } from 'react';
import { promptWords } from './prompt.en.ts';

/** Every language has the words that English has. */
export type PromptWords = typeof promptWords;

const PromptWordsContext = createContext<PromptWords>(promptWords);

export const PromptWordsProvider = PromptWordsContext.Provider;

/** The words of the prompt of a line in the language of the person; they are loaded with it. */
export function usePromptWords(): PromptWords {
  return useContext(PromptWordsContext);
}
