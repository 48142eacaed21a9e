/** Characters of a password, at least. Without schemas, for the web app. */
export const PASSWORD_LEAST = 8;
