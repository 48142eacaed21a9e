/** As `passwordSchema` has it; schemas stay on the server. */
export const PASSWORD_LEAST = 8;
