import { api, type OperationName } from '@chimera/protocol/api';
import { type Scope, scopes } from '@chimera/protocol/access';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Operation } from '@chimera/protocol/operation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp, type TestPerson } from '../test/accounts.ts';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../test/http-answer.ts';
import { multipart, onePixelPng } from '../test/multipart.ts';
import { instanceKinds, type TestInstance } from '../test/instances.ts';

/** What is Ada's and nobody else's: it stands in all that she makes. */
const CANARY = 'canary-of-ada';

/** Ids of Ada's things. */
interface Things {
  readonly id: string;
  readonly seatId: string;
  readonly messageId: string;
  readonly turnId: string;
  readonly personaId: string;
  readonly ownPersonaId: string;
  readonly version: string;
  readonly draftId: string;
  readonly avatarId: string;
  readonly castId: string;
  readonly connectionId: string;
  readonly keyId: string;
  readonly sessionId: string;
  readonly inviteId: string;
  readonly instanceConnectionId: string;
  readonly userId: string;
}

/**
 * What another account gets with Ada's ids:
 * `missing`: the same 404 as for an id that nobody has; `own`: what is its own, nothing of hers;
 * `same`: what is the same for everybody; `admins`: a refusal, unless it is an admin.
 */
type Outcome = 'missing' | 'own' | 'same' | 'admins';

interface Entry {
  readonly outcome: Outcome;
  /** Whose id `:id` is; absent: the conversation's. */
  readonly id?: keyof Things;
  /** A body that would be taken. */
  readonly body?: (things: Things) => unknown;
  /** What is asked for in its address. */
  readonly query?: string;
  /** It takes a picture. */
  readonly picture?: true;
  /** A body with Ada's ids in it: refused, whoever's the address is. */
  readonly borrowing?: (things: Things) => unknown;
  /** Not called with a member's good credentials: it would end the account or the session that asks. */
  readonly ends?: true;
}

const created = {
  type: 'conversation-created',
  at: '2026-01-01T00:00:00.000Z',
  title: 'T',
  topic: 'T',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' }],
};
const PASSWORD = 'a quiet river under the bridge';
const brainOf = ({ connectionId }: Things) => ({ connectionId, model: 'gpt-5-mini' });
const seatOf = (things: Things) => ({ personaId: things.personaId });
const borrowedSheet = (things: Things) => ({ name: 'Bob’s', brain: brainOf(things) });
const bobsCast = (things: Things) => ({ name: 'Bob’s', seats: [seatOf(things)] });
const borrowedCast = ({ ownPersonaId }: Things) => ({ name: 'Bob’s', seats: [{ personaId: ownPersonaId }] });
const castFile = () => ({
  chimera_cast: 1,
  cast: { name: 'Bob’s', line: '', topic: 'T', premise: '', seats: [{ persona: 0 }] },
  personas: [
    {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: { name: 'Card', description: 'A card.', first_mes: 'Hi.' },
    },
  ],
});

/** Every operation there is. One without an entry does not compile, and fails below. */
const matrix: Record<OperationName, Entry> = {
  getInstance: { outcome: 'same' },
  register: {
    outcome: 'own',
    body: () => ({ username: 'another', email: 'another@example.com', password: PASSWORD }),
  },
  signIn: { outcome: 'own', body: () => ({ username: 'nobody', password: PASSWORD }), ends: true },
  issueToken: { outcome: 'own', body: () => ({ username: 'nobody', password: PASSWORD }), ends: true },
  refreshToken: { outcome: 'own', ends: true },
  signOut: { outcome: 'own', ends: true },
  getProfile: { outcome: 'own' },
  changeProfile: { outcome: 'own', body: () => ({ name: 'Bob' }) },
  deleteAccount: { outcome: 'own', body: () => ({ password: 'wrong' }), ends: true },
  changePassword: {
    outcome: 'own',
    body: () => ({ currentPassword: 'wrong', newPassword: PASSWORD }),
    ends: true,
  },
  askForReset: { outcome: 'own', body: () => ({ email: 'ada@example.com' }), ends: true },
  resetPassword: { outcome: 'own', body: () => ({ token: 'none', password: PASSWORD }), ends: true },
  listSessions: { outcome: 'own' },
  endSession: { outcome: 'missing', id: 'sessionId' },
  endOtherSessions: { outcome: 'own', ends: true },
  listApiKeys: { outcome: 'own' },
  createApiKey: { outcome: 'own', body: () => ({ name: 'Mine', scopes: ['read'] }) },
  revokeApiKey: { outcome: 'missing', id: 'keyId' },
  listUsers: { outcome: 'admins' },
  changeUser: { outcome: 'admins', id: 'userId', body: () => ({ role: 'member' }) },
  deleteUser: { outcome: 'admins', id: 'userId' },
  createResetLink: { outcome: 'admins', id: 'userId' },
  listInvites: { outcome: 'admins' },
  createInvite: { outcome: 'admins', body: () => ({}) },
  revokeInvite: { outcome: 'admins', id: 'inviteId' },
  getInstanceSettings: { outcome: 'admins' },
  changeInstanceSettings: { outcome: 'admins', body: () => ({ playingPerUser: 5 }) },
  listAudit: { outcome: 'admins' },
  listInstanceConnections: { outcome: 'admins' },
  createInstanceConnection: { outcome: 'admins', body: () => ({ kind: 'openai', apiKey: 'sk-0123456789' }) },
  changeInstanceConnection: { outcome: 'admins', id: 'instanceConnectionId', body: () => ({ label: 'X' }) },
  deleteInstanceConnection: { outcome: 'admins', id: 'instanceConnectionId' },
  testInstanceConnection: { outcome: 'admins', id: 'instanceConnectionId', body: () => ({}) },
  listPersonas: { outcome: 'own' },
  createPersona: { outcome: 'own', body: () => ({ name: 'Bob’s' }), borrowing: borrowedSheet },
  getPersona: { outcome: 'missing', id: 'ownPersonaId' },
  changePersona: { outcome: 'missing', id: 'ownPersonaId', body: () => ({ tagline: 'Mine now.' }) },
  deletePersona: { outcome: 'missing', id: 'ownPersonaId' },
  copyPersona: { outcome: 'missing', id: 'ownPersonaId' },
  markFavourite: { outcome: 'missing', id: 'ownPersonaId' },
  unmarkFavourite: { outcome: 'missing', id: 'ownPersonaId' },
  listPersonaConversations: { outcome: 'missing', id: 'ownPersonaId' },
  listPersonaVersions: { outcome: 'missing', id: 'ownPersonaId' },
  getPersonaVersion: { outcome: 'missing', id: 'ownPersonaId' },
  restorePersonaVersion: { outcome: 'missing', id: 'ownPersonaId' },
  importPersonas: {
    outcome: 'own',
    body: () => ({ name: 'Card', description: 'A card.', first_mes: 'Hi.' }),
  },
  exportPersona: { outcome: 'missing', id: 'ownPersonaId' },
  previewPersona: {
    outcome: 'own',
    body: () => ({ persona: { name: 'Bob’s' }, prompt: 'Hello.' }),
    borrowing: ({ ownPersonaId }) => ({ persona: { name: 'Bob’s' }, meet: ownPersonaId }),
  },
  composePersona: { outcome: 'same', body: () => ({ persona: { name: 'Bob’s' } }) },
  draftPersona: {
    outcome: 'same',
    body: () => ({ idea: 'A pirate who bakes.' }),
    borrowing: (things) => ({ idea: 'A pirate who bakes.', brain: brainOf(things) }),
  },
  listPersonaDrafts: { outcome: 'own' },
  beginPersonaDraft: {
    outcome: 'own',
    body: () => ({ base: 0, sheet: { name: 'Bob’s' } }),
    borrowing: ({ ownPersonaId }) => ({ personaId: ownPersonaId, base: 1, sheet: {} }),
  },
  getPersonaDraft: { outcome: 'missing', id: 'draftId' },
  savePersonaDraft: { outcome: 'missing', id: 'draftId', body: () => ({ revision: 1, sheet: {} }) },
  deletePersonaDraft: { outcome: 'missing', id: 'draftId' },
  uploadAvatar: { outcome: 'own', picture: true },
  getAvatar: { outcome: 'missing', id: 'avatarId' },
  listCasts: { outcome: 'own' },
  createCast: { outcome: 'own', body: bobsCast, borrowing: borrowedCast },
  getCast: { outcome: 'missing', id: 'castId' },
  changeCast: { outcome: 'missing', id: 'castId', body: () => ({ name: 'Mine now' }) },
  deleteCast: { outcome: 'missing', id: 'castId' },
  exportCast: { outcome: 'missing', id: 'castId' },
  importCast: { outcome: 'own', body: castFile },
  listScenes: { outcome: 'same' },
  listFormats: { outcome: 'same' },
  suggestTopics: { outcome: 'same' },
  listProviders: { outcome: 'own' },
  listConnections: { outcome: 'own' },
  createConnection: { outcome: 'own', body: () => ({ kind: 'openai', apiKey: 'sk-0123456789' }) },
  changeConnection: { outcome: 'missing', id: 'connectionId', body: () => ({ label: 'X' }) },
  deleteConnection: { outcome: 'missing', id: 'connectionId' },
  testConnection: { outcome: 'missing', id: 'connectionId', body: () => ({}) },
  listModels: { outcome: 'missing', id: 'connectionId' },
  createConversation: {
    outcome: 'own',
    body: (things) => ({ topic: 'T', seats: [seatOf(things), seatOf(things)] }),
    borrowing: (things) => ({ topic: 'T', seats: [{ ...seatOf(things), brain: brainOf(things) }] }),
  },
  listConversations: { outcome: 'own' },
  importConversation: { outcome: 'own', body: () => ({ chimera: 1, events: [{ seq: 1, event: created }] }) },
  getConversation: { outcome: 'missing' },
  changeConversation: { outcome: 'missing', body: () => ({ title: 'T' }) },
  deleteConversation: { outcome: 'missing' },
  play: { outcome: 'missing' },
  pause: { outcome: 'missing' },
  step: { outcome: 'missing' },
  stop: { outcome: 'missing' },
  listMessages: { outcome: 'missing' },
  say: { outcome: 'missing', body: () => ({ text: 'Hello.' }) },
  changeMessage: { outcome: 'missing', body: () => ({ text: 'Hello again.' }) },
  regenerate: { outcome: 'missing' },
  next: { outcome: 'missing', body: ({ seatId }) => ({ seatId }) },
  getQueue: { outcome: 'missing' },
  setQueue: { outcome: 'missing', body: ({ seatId }) => ({ seatIds: [seatId] }) },
  steer: { outcome: 'missing', body: () => ({ direction: 'raise-heat' }) },
  addSeat: { outcome: 'missing', body: seatOf },
  changeSeat: { outcome: 'missing', body: () => ({ name: 'Ada' }) },
  removeSeat: { outcome: 'missing' },
  getMessagePrompt: { outcome: 'missing' },
  listTurnPrompts: { outcome: 'missing' },
  fork: { outcome: 'missing', body: () => ({}) },
  listEvents: { outcome: 'missing' },
  estimate: { outcome: 'missing' },
  exportConversation: { outcome: 'missing' },
  search: { outcome: 'own', query: `q=${CANARY}` },
  getCacheStats: { outcome: 'own' },
  listCacheEntries: { outcome: 'own' },
  clearCache: { outcome: 'own', body: ({ connectionId }) => ({ connectionId }) },
  getSpending: { outcome: 'own' },
  setSpendingLimits: { outcome: 'own', body: () => ({ costPerDay: 5 }) },
  createTicket: { outcome: 'own' },
};

const rows = Object.entries<Operation>(api).map(([name, operation]) => {
  const entry = Object.entries(matrix).find(([known]) => known === name)?.[1];
  return { name, operation, entry: entry ?? { outcome: 'missing' as const } };
});

test('every operation has an entry, and the entry knows whether there is a body', () => {
  expect(Object.keys(matrix).toSorted()).toEqual(Object.keys(api).toSorted());
  const withBody = rows
    .filter(({ operation }) => operation.body ?? operation.accepts)
    .map(({ name }) => name);
  expect(rows.flatMap(({ name, entry }) => (entry.body || entry.picture ? [name] : []))).toEqual(withBody);
});

describe.each(instanceKinds)('two accounts on $name', ({ open }) => {
  let instance: TestInstance;
  let admin: TestPerson;
  let ada: TestPerson;
  let bob: TestPerson;
  let things: Things;
  beforeAll(async () => {
    instance = await open({
      environment: { CHIMERA_REGISTRATION: 'open', OPENAI_API_KEY: 'sk-instance-0123456789' },
    });
    admin = await signUp(instance.first, 'root');
    ada = await signUp(instance.first, 'ada');
    bob = await signUp(instance.second, 'bob');
    things = await made(ada, instance.first.url, admin);
  });
  afterAll(() => instance.close());

  /** Bob is on the other node, where there is one. */
  function asked(
    { operation, entry }: (typeof rows)[number],
    {
      by,
      ids,
      body = entry.body,
    }: { by: Readonly<Record<string, string>>; ids: Things; body?: Entry['body'] },
  ): Promise<HttpAnswer> {
    const named = { ...ids, id: ids[entry.id ?? 'id'] };
    const path = operation.path.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(new Map<string, string>(Object.entries(named)).get(name) ?? ''),
    );
    if (entry.picture) return upload(instance.second.url, path, by);
    const query = entry.query === undefined ? '' : `?${entry.query}`;
    return ask(`${instance.second.url}${path}${query}`, {
      method: operation.method,
      headers: { ...by, ...(body && JSON_TYPE) },
      ...(body && { body: JSON.stringify(body(ids)) }),
    });
  }

  const nobodys = () => ({
    ...things,
    ...Object.fromEntries(Object.keys(things).map((key) => [key, 'nobody'])),
    version: things.version,
  });
  const as = ({ token }: TestPerson) => ({ authorization: `Bearer ${token}` });
  const without = (text: string) => text.replace(/"requestId":"[^"]+"/, '');

  test.each(rows.filter(({ operation }) => operation.access !== 'anyone'))(
    '$name is refused without an account',
    async (row) => {
      for (const by of [{}, { authorization: 'Bearer chm_none_none' }, { 'x-user-id': ada.userId }]) {
        expect(problemIn(await asked(row, { by, ids: things }))).toMatchObject({
          status: 401,
          code: 'unauthenticated',
        });
      }
    },
  );

  test.each(rows.filter(({ entry }) => entry.outcome === 'missing'))(
    '$name tells Bob that what is Ada’s does not exist',
    async (row) => {
      const before = await world(ada);
      const absent = await asked(row, { by: as(bob), ids: nobodys() });
      const foreign = await asked(row, { by: as(bob), ids: things });
      expect(absent.status).toBe(404);
      expect([foreign.status, without(foreign.text)]).toEqual([404, without(absent.text)]);
      expect(Object.keys(foreign.headers).toSorted()).toEqual(Object.keys(absent.headers).toSorted());
      expect(await world(ada)).toEqual(before);
    },
  );

  test.each(rows.filter(({ entry }) => entry.outcome === 'own' && !entry.ends))(
    '$name shows Bob nothing of Ada’s',
    async (row) => {
      const before = await world(ada);
      const answer = await asked(row, { by: as(bob), ids: things });
      expect([row.name, answer.status]).toEqual([row.name, row.operation.status]);
      expect(answer.text).not.toContain(CANARY);
      expect(await world(ada)).toEqual(before);
    },
  );

  test.each(rows.filter(({ entry }) => entry.outcome === 'admins'))(
    '$name is for admins, whatever the id',
    async (row) => {
      for (const ids of [things, nobodys()]) {
        const answer = await asked(row, { by: as(bob), ids });
        expect(problemIn(answer)).toMatchObject({ status: 403, code: 'forbidden' });
      }
    },
  );

  test.each(rows.filter(({ entry }) => entry.borrowing))(
    '$name takes no id of Ada’s in its body',
    async (row) => {
      const answer = await asked(row, {
        by: as(bob),
        ids: things,
        ...(row.entry.borrowing && { body: row.entry.borrowing }),
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toContain(CANARY);
    },
  );

  const scoped = rows.flatMap((row) => {
    const { access } = row.operation;
    return access === 'anyone' || access === 'account' ? [] : [{ ...row, access }];
  });

  test.each(scoped)('an API key without the scope of $name is refused by every way in', async (row) => {
    const key = await keyOf(
      admin,
      scopes.filter((scope) => scope !== row.access),
    );
    for (const by of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      expect(problemIn(await asked(row, { by, ids: nobodys() }))).toMatchObject({
        status: 403,
        code: 'forbidden',
      });
    }
  });

  test.each(scoped.filter(({ operation }) => !operation.forPeople))(
    'one with the scope of $name passes',
    async (row) => {
      const key = await keyOf(admin, [row.access]);
      const answer = await asked(row, { by: { 'x-api-key': key }, ids: nobodys() });
      expect([401, 403]).not.toContain(answer.status);
      // Nobody but the demo brain is here to write a sheet, and it writes none.
      expect(answer.status).toBeLessThanOrEqual(row.name === 'draftPersona' ? 503 : 499);
    },
  );

  test.each(rows.filter(({ operation }) => operation.access === 'account' || operation.forPeople))(
    '$name is for people, not for keys',
    async (row) => {
      const key = await keyOf(admin, [...scopes]);
      expect(problemIn(await asked(row, { by: { 'x-api-key': key }, ids: things }))).toMatchObject({
        status: 403,
        code: 'forbidden',
      });
    },
  );

  const keys = new Map<string, Promise<string>>();

  function keyOf({ rest }: TestPerson, wanted: readonly Scope[]): Promise<string> {
    const name = wanted.join('+');
    const made =
      keys.get(name) ??
      rest.call('createApiKey', { body: { name, scopes: [...wanted] } }).then(({ key }) => key);
    keys.set(name, made);
    return made;
  }
});

function upload(url: string, path: string, by: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  const { headers, body } = multipart([{ field: 'file', name: 'face.png', bytes: onePixelPng }]);
  return ask(`${url}${path}`, { method: 'POST', headers: { ...by, ...headers }, body });
}

/** Something of every kind that Ada can have. */
async function made({ rest, userId, token }: TestPerson, url: string, admin: TestPerson): Promise<Things> {
  const { items: personas } = await rest.call('listPersonas', {});
  const personaId = personas[0]?.id ?? '';
  const own = await rest.call('createPersona', { body: { name: CANARY, systemPrompt: CANARY } });
  await rest.call('markFavourite', { params: own });
  const draft = await rest.call('beginPersonaDraft', {
    body: { personaId: own.id, base: 1, sheet: { name: CANARY } },
  });
  const cast = await rest.call('createCast', { body: { name: CANARY, seats: [{ personaId: own.id }] } });
  const picture = await upload(url, '/api/avatars', { authorization: `Bearer ${token}` });
  const connection = await rest.call('createConnection', {
    body: { kind: 'openai', label: CANARY, apiKey: `sk-${CANARY}-0123456789` },
  });
  const conversation = await rest.call('createConversation', {
    body: { topic: CANARY, title: CANARY, seats: [{ personaId, name: CANARY }, { personaId: own.id }] },
  });
  const message = await rest.call('say', { params: conversation, body: { text: CANARY } });
  const key = await rest.call('createApiKey', { body: { name: CANARY, scopes: ['read'] } });
  const { items: sessions } = await rest.call('listSessions', {});
  const invite = await admin.rest.call('createInvite', { body: { note: CANARY } });
  const forAll = await admin.rest.call('createInstanceConnection', {
    body: { kind: 'anthropic', label: 'For all', apiKey: 'sk-for-all-0123456789' },
  });
  return {
    id: conversation.id,
    seatId: conversation.seats[0]?.id ?? '',
    messageId: message.id,
    turnId: 'turn-a',
    personaId,
    ownPersonaId: own.id,
    version: '1',
    draftId: draft.id,
    castId: cast.id,
    avatarId: /avatars\/([\w-]+)/.exec(picture.text)?.[1] ?? '',
    connectionId: connection.id,
    keyId: key.id,
    sessionId: sessions[0]?.id ?? '',
    inviteId: invite.id,
    instanceConnectionId: forAll.id,
    userId,
  };
}

/** All that Ada has, as she sees it; without what each look changes. */
async function world({ rest }: TestPerson): Promise<unknown> {
  const { items } = await rest.call('listConversations', {});
  const conversations = await Promise.all(
    items.map(async (item) => [
      await rest.call('getConversation', { params: item }),
      await rest.call('listMessages', { params: item }),
    ]),
  );
  const { items: sessions } = await rest.call('listSessions', {});
  const { items: keys } = await rest.call('listApiKeys', {});
  const { items: connections } = await rest.call('listConnections', {});
  const { limits } = await rest.call('getSpending', {});
  const { items: personas } = await rest.call('listPersonas', { query: { from: 'mine' } });
  return {
    conversations,
    limits,
    personas,
    drafts: await rest.call('listPersonaDrafts', {}),
    casts: await rest.call('listCasts', {}),
    profile: await rest.call('getProfile', {}),
    sessions: sessions.map(({ id }) => id),
    keys: keys.map(({ id }) => id),
    connections: connections.filter(({ builtIn }) => !builtIn).map(({ id, label }) => [id, label]),
  };
}
