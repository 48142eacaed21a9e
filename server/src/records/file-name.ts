import { plainName } from './plain-characters.ts';

const TITLE_LENGTH = 60;
/** File systems count bytes; the rest stays free for an id, an ending and a temporary mark. */
const TITLE_BYTES = 150;
const ID_LENGTH = 80;

/**
 * A title as part of a file name: letters and digits of any script, everything else a hyphen. It holds no path
 * separator and no dot, so it cannot lead to another folder, hide, or pretend to have another ending. `what` is the
 * name of what has no usable title.
 */
export function titleForFile(title: string, what = 'conversation'): string {
  const words = plainName(title)
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, '-');
  let short = Array.from(words).slice(0, TITLE_LENGTH).join('');
  while (Buffer.byteLength(short) > TITLE_BYTES) short = Array.from(short).slice(0, -1).join('');
  const trimmed = short.replaceAll(/^[-\p{M}]+|-+$/gu, '');
  return trimmed === '' || isReserved(trimmed) ? `${what}${trimmed && `-${trimmed}`}` : trimmed;
}

/** An id as part of a file name. Ids are made by the server; one that came from elsewhere cannot do harm either. */
export function idForFile(id: string): string {
  return id.replaceAll(/[^\w-]/g, '-').slice(0, ID_LENGTH);
}

/** `Content-Disposition` of a download: plain ASCII for everybody, the real name for those who read RFC 5987. */
export function contentDisposition(fileName: string): string {
  const ascii = fileName
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\w.-]+/g, '-');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** Names that Windows keeps for devices. */
function isReserved(name: string): boolean {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name);
}
