import { createContext, useContext } from 'react';
import { adminEnglish } from './admin-english.ts';

/** Every language has the words that English has. */
export type AdminWords = typeof adminEnglish;

const AdminWordsContext = createContext<AdminWords>(adminEnglish);

export const AdminWordsProvider = AdminWordsContext.Provider;

/** The words of the pages of admins in the language of the person. */
export function useAdminWords(): AdminWords {
  return useContext(AdminWordsContext);
}
