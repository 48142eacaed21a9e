import { plainCharacters } from './plain-characters.ts';

/** Text for the inside of an element or of a quoted attribute. */
export function escapeHtml(text: string): string {
  return plainCharacters(text).replaceAll(/[&<>"'`=]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
