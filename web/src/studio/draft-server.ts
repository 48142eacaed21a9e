import type { DraftSave, NewDraft, PersonaDraft } from '@chimera/protocol/persona-draft';

/** The part of the server that keeps drafts. */
export interface DraftServer {
  begin(body: NewDraft, options: Sending): Promise<PersonaDraft>;
  save(id: string, body: DraftSave, options: Sending): Promise<PersonaDraft>;
  find(id: string): Promise<PersonaDraft>;
  remove(id: string): Promise<void>;
}

export interface Sending {
  /** The page is being left. */
  readonly keepalive: boolean;
}
