import type { Progress } from './upload.ts';

/** The part of `fetch` that is used, so that anything that answers requests can stand in. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Files to send in place of a body. */
  form?: FormData;
  /** Told how much of the form has left. */
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** It goes out although the page is being left. */
  keepalive?: boolean;
}
