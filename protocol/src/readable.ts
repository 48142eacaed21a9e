/**
 * Anything but control characters; line breaks and tabs are fine. Databases cannot hold some of them, and nobody can
 * read them. Without schemas, for the web app.
 */
// oxlint-disable-next-line no-control-regex
export const readable = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/u;
