import { z } from 'zod';
import { roles, scopes } from './access.ts';
import { PASSWORD_LEAST } from './password-least.ts';
import { oneLine, plainText } from './plain-text.ts';

/** Somebody who acts: says, steers, owns. */
export interface Person {
  readonly userId: string;
  readonly name: string;
}

export const usernameSchema = z
  .string()
  .trim()
  .regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9_])?$/i,
    'A username has 1 to 40 letters, digits, dots, hyphens or underscores, and begins with a letter or a digit.',
  );

export const emailSchema = z.email('This is no e-mail address.').max(254);

/** Any characters. Short ones are guessed; beyond the upper end there is no use, and hashing would cost too much. */
export const passwordSchema = z
  .string()
  .min(PASSWORD_LEAST, `A password has at least ${PASSWORD_LEAST} characters.`)
  .max(1000, 'A password has at most 1,000 characters.')
  .refine((text) => text.isWellFormed(), 'This text is not valid Unicode.');

/** What somebody types to prove who they are: no rule but a bound. */
const typedPassword = z.string().min(1).max(1000);
const displayName = oneLine().min(1).max(60);
/** A secret that a link or a letter carries. */
const secretText = z.string().min(1).max(200);

export const newAccountSchema = z.strictObject({
  username: usernameSchema,
  email: emailSchema,
  password: passwordSchema,
  /** How the person is called in conversations; absent: the username. */
  name: displayName.optional(),
  /** Makes the first admin: the server shows it to the operator while there is none. */
  setupToken: secretText.optional(),
  invite: secretText.optional(),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

/** `username` may be the e-mail address. */
export const signInSchema = z.strictObject({
  username: plainText().trim().min(1).max(254),
  password: typedPassword,
});
export type SignIn = z.infer<typeof signInSchema>;

/** As OAuth 2.0 has it (RFC 6749, section 4.3.2): forms of that kind name a grant and scopes. */
export const tokenRequestSchema = signInSchema.extend({
  grant_type: z.literal('password').optional(),
  scope: z.string().max(200).optional(),
  client_id: z.string().max(200).optional(),
  client_secret: z.string().max(200).optional(),
});

/** An access token (RFC 6750) as OAuth 2.0 spells it (RFC 6749, section 5.1); `expires_in` is seconds. */
export const accessTokenSchema = z.object({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  expires_in: z.number().int().positive(),
});
export type AccessToken = z.infer<typeof accessTokenSchema>;

export const profileSchema = z.object({
  id: z.string(),
  username: z.string(),
  /** How the person is called in conversations. */
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  createdAt: z.iso.datetime(),
});
export type Profile = z.infer<typeof profileSchema>;

export const profileChangeSchema = z.strictObject({
  name: displayName.optional(),
  username: usernameSchema.optional(),
  /** Needs `currentPassword`: who holds the address may reset the password. */
  email: emailSchema.optional(),
  currentPassword: typedPassword.optional(),
});
export type ProfileChange = z.infer<typeof profileChangeSchema>;

export const passwordChangeSchema = z.strictObject({
  currentPassword: typedPassword,
  newPassword: passwordSchema,
});

export const accountDeletionSchema = z.strictObject({ password: typedPassword });

export const resetRequestSchema = z.strictObject({ email: emailSchema });
export const passwordResetSchema = z.strictObject({ token: secretText, password: passwordSchema });

/** One sign-in that still holds. */
export const sessionSchema = z.object({
  id: z.string(),
  /** The one that asks. */
  current: z.boolean(),
  /** `browser`: by cookie; `token`: by access and refresh tokens. */
  kind: z.enum(['browser', 'token']),
  /** What the client calls itself. */
  client: z.string(),
  /** Where it was signed in from, or last refreshed. */
  address: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type Session = z.infer<typeof sessionSchema>;

export const newApiKeySchema = z.strictObject({
  name: oneLine().min(1).max(60),
  scopes: z.array(z.enum(scopes)).min(1, 'Choose what the key may do.').max(4),
  /** Absent: until it is revoked. */
  expiresInDays: z.number().int().min(1).max(3650).optional(),
});
export type NewApiKey = z.infer<typeof newApiKeySchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(scopes)),
  last4: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().optional(),
  expiresAt: z.iso.datetime().optional(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
