import type { NewPersona, PersonaChange } from '@chimera/protocol/new-persona';
import type { ListedPersona } from '@chimera/protocol/persona';
import type { DraftSave, NewDraft } from '@chimera/protocol/persona-draft';
import type { ModelBrain } from '@chimera/protocol/provider';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useRest } from './rest.tsx';

interface Sending {
  /** It goes out although the page is being left. */
  readonly keepalive: boolean;
}

/** What the studio asks of the server. Plain calls: what is written there has its own ways to be tried again. */
export function useStudioWork() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMemo(() => {
    /** Done when lists that are in view show it. */
    const renewing = async (work: Promise<ListedPersona>): Promise<ListedPersona> => {
      const persona = await work;
      queries.setQueryData(['personas', 'one', persona.id], persona);
      await queries.invalidateQueries({ queryKey: ['personas'] });
      return persona;
    };
    return {
      drafts: {
        begin: (body: NewDraft, sending: Sending) => rest.call('beginPersonaDraft', { body, ...sending }),
        save: (id: string, body: DraftSave, sending: Sending) =>
          rest.call('savePersonaDraft', { params: { id }, body, ...sending }),
        find: (id: string) => rest.call('getPersonaDraft', { params: { id } }),
        remove: (id: string) => rest.call('deletePersonaDraft', { params: { id } }),
        list: async () => (await rest.call('listPersonaDrafts', {})).items,
      },
      persona: (id: string) => rest.call('getPersona', { params: { id } }),
      version: (id: string, version: number) => rest.call('getPersonaVersion', { params: { id, version } }),
      create: (body: NewPersona) => renewing(rest.call('createPersona', { body })),
      change: (id: string, body: PersonaChange) =>
        renewing(rest.call('changePersona', { params: { id }, body })),
      write: async (idea: string, brain: ModelBrain | null, signal: AbortSignal) =>
        (await rest.call('draftPersona', { body: { idea, ...(brain && { brain }) }, signal })).sheet,
      upload: async (content: Blob, signal: AbortSignal) =>
        (await rest.upload('uploadAvatar', { file: { name: 'face', content }, signal })).imageUrl,
    };
  }, [rest, queries]);
}

export type StudioWork = ReturnType<typeof useStudioWork>;
