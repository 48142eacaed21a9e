import { adminWords, instanceConnectionsWords, instanceWords, invitesWords, usersWords } from './admin.en.ts';
import { auditWords } from './audit.en.ts';

/** Not part of `english`: these words are loaded with the pages of admins, not with the first screen. */
export const adminEnglish = {
  admin: adminWords,
  users: usersWords,
  invites: invitesWords,
  instance: instanceWords,
  instanceConnections: instanceConnectionsWords,
  audit: auditWords,
};
