import { request } from 'node:http';
import { problemSchema, type Problem } from '@chimera/protocol/error';

/** An answer with all that was said, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends exactly these headers, `Host` and `Origin` among them, which `fetch` would not. */
export function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    path,
    from,
  }: {
    method?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array;
    /** Instead of the path of the address. */
    path?: string;
    /** The address of this machine that it comes from, such as 127.0.0.2. */
    from?: string;
  } = {},
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      url,
      {
        method,
        headers: { ...headers, ...length },
        agent: false,
        ...(path !== undefined && { path }),
        ...(from !== undefined && { localAddress: from }),
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** The problem in an answer; throws when it is none, or says more than it should. */
export function problemIn({ headers, status, text }: HttpAnswer): Problem {
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8') {
    throw new Error(`No problem: ${status} ${String(headers['content-type'])} ${text.slice(0, 200)}`);
  }
  if (/node_modules|\.ts:\d|\n\s+at /.test(text)) throw new Error(`A stack got out: ${text}`);
  const problem = problemSchema.strict().parse(JSON.parse(text));
  if (problem.status !== status) throw new Error(`Status ${status}, but the problem says ${problem.status}.`);
  return problem;
}
