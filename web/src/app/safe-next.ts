/** Any origin will do: only what stays on it is ours. */
const HERE = 'https://here.invalid';
/** Screens where somebody who is in has nothing to do, and what is no screen. */
const NO_PLACE = /^\/(?:sign-in|register|forgot|reset|join|setup|api|ws)(?:[/?#]|$)/;

/** Where to go after signing in: a path of our own that a link asked for, else home. */
export function safeNext(wanted: unknown): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  const url = URL.parse(wanted, HERE);
  // Browsers read `/\host` and `/<tab>/host` as another host, and `/.//host` becomes one when it is used again.
  if (url === null || url.origin !== HERE || url.pathname.startsWith('//')) return '/';
  const path = `${url.pathname}${url.search}${url.hash}`;
  return NO_PLACE.test(path) ? '/' : path;
}
