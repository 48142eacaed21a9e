import type { Fetch } from '@chimera/client/rest';

declare global {
  interface Window {
    /** Requests that `public/first-paint.js` sent while the scripts were still on their way. */
    chimeraEarly?: Partial<Record<string, Promise<Response>>>;
  }
}

/** A fetch that takes an answer already under way, once; a refused or failed one is asked for again. */
export function withEarlyAnswers(ordinary: Fetch): Fetch {
  return async (url, init) => {
    const early = window.chimeraEarly?.[url];
    if (init.method !== 'GET' || early === undefined) return ordinary(url, init);
    delete window.chimeraEarly?.[url];
    const response = await early.catch(() => undefined);
    return response?.ok === true ? response : ordinary(url, init);
  };
}
