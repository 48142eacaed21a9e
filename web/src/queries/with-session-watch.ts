import type { Fetch } from '@chimera/client/rest';

/** Here a 401 is about what was typed, or already the answer to the question who one is. */
const ITSELF = /^\/api\/auth\/(?:sign-in|register|forgot|reset|logout)$/;

/** A fetch that says when the server no longer knows who asks. A wrong password also answers so: ask, then believe. */
export function withSessionWatch(ordinary: Fetch, onDoubt: () => void): Fetch {
  return async (url, init) => {
    const response = await ordinary(url, init);
    const isQuestion = init.method === 'GET' && url === '/api/auth/me';
    if (response.status === 401 && !isQuestion && !ITSELF.test(url)) onDoubt();
    return response;
  };
}
