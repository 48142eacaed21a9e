import { ApiError } from '@chimera/client/api-error';
import type { Rest } from '@chimera/client/rest';
import type { Progress } from '@chimera/client/upload';
import type { ImportReport } from '@chimera/protocol/import-report';

/** What came of a file. */
export interface Imported {
  readonly report: ImportReport;
  readonly castId: string | null;
}

export interface Sending {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/** A cast is a JSON document that says so; a larger one than this is none. */
const CAST_BYTES = 8 * 1024 * 1024;
const CAST_MARK = 'chimera_cast';

/** Refusals that another try would not change: the file is not what it should be. */
const REFUSED: readonly number[] = [400, 413, 415, 422];

/** Sends a file to where it belongs: a card to the personas, a cast to the casts. Null: nothing was said about it. */
export async function importFile(rest: Rest, file: File, sending: Sending): Promise<Imported | null> {
  try {
    return await sent(rest, file, sending);
  } catch (cause) {
    if (!(cause instanceof ApiError && REFUSED.includes(cause.status))) throw cause;
    const { detail } = cause.problem;
    return {
      castId: null,
      report: { file: file.name, outcome: 'refused', personaIds: [], notes: [], problem: detail },
    };
  }
}

async function sent(rest: Rest, file: File, { onProgress, signal }: Sending): Promise<Imported | null> {
  const upload = { file: { name: file.name, content: file }, onProgress, signal };
  if (await isCast(file)) {
    const { cast, report } = await rest.upload('importCast', upload);
    return { report, castId: cast.id };
  }
  const [report] = (await rest.upload('importPersonas', upload)).reports;
  return report ? { report, castId: null } : null;
}

async function isCast(file: File): Promise<boolean> {
  if (file.size > CAST_BYTES || !/json$/i.test(file.type || file.name)) return false;
  try {
    const document: unknown = JSON.parse(await file.text());
    return typeof document === 'object' && document !== null && CAST_MARK in document;
  } catch {
    // No JSON at all: the server says where it is wrong.
    return false;
  }
}
