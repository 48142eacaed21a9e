import { createHash } from 'node:crypto';
import fastifyMultipart from '@fastify/multipart';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ChimeraError } from '../errors.ts';
import { CARD_LIMITS } from '../personas/cards/card-limits.ts';
import { plainName } from '../records/plain-characters.ts';

/** What comes in at most, by every way that takes files. Nothing of it touches the disk. */
export const UPLOAD_LIMITS = {
  fileBytes: CARD_LIMITS.fileBytes,
  pictureBytes: 8 * 1024 * 1024,
  /** Of a file that is a document, and of a body that is one. */
  documentBytes: CARD_LIMITS.jsonBytes,
  /** Of a whole request with several files. */
  totalBytes: 64 * 1024 * 1024,
  /** What the form may add to its one file. */
  formBytes: 64 * 1024,
  files: 20,
  fields: 4,
  fieldBytes: 100,
  headersOfPart: 10,
  headerBytesOfPart: 4096,
} as const;

/** What a route takes. */
export interface Accepted {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
  /** Names of fields beside the files. */
  readonly fields: readonly string[];
}

export interface UploadedFile {
  /** For people to read: it says nothing of what is inside. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Upload {
  readonly files: readonly UploadedFile[];
  readonly fields: ReadonlyMap<string, string>;
  /** The one file is the body itself, and it said to be JSON. */
  readonly isDocument: boolean;
}

const FILE = 'file';
/** Of a form that was refused so much is still read, and thrown away; of a longer one what comes in a moment. */
const READ_ON_BYTES = 256 * 1024 * 1024;
const READ_ON_MS = 2000;
const NAME_LENGTH = 120;

/** Forms with files, and documents as they are, are read in here and nowhere else. */
export async function registerUploads(
  app: FastifyInstance,
  register: (routes: FastifyInstance) => void,
): Promise<void> {
  await app.register(async (routes) => {
    routes.removeContentTypeParser('application/json');
    routes.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) =>
      done(null, body),
    );
    await routes.register(fastifyMultipart, { throwFileSizeLimit: false });
    register(routes);
  });
}

/** All files of a form, in memory, once it is complete. Throws when it is too large or none. */
export async function readUpload(
  request: FastifyRequest,
  reply: FastifyReply,
  accepted: Accepted,
): Promise<Upload> {
  const { raw } = request;
  const length = lengthOf(request);
  if (length !== null && length > accepted.totalBytes) {
    readOn(request, reply);
    throw tooLarge(accepted.totalBytes);
  }
  const overflow = Promise.withResolvers<never>();
  // Nobody may be waiting for it when it happens.
  overflow.promise.catch(() => undefined);
  let taken = 0;
  const count = (chunk: Buffer) => {
    taken += chunk.length;
    if (taken > accepted.totalBytes) overflow.reject(tooLarge(accepted.totalBytes));
  };
  const parts = request.parts({ limits: limitsOf(accepted) });
  // The parser begins with the first part that is asked for, and both hear each piece.
  raw.on('data', count);
  try {
    return await collected(() => Promise.race([parts.next(), overflow.promise]), accepted);
  } catch (error) {
    readOn(request, reply);
    throw refusal(error);
  } finally {
    raw.off('data', count);
  }
}

/** What a repeated request is compared by. */
export function fingerprint({ files, fields }: Upload): unknown {
  const hashes = files.map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')]);
  return { files: hashes, fields: [...fields] };
}

/**
 * Who is still sending hears a refusal only while somebody reads: a connection that is closed over what was not read
 * takes the answer with it.
 */
function readOn(request: FastifyRequest, reply: FastifyReply): void {
  const { raw } = request;
  raw.unpipe();
  raw.resume();
  if (raw.readableEnded) return;
  void reply.header('connection', 'keep-alive');
  const length = lengthOf(request);
  if (length !== null && length <= READ_ON_BYTES) return;
  const timer = setTimeout(() => raw.socket.destroy(), READ_ON_MS).unref();
  raw.once('end', () => clearTimeout(timer));
}

function lengthOf({ headers }: FastifyRequest): number | null {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
}

function limitsOf({ files, fileBytes, fields }: Accepted) {
  return {
    files,
    // One more, to be refused by its name.
    fields: fields.length + 1,
    parts: files + fields.length + 1,
    fileSize: fileBytes,
    fieldSize: UPLOAD_LIMITS.fieldBytes,
    headerPairs: UPLOAD_LIMITS.headersOfPart,
    headerSize: UPLOAD_LIMITS.headerBytesOfPart,
  };
}

async function collected(
  next: () => Promise<IteratorResult<MultipartFile | MultipartValue, unknown>>,
  accepted: Accepted,
): Promise<Upload> {
  const files: UploadedFile[] = [];
  const fields = new Map<string, string>();
  let step = await next();
  while (!step.done) {
    const part = step.value;
    if (part.type === 'file') files.push(await fileIn(part, accepted));
    else fields.set(...fieldIn(part, accepted));
    step = await next();
  }
  if (files.length > 0) return { files, fields, isDocument: false };
  throw new ChimeraError('invalid-request', `There is no file in this form. Send it as “${FILE}”.`, {
    errors: [{ path: FILE, message: 'is missing' }],
  });
}

async function fileIn(
  { fieldname, filename, file }: MultipartFile,
  { fileBytes }: Accepted,
): Promise<UploadedFile> {
  if (fieldname !== FILE) throw unknownField(fieldname);
  // Without this the rest of it would be read to its end, and thrown away.
  file.once('limit', () => file.destroy(tooLarge(fileBytes)));
  const chunks: Buffer[] = [];
  for await (const chunk of file) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return {
    name:
      plainName(filename ?? '')
        .slice(0, NAME_LENGTH)
        .toWellFormed() || FILE,
    bytes: Buffer.concat(chunks),
  };
}

function fieldIn(
  { fieldname, value, valueTruncated }: MultipartValue,
  { fields }: Accepted,
): [string, string] {
  if (fieldname === FILE) {
    const message = 'has to be a file, with a filename';
    throw new ChimeraError('invalid-request', `“${FILE}” ${message}.`, { errors: [{ path: FILE, message }] });
  }
  if (!fields.includes(fieldname)) throw unknownField(fieldname);
  if (valueTruncated || typeof value !== 'string') throw tooLarge(UPLOAD_LIMITS.fieldBytes);
  return [fieldname, value];
}

function unknownField(name: unknown): ChimeraError {
  const path = plainName(String(name)).slice(0, NAME_LENGTH).toWellFormed();
  return new ChimeraError('invalid-request', 'This form has a field that is not known here.', {
    errors: [{ path, message: 'is not known here' }],
  });
}

/** What the parser says, in words for whoever sent the form. */
function refusal(error: unknown): unknown {
  if (error instanceof ChimeraError || !(error instanceof Error)) return error;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (code === 'FST_FILES_LIMIT' || code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') {
    return new ChimeraError('payload-too-large', 'This form has more files or fields than are taken here.', {
      cause: error,
    });
  }
  return new ChimeraError('invalid-request', 'This form is damaged, or it ended too early. Send it again.', {
    cause: error,
  });
}

function tooLarge(bytes: number): ChimeraError {
  const size = bytes < 1024 * 1024 ? `${bytes} bytes` : `${Math.floor(bytes / 1024 / 1024)} MB`;
  return new ChimeraError('payload-too-large', `This is larger than the ${size} that are taken here.`);
}
