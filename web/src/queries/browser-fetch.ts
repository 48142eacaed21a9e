import type { Fetch } from '@chimera/client/fetch-like';
import { plainFetch } from '@chimera/client/plain-fetch';

/** What this page sends requests with. */
export const browserFetch: Fetch = async (url, init) => {
  if (init.form === undefined || !init.onProgress) return plainFetch(url, init);
  // `fetch` does not say how much has left. What does is loaded when it is needed.
  const { sendForm } = await import('./send-form.ts');
  return sendForm(url, init);
};
