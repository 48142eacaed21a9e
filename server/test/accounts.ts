import { createRest, type Rest } from '@chimera/client/rest';
import { type Account, createAccountStore } from '../src/accounts/account-store.ts';
import type { Database } from '../src/db/open-database.ts';
import { ask, type HttpAnswer, JSON_TYPE } from './http-answer.ts';
import type { TestApp } from './start-test-app.ts';

/** What makes a test app one with accounts. The first that signs up is its admin. */
export const withAccounts = { CHIMERA_AUTH: 'accounts' };

export const TEST_PASSWORD = 'a long way to say nothing';

/** Somebody with an account, signed in as a program and as a browser. */
export interface TestPerson {
  readonly userId: string;
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** An access token. */
  readonly token: string;
  /** Calls with the access token. */
  readonly rest: Rest;
  /** The session cookie of a browser, as a `Cookie` header has it. */
  readonly cookie: string;
  /** The refresh cookie of the program, likewise. */
  readonly refreshCookie: string;
}

type Server = Pick<TestApp, 'url'>;

/** Makes an account and signs in. `wanted` is sent as well, such as an invite. */
export async function signUp(
  server: Server,
  username: string,
  wanted: Record<string, unknown> = {},
): Promise<TestPerson> {
  const email = `${username}@example.org`;
  await sent(server, '/api/auth/register', { username, email, password: TEST_PASSWORD, ...wanted });
  return signIn(server, username);
}

/** Signs in somebody who has an account. */
export async function signIn(
  server: Server,
  username: string,
  password: string = TEST_PASSWORD,
): Promise<TestPerson> {
  const issued = await sent(server, '/api/auth/token', { username, password });
  const browser = await sent(server, '/api/auth/sign-in', { username, password });
  const token = fieldOf(issued, 'access_token');
  return {
    userId: fieldOf(browser, 'id'),
    username,
    email: fieldOf(browser, 'email'),
    password,
    token,
    rest: restWith(server, token),
    cookie: cookieOf(browser),
    refreshCookie: cookieOf(issued),
  };
}

/** Calls with an access token or an API key. */
export function restWith(server: Server, token: string): Rest {
  return createRest({ baseUrl: server.url, headers: { authorization: `Bearer ${token}` } });
}

/** Posts JSON as a program does. */
export function post(
  server: Server,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  return ask(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...(body !== undefined && JSON_TYPE), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** The cookie that an answer sets, as a `Cookie` header sends it back. */
export function cookieOf({ headers }: HttpAnswer): string {
  const [first = ''] = [headers['set-cookie'] ?? []].flat();
  return first.split(';')[0] ?? '';
}

/** A text field of an answer's JSON. */
export function fieldOf({ text }: HttpAnswer, name: string): string {
  const document: unknown = JSON.parse(text);
  const found = typeof document === 'object' && document !== null ? Object.entries(document) : [];
  const value: unknown = found.find(([key]) => key === name)?.[1];
  if (typeof value !== 'string') throw new Error(`There is no “${name}” in ${text}`);
  return value;
}

async function sent(server: Server, path: string, body: unknown): Promise<HttpAnswer> {
  const answer = await post(server, path, body);
  if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer;
}

/** Another standing of an account as if an admin had given it, without what that brings with it. */
export async function setStanding(
  { db }: Database,
  id: string,
  standing: Partial<Pick<Account, 'role' | 'state'>>,
): Promise<void> {
  await db
    .updateTable('account')
    .set((column) => ({ ...standing, rights: column('rights', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** An account as if somebody had registered; nobody can sign in with it. */
export async function addAccount(
  database: Database,
  given: Partial<Account> & { id: string },
): Promise<Account> {
  const account: Account = {
    username: given.id,
    email: `${given.id}@example.test`,
    name: given.id,
    passwordHash: 'none',
    role: 'member',
    state: 'active',
    rights: 1,
    costPerDay: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...given,
  };
  await createAccountStore(database).add(account);
  return account;
}
