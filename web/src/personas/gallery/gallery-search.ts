import type { GalleryPart } from '../../queries/use-gallery.ts';

/** What of the gallery's filter stands in its address, so that a way back leads to what was seen. */
export interface GallerySearch {
  readonly q?: string;
  readonly tag?: string;
  readonly show?: Exclude<GalleryPart, 'all'>;
}

const parts = ['mine', 'built-in', 'favourites'] as const;

/** Reads it from an address that anybody may have typed. */
export function gallerySearchOf(search: Record<string, unknown>): GallerySearch {
  const { q, tag, show } = search;
  const part = parts.find((known) => known === show);
  return {
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, 200) }),
    ...(typeof tag === 'string' && tag !== '' && { tag: tag.slice(0, 80) }),
    ...(part !== undefined && { show: part }),
  };
}
