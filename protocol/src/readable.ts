/** Control characters besides line breaks and tabs: databases cannot hold some of them, and nobody can read them. */
const CONTROL = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f`;

/** Text without them. Without schemas, for the web app. */
export const readable = new RegExp(`^[^${CONTROL}]*$`, 'u');

/** Each of them, to be taken out. */
export const unreadable = new RegExp(`[${CONTROL}]`, 'gu');
