import type { Fetch } from './fetch-like.ts';

/** What Node and browsers have. It does not tell how much of a form has left. */
export const plainFetch: Fetch = (url, { form, onProgress: _, ...init }) =>
  fetch(url, form === undefined ? init : { ...init, body: form });
