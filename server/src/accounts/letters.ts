import { createTransport } from 'nodemailer';
import { secrets } from '../secrets.ts';

/** Letters in plain text and plain English. They are handed to one mail server, the operator's. */
export interface Letters {
  /** Throws `LetterFailed` when the mail server did not take it. */
  sendInvite(to: string, letter: { url: string; expiresAt: string; by: string }): Promise<void>;
  sendReset(to: string, letter: { url: string; expiresAt: string; name: string }): Promise<void>;
}

/** It tells what kind of failure it was, and not the mail server's words: those may quote the letter. */
export class LetterFailed extends Error {
  /** The server will not take this letter to this address, however often it is tried. */
  readonly isFinal: boolean;

  constructor({ code, responseCode }: MailError) {
    const answer = responseCode === undefined ? '' : `, it answered ${responseCode}`;
    super(`The mail server did not take the letter (${code ?? 'unknown reason'}${answer}).`);
    this.name = 'LetterFailed';
    this.isFinal = code === 'EENVELOPE' && responseCode !== undefined && responseCode >= 500;
  }
}

const TIMEOUT_MS = 10_000;
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export function createLetters({ url, from }: { readonly url: string; readonly from: string }): Letters {
  const { hostname, password } = new URL(url);
  secrets.pin(decodeURIComponent(password));
  const transport = createTransport({
    url,
    // A password does not travel in the open; what the URL says of it counts first.
    requireTLS: password !== '' && !loopbackHosts.has(hostname),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  /** Addresses as objects: as text they would be read, and a comma would make two of one. */
  const send = async (to: string, subject: string, text: string): Promise<void> => {
    try {
      await transport.sendMail({
        from: { name: 'Chimera', address: from },
        to: { name: '', address: to },
        subject,
        text,
        // No program answers it (RFC 3834, section 5).
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
    } catch (error) {
      throw new LetterFailed(mailErrorOf(error));
    }
  };

  return {
    sendInvite: (to, letter) => send(to, 'An invitation to Chimera', inviteText(letter)),
    sendReset: (to, letter) => send(to, 'A new password for Chimera', resetText(letter)),
  };
}

function inviteText({ url, expiresAt, by }: { url: string; expiresAt: string; by: string }): string {
  return `Hello,

${onOneLine(by)} invites you to Chimera, where AI characters talk with each other and with you.
With this link you make your account. It works once, until ${told(expiresAt)}:

${url}

If you did not expect this letter, you need not do anything.
`;
}

function resetText({ url, expiresAt, name }: { url: string; expiresAt: string; name: string }): string {
  return `Hello ${onOneLine(name)},

somebody asked for a new password for your Chimera account.
With this link you set one. It works once, until ${told(expiresAt)}, and signs you out everywhere:

${url}

If it was not you, you need not do anything: your password stays as it is.
`;
}

/** A name cannot begin a line of its own in a letter of ours, whatever it holds. */
function onOneLine(name: string): string {
  return name.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Such as 2026-01-31 12:00 UTC. */
function told(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

interface MailError {
  readonly code?: string | undefined;
  readonly responseCode?: number | undefined;
}

function mailErrorOf(error: unknown): MailError {
  if (!(error instanceof Error)) return {};
  return {
    ...('code' in error && typeof error.code === 'string' && { code: error.code }),
    ...('responseCode' in error &&
      typeof error.responseCode === 'number' && { responseCode: error.responseCode }),
  };
}
