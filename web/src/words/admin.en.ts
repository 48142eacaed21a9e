import type { Registration } from '@chimera/protocol/instance';
import { plural } from './plural.ts';

/** Words of the pages of admins. */
export const adminWords = {
  title: 'Admin',
  lead: 'Who may come in, what they may use, and what was done.',
  parts: 'Parts of admin',
  users: 'Users',
  invites: 'Invites',
  connections: 'Connections',
  limits: 'Limits',
  audit: 'Audit log',
  loading: 'Loading',
  notForMembers: 'This page is for admins.',
  notForMembersHint: 'Your account is not one. Whoever runs this server can make it one.',
  notSignedIn: 'You are not signed in.',
  notSignedInHint: 'Sign in as an admin to see this page.',
  notKnown: 'It could not be found out who you are.',
  roles: { member: 'Member', admin: 'Admin' },
  showMore: 'Show more',
  notDone: 'Nothing was changed.',
  once: 'This link works once, and is shown only now: it is kept nowhere where it could be read again.',
  link: 'Link',
  copyLink: 'Copy the link',
  copied: 'Copied.',
  notCopied: 'The browser did not let it be copied. Select it and copy it by hand.',
  holdsUntil: (when: string) => `It holds until ${when}.`,
  doneWithIt: 'Done',
};

/** Words of the list of accounts. */
export const usersWords = {
  searchLabel: 'Search by name, username or e-mail',
  failed: 'The users could not be loaded.',
  none: 'Nobody has an account yet.',
  noneHint: 'Invite somebody, or open registration.',
  noMatch: (q: string) => `Nobody was found for “${q}”.`,
  clear: 'Show all',
  found: (count: number) => plural(count, { one: '# user shown.', other: '# users shown.' }),
  you: 'You',
  disabled: 'Disabled',
  active: 'Active',
  neverSeen: 'never seen',
  seen: 'Seen',
  conversations: (count: number) => plural(count, { one: '# conversation', other: '# conversations' }),
  spentThisMonth: (amount: string) => `${amount} this month`,
  ownLimit: (amount: string) => `at most ${amount} a day`,
  actionsOf: (name: string) => `Actions for ${name}`,

  makeAdmin: 'Make admin',
  makeMember: 'Make member',
  disable: 'Disable',
  enable: 'Enable',
  limit: 'Daily limit',
  resetLink: 'Reset link',
  log: 'Show in the log',
  delete: 'Delete',
  ownAccount: 'This is your own account.',

  makeAdminOf: (name: string) => `Make ${name} an admin?`,
  makeAdminHint:
    'Admins see and change all accounts, invites, connections for everybody, limits and the audit log. They do not see the conversations of others.',
  isAdmin: (name: string) => `${name} is an admin.`,
  makeMemberOf: (name: string) => `Make ${name} a member?`,
  makeMemberHint: 'They lose these pages at once. Their conversations stay as they are.',
  makeMemberOwn: 'You lose these pages at once; only another admin can bring you back.',
  isMember: (name: string) => `${name} is a member.`,
  disableOf: (name: string) => `Disable ${name}?`,
  disableHint:
    'They are signed out everywhere at once and cannot come in; their API keys stop working. Everything they have is kept until they are enabled again.',
  disableOwn: 'You are signed out at once; only another admin can let you in again.',
  isDisabled: (name: string) => `${name} is disabled.`,
  enableOf: (name: string) => `Enable ${name}?`,
  enableHint: 'They can sign in again and find everything as it was.',
  isEnabled: (name: string) => `${name} is enabled.`,

  limitOf: (name: string) => `Daily limit of ${name}`,
  limitHint: 'When it is reached, each of their conversations stops before its next turn and says so.',
  limitField: 'US dollars a day',
  limitForAll: (amount: string) => `Empty: what holds for everybody, ${amount}.`,
  limitNone: 'Empty: what holds for everybody.',
  saveLimit: 'Save limit',
  limitSaved: (name: string) => `The limit of ${name} is saved.`,

  resetOf: (name: string) => `Reset link for ${name}`,
  resetHint:
    'Whoever opens the link can set a new password for this account. Give it to nobody else, by a way that you trust.',
  makeLink: 'Make the link',
  linkFor: (name: string) => `The link for ${name}`,

  deleteOf: (name: string) => `Delete ${name}?`,
  deleteGoes: 'This goes for good, and cannot be undone:',
  goesAccount: 'the account, its sign-ins and its API keys',
  goesConversations: (count: number) =>
    plural(count, {
      one: '# conversation, with everything that was said in it',
      other: '# conversations, with everything that was said in them',
    }),
  goesNoConversations: 'nothing that was said: there are no conversations',
  goesPersonas: 'the personas they made',
  goesConnections: 'their own connections, with the keys',
  goesLimits: 'their limits, and the record of what they spent',
  deleteStays: 'What the audit log tells of them stays.',
  typeToDelete: (username: string) => `Type ${username} to delete it`,
  typedWrong: 'That is not the username.',
  deleteNow: 'Delete the account',
  deleted: (name: string) => `${name} is deleted.`,
  notDeleted: 'It was not deleted.',
};

/** Words of invites. */
export const invitesWords = {
  lead: 'An invite is a link with which one person can make an account. Those that nobody has used yet:',
  failed: 'The invites could not be loaded.',
  none: 'No invites are open.',
  noneHint: 'An invite lets one person make an account, whatever the registration of this server says.',
  make: 'Invite somebody',
  makeTitle: 'Invite somebody',
  role: 'Role',
  roleHints: {
    member: 'Has conversations, personas and connections of their own.',
    admin: 'Also sees and changes everything on these pages.',
  },
  note: 'For whom',
  noteHint: 'A reminder for admins. It is not shown to whoever is invited.',
  email: 'E-mail',
  emailHint:
    'Only this address may use it. It is sent there when this server can send mail. Empty: anybody with the link.',
  days: 'Days that it holds',
  daysHint: 'From 1 to 90. Empty: as long as the server sets.',
  daysWrong: 'Type a whole number from 1 to 90, or leave it empty.',
  create: 'Make the invite',
  notMade: 'The invite was not made.',
  madeTitle: 'The invite is made',
  mailed: (email: string) => `It was sent to ${email}.`,
  notMailed: 'It was not sent by mail. Give the link to whom it is for.',
  forAnybody: 'For anybody with the link',
  by: (name: string) => `Made by ${name}`,
  holdsUntil: (when: string) => `holds until ${when}`,
  expired: 'expired',
  revoke: 'Revoke',
  revokeOf: (what: string) => `Revoke the invite: ${what}`,
  revokeQuestion: 'Revoke this invite?',
  revokeHint: (what: string) => `${what}. Its link stops working at once.`,
  revoked: 'The invite is revoked.',
  notRevoked: 'It was not revoked.',
};

/** Words of registration and limits for everybody. */
export const instanceWords = {
  title: 'Registration and limits',
  failed: 'The settings of this server could not be loaded.',
  registration: 'Registration',
  registrationLead: 'Who may make an account here.',
  registrations: { open: 'Open', invite: 'By invite', closed: 'Closed' } satisfies Record<
    Registration,
    string
  >,
  registrationHints: {
    open: 'Anybody who can reach this server may make an account, and spend with the connections for everybody.',
    invite: 'Only whoever has an invite may make an account.',
    closed: 'Nobody may make an account.',
  } satisfies Record<Registration, string>,
  fixed:
    'The environment of this server sets it with CHIMERA_REGISTRATION, so it cannot be changed here. Remove the variable and start the server again to choose it on this page.',
  saveRegistration: 'Save registration',
  registrationSaved: 'Registration saved.',

  limits: 'Limits for everybody',
  limitsLead: 'What one person may use, unless their account has a limit of its own.',
  costPerDay: 'US dollars a day',
  emptyIsNone: 'Empty: no limit.',
  ceiling: (amount: string) =>
    `Whoever runs this server lets nobody spend more than ${amount} a day (CHIMERA_MAX_COST_PER_DAY). It holds over every limit here.`,
  noCeiling: 'Whoever runs this server sets no ceiling of their own (CHIMERA_MAX_COST_PER_DAY).',
  aboveCeiling: (amount: string) => `${amount}, the ceiling of this server, is reached before.`,
  playing: 'Conversations that may play at a time',
  playingHint: 'Of one person, from 1 to 1,000.',
  playingWrong: 'Type a whole number from 1 to 1,000.',
  moneyWrong: 'Type a number above 0, or leave it empty.',
  moneyTooMuch: 'Type at most 1,000,000.',
  saveLimits: 'Save limits',
  limitsSaved: 'Limits saved.',
  notSaved: 'Nothing was saved.',
};

/** Words of the connections that everybody may use. */
export const instanceConnectionsWords = {
  title: 'Connections for everybody',
  everybody: 'Everybody on this server may use these connections, and spend with them.',
  everybodyHint: 'What each person may spend a day is set under Limits.',
  failed: 'The connections could not be loaded.',
  failedHint: 'They and their keys are safe.',
  loading: 'Loading the connections',
  none: 'There is no connection for everybody.',
  noneHint: 'Until there is one, people need keys of their own, or only the demo brain speaks.',
};
