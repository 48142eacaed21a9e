import type { Api, OperationName } from '@chimera/protocol/api';

/** Operations that take a file. */
export type UploadName = {
  [N in OperationName]: Api[N] extends { accepts: readonly string[] } ? N : never;
}[OperationName];

export interface UploadedFile {
  readonly name: string;
  readonly content: Blob;
}

/** How much of a request has left, in bytes. */
export interface Progress {
  readonly sent: number;
  readonly total: number;
}

export interface Upload {
  readonly file: UploadedFile;
  /** Called where the browser tells how much has left; `sent` reaches `total` before the server answers. */
  readonly onProgress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** The field in which the server looks for a file. */
const FIELD = 'file';

export function formOf({ name, content }: UploadedFile): FormData {
  const form = new FormData();
  form.append(FIELD, content, name);
  return form;
}
