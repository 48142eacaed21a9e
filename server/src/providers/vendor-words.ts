import { Secrets } from '../secrets.ts';
import { isRecord } from './is-record.ts';

/** The longest message of a vendor that is passed on, in UTF-16 units. */
const MESSAGE_LIMIT = 300;
/** More of what a vendor says is not looked at. */
const READ_LIMIT = 65_536;

/** What a vendor says about a failure, fit to be shown: short, one line, without the key. */
export interface VendorWords {
  readonly message: string;
  /** Its code and type, lower case, for a machine to recognise. */
  readonly code: string;
  /** An HTTP status, when it gives one inside. */
  readonly status: number | null;
  /** How long it asks to wait, when it says so inside. */
  readonly retryAfterMs: number | null;
  /** True when they stand where vendors put errors. */
  readonly isError: boolean;
}

/** Reads the body of a refusal: JSON in the vendors' usual shapes, a web page, or plain text. */
export function wordsOfBody(text: string, key: string | undefined): VendorWords {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) {
    const title = /<title[^<>]*>([^<]*)/i.exec(trimmed)?.[1] ?? '';
    return notAnError(title, key);
  }
  const json = parsed(trimmed);
  // Gemini's compatible address wraps its error in a list.
  const body = Array.isArray(json) ? json[0] : json;
  if (!isRecord(body)) return notAnError(trimmed, key);
  if (body['error'] !== undefined) return wordsOfError(body['error'], key);
  return { ...wordsOfError(body, key), isError: false };
}

function notAnError(text: string, key: string | undefined): VendorWords {
  return { message: presentable(text, key), code: '', status: null, retryAfterMs: null, isError: false };
}

/** Reads what stands under `error`: an object in most cases, a sentence in some. */
export function wordsOfError(error: unknown, key: string | undefined): VendorWords {
  if (!isRecord(error)) {
    const message = typeof error === 'string' ? presentable(error, key) : '';
    return { message, code: '', status: null, retryAfterMs: null, isError: true };
  }
  const metadata = error['metadata'];
  const upstream = isRecord(metadata) ? metadata['raw'] : undefined;
  const message = [error['message'], error['detail'], upstream].filter((text) => typeof text === 'string');
  const codes = [error['code'], error['type'], error['status']];
  return {
    message: presentable(message.join(' '), key),
    code: codes
      .filter((code) => typeof code === 'string')
      .join(' ')
      .toLowerCase(),
    status:
      codes.filter((code) => typeof code === 'number').find((code) => code >= 400 && code < 600) ?? null,
    retryAfterMs: retryDelayOf(error['details']),
    isError: true,
  };
}

/** Google's RetryInfo, one of an error's details: `"retryDelay": "34.07s"`. */
function retryDelayOf(details: unknown): number | null {
  if (!Array.isArray(details)) return null;
  const delays = details.filter(isRecord).map((detail) => detail['retryDelay'] ?? detail['retry_delay']);
  const delay = delays.find((text) => typeof text === 'string' && /^\d+(\.\d+)?s$/.test(text));
  return typeof delay === 'string' ? Math.round(Number.parseFloat(delay) * 1000) : null;
}

/** The key is taken out by its value before anything is cut, so that no half of it is left. */
export function presentable(text: string, key: string | undefined): string {
  const line = withoutKey(text.slice(0, READ_LIMIT), key)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length > MESSAGE_LIMIT ? `${line.slice(0, MESSAGE_LIMIT).trimEnd()}…` : line;
}

function withoutKey(text: string, key: string | undefined): string {
  if (!key) return text;
  // Vendors also repeat keys in part, with stars in between.
  const own = new Secrets();
  own.add(key);
  return own.hide(text.replaceAll(key, '[key]').replaceAll(encodeURIComponent(key), '[key]'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an answer too: it is then read as plain text.
    return undefined;
  }
}
