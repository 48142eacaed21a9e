import type { Action } from '../keys/action.ts';
import { useAllActions } from '../keys/use-actions.tsx';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useWords } from '../words/use-words.ts';

/** The keys of this screen, as the registry knows them: the list cannot lie. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const { common, keys } = useWords();
  const { preferences } = usePreferences();
  const groups = Map.groupBy(
    useAllActions().filter((action) => action.keys.length > 0),
    (action) => action.group,
  );
  return (
    <Sheet title={common.shortcuts} open onOpenChange={onClose}>
      {!preferences.singleKeys && <p className="mb-4 text-body text-muted">{keys.off}</p>}
      {[...groups].map(([group, actions]) => (
        <section key={group} className="mb-6">
          <h3 className="mb-1 text-note font-medium text-muted">{group}</h3>
          <dl>
            {actions.map((action) => (
              <Row key={action.id} action={action} />
            ))}
          </dl>
        </section>
      ))}
    </Sheet>
  );
}

function Row({ action }: { readonly action: Action }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 border-b border-line text-body">
      <dt>{action.label}</dt>
      <dd className="flex gap-2">
        {action.keys.map((keys) => (
          <Kbd key={keys} keys={keys} />
        ))}
      </dd>
    </div>
  );
}
