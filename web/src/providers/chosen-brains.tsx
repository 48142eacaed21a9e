import type { Provider } from '@chimera/protocol/provider';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useChosenBrain } from '../queries/use-providers.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Who speaks when a seat has no brain of its own, and with which brain new conversations begin. */
export function ChosenBrains({ providers }: { readonly providers: readonly Provider[] }) {
  const { providers: words } = useWords();
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const chosen = useChosenBrain();
  const { brain } = preferences;
  const labelOf = (id: string) =>
    providers.flatMap(({ connections }) => connections).find((connection) => connection.id === id)?.label;

  function letServerChoose(): void {
    change({ brain: null });
    announcer.status(words.choosing);
  }

  return (
    <dl className="mb-8 grid gap-4 border-y border-line py-4">
      {chosen !== null && (
        <div>
          <dt className="text-note text-muted">{words.chosen}</dt>
          <dd className="font-serif text-head font-medium wrap-anywhere">
            <bdi>{labelOf(chosen.connectionId) ?? chosen.connectionId}</bdi>
            {` · ${chosen.kind === 'demo' ? words.demoModel : chosen.model}`}
          </dd>
          <dd className="text-note text-muted">{words.chosenNote}</dd>
        </div>
      )}
      {brain !== null && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <dt className="text-note text-muted">{words.forNew}</dt>
            <dd className="font-serif text-head font-medium wrap-anywhere">
              <bdi>{labelled(brain, labelOf(brain.connectionId))}</bdi>
            </dd>
          </div>
          <Button onClick={letServerChoose}>{words.stopUsing}</Button>
        </div>
      )}
    </dl>
  );
}

/** The connection may have another name by now. */
function labelled(
  brain: { readonly model: string; readonly label: string },
  label: string | undefined,
): string {
  const model = brain.label.split(' · ').at(-1) ?? brain.model;
  return label === undefined ? brain.label : `${label} · ${model}`;
}
