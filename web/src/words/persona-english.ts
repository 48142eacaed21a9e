import { castsWords } from './casts.en.ts';
import { galleryWords } from './gallery.en.ts';
import { personaImportsWords } from './persona-imports.en.ts';
import { personaPageWords } from './persona-page.en.ts';
import { personaVersionsWords } from './persona-versions.en.ts';

/** Not part of `english`: these words are loaded with the pages of personas, not with the first screen. */
export const personaEnglish = {
  gallery: galleryWords,
  persona: personaPageWords,
  versions: personaVersionsWords,
  imports: personaImportsWords,
  casts: castsWords,
};
