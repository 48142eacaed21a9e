import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A letter as it arrived. */
export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  /** One line each. */
  readonly headers: readonly string[];
  readonly text: string;
}

export interface MailServer {
  /** What `CHIMERA_SMTP_URL` takes. */
  readonly url: string;
  readonly letters: Letter[];
  /** What it answers to each letter instead of taking it; null: it takes it. */
  refusal: { readonly code: number; readonly text: string } | null;
  close(): Promise<void>;
}

/** A real SMTP server that keeps what it is handed. */
export async function startMailServer(host = '127.0.0.1'): Promise<MailServer> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo(_address, _session, callback) {
      const { refusal } = mail;
      callback(refusal && Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    },
    onData(stream, { envelope: { mailFrom, rcptTo } }, callback) {
      let raw = '';
      stream.on('data', (piece: Buffer) => {
        raw += piece.toString('latin1');
      });
      stream.on('end', () => {
        const from = mailFrom === false ? '' : mailFrom.address;
        letters.push({ from, to: rcptTo.map(({ address }) => address), ...partsOf(raw) });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, host);
  await once(listening, 'listening');
  const mail: MailServer = {
    url: `smtp://${host}:${portOf(listening.address())}`,
    letters,
    refusal: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return mail;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return address.port;
}

/** Headers that go on in a next line are one (RFC 5322, section 2.2.3). */
function partsOf(raw: string): Pick<Letter, 'headers' | 'text'> {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw
    .slice(0, end)
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const encoding = headers.find((line) => /^content-transfer-encoding:/i.test(line)) ?? '';
  return { headers, text: decoded(raw.slice(end + 4), encoding).replaceAll('\r\n', '\n') };
}

/** RFC 2045, section 6. */
function decoded(body: string, encoding: string): string {
  if (encoding.endsWith('base64')) return Buffer.from(body, 'base64').toString('utf8');
  if (!encoding.endsWith('quoted-printable')) return body;
  const bytes = body
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
