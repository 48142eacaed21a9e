// Without schemas: the web app reads this too, and carries no zod.

/** What an API key may be allowed. Its owner's own rights bound it. */
export const scopes = ['read', 'converse', 'manage', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export const roles = ['member', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Who may call an operation: `anyone`, also without an account; whoever has the scope (an account has those of
 * its role); `account`: only somebody who signed in as a person, never an API key.
 */
export type Access = 'anyone' | 'account' | Scope;

/** What a role may do. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  member: ['read', 'converse', 'manage'],
  admin: scopes,
};
