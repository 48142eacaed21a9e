import type { CacheEntry } from '@chimera/protocol/cache';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useBrainNames } from '../queries/use-brain-names.ts';
import { useForgetAnswers } from '../queries/use-kept-answers.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useToast } from '../ui/toast.tsx';
import { useKeptAnswersWords } from '../words/use-kept-answers-words.ts';
import { useWords } from '../words/use-words.ts';

export interface ForgetDialogProps {
  /** Those that are shown; they tell which models there are. */
  readonly entries: readonly CacheEntry[];
  readonly hasMore: boolean;
  readonly onClose: () => void;
}

/** Asks which answers to forget. Nothing disappears before the server has said so. */
export function ForgetDialog({ entries, hasMore, onClose }: ForgetDialogProps) {
  const { common } = useWords();
  const words = useKeptAnswersWords();
  const toast = useToast();
  const nameOf = useBrainNames();
  const forget = useForgetAnswers();
  const [chosen, setChosen] = useState('');
  // Fixed while it is open: a list that is read anew must not take the choice away.
  const [models] = useState(
    () => new Map(entries.map((entry) => [`${entry.connectionId} ${entry.model}`, entry])),
  );

  function confirm(): void {
    const model = models.get(chosen);
    forget.mutate(model ? { connectionId: model.connectionId, model: model.model } : {}, {
      onSuccess: ({ cleared }) => {
        toast.show({ text: cleared === 0 ? words.nothingForgotten : words.forgotten(cleared) });
        onClose();
      },
    });
  }

  return (
    <ConfirmDialog
      title={words.forgetQuestion}
      description={words.forgetSafe}
      keep={common.keep}
      verb={words.forgetNow}
      notDone={words.notForgotten}
      attempt={{ busy: forget.isPending, error: forget.error && reasonOf(forget.error), run: confirm }}
      onClose={onClose}
    >
      <div className="mt-4">
        <Field label={words.which} hint={hasMore ? words.moreModels : undefined}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onValueChange={setChosen}
              options={[
                { value: '', label: words.all },
                ...[...models].map(([value, entry]) => ({
                  value,
                  label: words.ofModel(`${nameOf(entry)} · ${entry.model}`),
                })),
              ]}
            />
          )}
        </Field>
      </div>
    </ConfirmDialog>
  );
}
