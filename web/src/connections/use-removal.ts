import type { Connection } from '@chimera/protocol/provider';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useConnectionWork } from '../queries/use-connection-work.ts';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';

/** Removes a connection; new conversations that would use it get whom the server chooses. */
export function useRemoval({ id, label }: Pick<Connection, 'id' | 'label'>) {
  const work = useConnectionWork();
  const toast = useToast();
  const { providers: words } = useWords();
  const { preferences, change } = usePreferences();
  const isPreferred = preferences.brain?.connectionId === id;
  return {
    isPreferred,
    remove: async () => {
      await work.remove(id);
      if (isPreferred) change({ brain: null });
      toast.show({ text: words.removed(isolate(label)) });
    },
  };
}
