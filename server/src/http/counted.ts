import type { OperationName } from '@chimera/protocol/api';
import type { Operation } from '@chimera/protocol/operation';
import type { Identity } from '../identity.ts';
import type { Asker, LimitKind, Limits } from '../limits/limits.ts';
import type { Standing } from '../limits/rule.ts';

/** Who asks, and where they stand with their limits; null where nothing is limited. */
export interface Counted {
  readonly identity: Identity | null;
  readonly standing: Standing | null;
}

/**
 * Finds out who asks and counts what they ask, on every way in: HTTP, WebSocket, event streams. Credentials that do
 * not hold are counted for the address that they came from.
 */
export async function counted(
  limits: Limits | null,
  { address, kinds }: { readonly address: string; readonly kinds: readonly LimitKind[] },
  identify: () => Promise<Identity | null>,
): Promise<Counted> {
  if (limits === null) return { identity: await identify(), standing: null };
  let identity: Identity | null;
  try {
    identity = await identify();
  } catch (error) {
    await limits.take({ kind: 'address', address }, kinds);
    throw error;
  }
  return { identity, standing: await limits.take(askerOf(identity, address), kinds) };
}

export function askerOf(identity: Identity | null, address: string): Asker {
  if (identity === null) return { kind: 'address', address };
  const { person, grant } = identity;
  return { kind: 'account', userId: person.userId, keyId: grant.kind === 'key' ? grant.id : null };
}

const kindsByName: Partial<Record<OperationName, readonly LimitKind[]>> = {
  register: ['way-in', 'password'],
  askForReset: ['way-in'],
  resetPassword: ['way-in', 'password'],
  refreshToken: ['refresh'],
  signIn: ['password'],
  issueToken: ['password'],
  changePassword: ['password'],
  deleteAccount: ['password'],
  importConversation: ['file', 'write'],
  exportConversation: ['file'],
  // It only reads what it is sent, at each pause of whoever writes it.
  composePersona: [],
  importPersonas: ['file', 'write'],
  exportPersona: ['file'],
  importCast: ['file', 'write'],
  exportCast: ['file'],
};

/** What a request of this operation counts as, beside being a request. */
export function kindsOf(name: OperationName, { method, access }: Operation): readonly LimitKind[] {
  return kindsByName[name] ?? (method === 'GET' || access === 'anyone' ? [] : ['write']);
}

const heavy: ReadonlySet<OperationName> = new Set([
  'importConversation',
  'exportConversation',
  'estimate',
  'fork',
  'previewPersona',
  'draftPersona',
  'importPersonas',
  'exportPersona',
  'uploadAvatar',
  'importCast',
  'exportCast',
]);

/** Whether it may only happen a few times at once. */
export function isHeavy(name: OperationName): boolean {
  return heavy.has(name);
}
