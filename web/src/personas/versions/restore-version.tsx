import type { Persona } from '@chimera/protocol/persona';
import { useAttempt } from '../../queries/use-attempt.ts';
import { useRestoreVersion } from '../../queries/use-persona-work.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

/** Asks before an earlier version becomes the newest one. */
export function RestoreVersion({
  persona,
  version,
  onClose,
}: {
  readonly persona: Persona;
  readonly version: number;
  readonly onClose: () => void;
}) {
  const { common } = useWords();
  const { versions: words } = usePersonaWords();
  const toast = useToast();
  const { mutateAsync } = useRestoreVersion();
  const attempt = useAttempt(async () => {
    const now = await mutateAsync({ id: persona.id, version });
    toast.show({ text: words.restored(version, now.version) });
  }, onClose);
  return (
    <ConfirmDialog
      title={words.restoreQuestion(version)}
      description={words.restoreSafe}
      keep={common.cancel}
      verb={words.restoreNow}
      variant="primary"
      notDone={words.notRestored}
      attempt={attempt}
      onClose={onClose}
    />
  );
}
