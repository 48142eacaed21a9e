import { z } from 'zod';

/** Who may make an account: anybody, whoever was invited, nobody. */
export const registrations = ['open', 'invite', 'closed'] as const;
export const registrationSchema = z.enum(registrations);
export type Registration = (typeof registrations)[number];

/** What anybody may know of this server. */
export const instanceSchema = z.discriminatedUnion('auth', [
  /** One owner, no sign-in. */
  z.object({ auth: z.literal('local') }),
  z.object({
    auth: z.literal('accounts'),
    registration: registrationSchema,
    /** There is no admin yet: whoever has the setup token becomes one. */
    needsAdmin: z.boolean(),
    /** It can send letters, such as links that reset a password. */
    sendsMail: z.boolean(),
  }),
]);
export type Instance = z.infer<typeof instanceSchema>;
