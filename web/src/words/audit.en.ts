import type { AuditAction } from '@chimera/protocol/admin';
import { plural } from './plural.ts';

/** What an entry of the audit log tells of; names come isolated. */
export interface AuditTold {
  readonly actor: string;
  /** What it was done to, where it has a name. */
  readonly subject: string | undefined;
  /** It was done to the account of whoever did it. */
  readonly isOwn: boolean;
}

type Sentence = (told: AuditTold) => string;

/** "Ada disabled Bob", and without a name what kind of thing it was. */
function did(verb: string, kind: string): Sentence {
  return ({ actor, subject }) => `${actor} ${verb} ${subject === undefined ? kind : subject}.`;
}

function didTo(verb: string, what: string): Sentence {
  return ({ actor, subject }) => `${actor} ${verb} ${what}${subject === undefined ? '' : ` “${subject}”`}.`;
}

/** Words of the audit log. */
export const auditWords = {
  lead: 'What was done that matters for safety: who, when, from where. No secret is ever written down here.',
  failed: 'The log could not be loaded.',
  none: 'Nothing was written down yet.',
  noneHint: 'Sign-ins, keys, connections, deletions and changes of accounts will stand here.',
  noMatch: 'Nothing that fits was written down.',
  actionLabel: 'What was done',
  anyAction: 'Everything',
  person: 'Person',
  everybody: 'Everybody',
  personOf: (name: string) => `Person: ${name}`,
  thisPerson: 'one person',
  choosePerson: 'Whose entries?',
  choosePersonHint: 'What they did, and what was done to their account.',
  showEverybody: 'Everybody',
  clear: 'Show all',
  more: 'Show earlier ones',
  shown: (count: number) => plural(count, { one: '# entry shown.', other: '# entries shown.' }),
  fromServer: 'from the server itself',
  fromAddress: (address: string) => `from ${address}`,
  exact: (time: string) => `at ${time}`,

  /** For the choice of what was done. */
  actions: {
    'account-made': 'Account made',
    'account-deleted': 'Own account deleted',
    'signed-in': 'Signed in',
    'sign-in-failed': 'Sign-in failed',
    'signed-out': 'Signed out',
    'session-ended': 'Session ended',
    'refresh-reused': 'Stolen session suspected',
    'profile-changed': 'Profile changed',
    'password-changed': 'Password changed',
    'reset-asked': 'Password reset asked for',
    'reset-link-made': 'Reset link made',
    'password-reset': 'Password reset',
    'key-made': 'API key made',
    'key-revoked': 'API key revoked',
    'connection-made': 'Connection added',
    'connection-changed': 'Connection changed',
    'connection-removed': 'Connection removed',
    'conversation-deleted': 'Conversation deleted',
    'user-changed': 'Account changed by an admin',
    'user-deleted': 'Account deleted by an admin',
    'invite-made': 'Invite made',
    'invite-used': 'Invite used',
    'invite-revoked': 'Invite revoked',
    'settings-changed': 'Settings changed',
  } satisfies Record<AuditAction, string>,

  sentences: {
    'account-made': ({ actor, subject, isOwn }) =>
      isOwn || subject === undefined
        ? `${actor} made an account.`
        : `${actor} made the account of ${subject}.`,
    'account-deleted': ({ actor }) => `${actor} deleted their own account.`,
    'signed-in': ({ actor }) => `${actor} signed in.`,
    'sign-in-failed': ({ actor }) => `Somebody failed to sign in as ${actor}.`,
    'signed-out': ({ actor }) => `${actor} signed out.`,
    'session-ended': ({ actor, subject, isOwn }) =>
      isOwn || subject === undefined
        ? `${actor} ended a session.`
        : `${actor} ended a session of ${subject}.`,
    'refresh-reused': ({ actor }) =>
      `A refresh token of ${actor} was used a second time. It may have been stolen, so the session was ended.`,
    'profile-changed': ({ actor }) => `${actor} changed their profile.`,
    'password-changed': ({ actor }) => `${actor} changed their password.`,
    'reset-asked': ({ actor, subject, isOwn }) =>
      isOwn || subject === undefined
        ? `${actor} asked to reset their password.`
        : `${actor} asked to reset the password of ${subject}.`,
    'reset-link-made': ({ actor, subject, isOwn }) =>
      isOwn || subject === undefined
        ? `${actor} made a link that resets a password.`
        : `${actor} made a link that resets the password of ${subject}.`,
    'password-reset': ({ actor, subject, isOwn }) =>
      isOwn || subject === undefined
        ? `${actor} set a new password by a link.`
        : `${actor} set a new password for ${subject} by a link.`,
    'key-made': didTo('made', 'an API key'),
    'key-revoked': didTo('revoked', 'an API key'),
    'connection-made': didTo('added', 'a connection'),
    'connection-changed': didTo('changed', 'a connection'),
    'connection-removed': didTo('removed', 'a connection'),
    'conversation-deleted': didTo('deleted', 'a conversation'),
    'user-changed': did('changed the account of', 'somebody'),
    'user-deleted': did('deleted the account of', 'somebody'),
    'invite-made': ({ actor, subject }) =>
      subject === undefined ? `${actor} made an invite.` : `${actor} made an invite for ${subject}.`,
    'invite-used': ({ actor }) => `${actor} used an invite.`,
    'invite-revoked': ({ actor, subject }) =>
      subject === undefined ? `${actor} revoked an invite.` : `${actor} revoked the invite for ${subject}.`,
    'settings-changed': ({ actor }) => `${actor} changed the settings of this server.`,
  } satisfies Record<AuditAction, Sentence> as Readonly<Partial<Record<string, Sentence>>>,
  /** A newer server writes down more than this app knows. */
  unknown: ({ actor, subject }: AuditTold, action: string) =>
    subject === undefined ? `${actor}: ${action}.` : `${actor}: ${action}, ${subject}.`,
};
