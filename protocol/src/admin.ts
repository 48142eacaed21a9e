import { z } from 'zod';
import { roles } from './access.ts';
import { emailSchema, profileSchema } from './account.ts';
import { registrationSchema } from './instance.ts';
import { oneLine, plainText } from './plain-text.ts';

/** US dollars a day; null: none of its own. */
const costPerDay = z.number().positive().max(1_000_000).nullable();

/** `disabled`: kept with everything, but signed out and not let in. */
export const accountStates = ['active', 'disabled'] as const;
export type AccountState = (typeof accountStates)[number];

export const userSchema = profileSchema.extend({
  state: z.enum(accountStates),
  /** What this person may spend a day, whatever they set themselves; null: what holds for everybody. */
  costPerDay,
  lastSeenAt: z.iso.datetime().optional(),
  conversations: z.number().int().nonnegative(),
  /** US dollars, where prices are known. */
  costThisMonth: z.number().nonnegative(),
});
export type User = z.infer<typeof userSchema>;

export const userChangeSchema = z.strictObject({
  role: z.enum(roles).optional(),
  state: z.enum(accountStates).optional(),
  costPerDay: costPerDay.optional(),
});
export type UserChange = z.infer<typeof userChangeSchema>;

/** A link that works once; its secret is in the part after `#`, which browsers do not send. */
export const oneTimeLinkSchema = z.object({
  token: z.string(),
  url: z.string(),
  expiresAt: z.iso.datetime(),
});
export type OneTimeLink = z.infer<typeof oneTimeLinkSchema>;

export const newInviteSchema = z.strictObject({
  role: z.enum(roles).optional(),
  /** For whom it is, as a reminder. */
  note: oneLine().max(120).optional(),
  /** Only this address may use it; it is sent there when the server can send mail. */
  email: emailSchema.optional(),
  expiresInDays: z.number().int().min(1).max(90).optional(),
});
export type NewInvite = z.infer<typeof newInviteSchema>;

export const inviteSchema = z.object({
  id: z.string(),
  role: z.enum(roles),
  note: z.string().optional(),
  email: z.string().optional(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  /** Who made it. */
  by: z.string(),
});
export type Invite = z.infer<typeof inviteSchema>;

export const instanceSettingsSchema = z.object({
  registration: registrationSchema,
  /** Set in the server's environment and not to be changed here. */
  registrationIsFixed: z.boolean(),
  /** What everybody may spend a day without a limit of their own; null: no limit. */
  costPerDay,
  /** The operator's ceiling from the environment; nobody may spend more. Null: none. */
  operatorCostPerDay: z.number().nullable(),
  /** Conversations of one person that may play at a time. */
  playingPerUser: z.number().int().positive(),
});
export type InstanceSettings = z.infer<typeof instanceSettingsSchema>;

export const instanceSettingsChangeSchema = z.strictObject({
  registration: registrationSchema.optional(),
  costPerDay: costPerDay.optional(),
  playingPerUser: z.number().int().min(1).max(1000).optional(),
});
export type InstanceSettingsChange = z.infer<typeof instanceSettingsChangeSchema>;

/** What is written down for admins. */
export const auditActions = [
  'account-made',
  'account-deleted',
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'refresh-reused',
  'profile-changed',
  'password-changed',
  'reset-asked',
  'reset-link-made',
  'password-reset',
  'key-made',
  'key-revoked',
  'connection-made',
  'connection-changed',
  'connection-removed',
  'conversation-deleted',
  'user-changed',
  'user-deleted',
  'invite-made',
  'invite-used',
  'invite-revoked',
  'settings-changed',
] as const;
export type AuditAction = (typeof auditActions)[number];

export const auditEntrySchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.enum(auditActions),
  /** Who did it; without an id: nobody who was signed in, `name` is what they called themselves. */
  actor: z.object({ id: z.string().optional(), name: z.string() }),
  /** What it was done to. */
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }).optional(),
  /** From where; absent: from the server itself. */
  address: z.string().optional(),
  /** What else is to be known, in words. Never a secret. */
  detail: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditQuery = {
  action: z.enum(auditActions).optional(),
  /** Done by or to this account. */
  userId: plainText().max(200).optional(),
};
