import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { useState } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNumbers } from '../../words/use-numbers.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { differingFields, editedFrom, type EditedSheet } from '../edited-sheet.ts';
import { SideText } from './side-text.tsx';

export interface DraftConflictProps {
  readonly theirs: PersonaDraft;
  readonly mine: EditedSheet;
  readonly onTakeTheirs: () => void;
  readonly onKeepMine: () => void;
}

/** Two tabs wrote on one draft: what differs, and whose it should be. Nothing is written before somebody has said so. */
export function DraftConflict({ theirs, mine, onTakeTheirs, onKeepMine }: DraftConflictProps) {
  const words = useStudioWords();
  const { common } = useWords();
  const { versions } = usePersonaWords();
  const announcer = useAnnouncer();
  const numbers = useNumbers();
  const [open, setOpen] = useState(false);
  const other = editedFrom(theirs.sheet);
  const fields = differingFields(mine, other);
  const names = common.names(fields.map((field) => versions.fields[field]));

  function choose(choice: 'theirs' | 'mine'): void {
    setOpen(false);
    if (choice === 'theirs') onTakeTheirs();
    else onKeepMine();
    announcer.status(choice === 'theirs' ? words.theirsTaken : words.mineKept);
  }

  const buttons = (
    <>
      <Button onClick={() => choose('theirs')}>{words.takeTheirs}</Button>
      <Button onClick={() => choose('mine')}>{words.keepMine}</Button>
    </>
  );
  return (
    <div role="alert">
      <Banner
        tone="warning"
        actions={
          <>
            <Button variant="primary" onClick={() => setOpen(true)}>
              {words.lookAtBoth}
            </Button>
            {buttons}
          </>
        }
      >
        {words.otherTab(numbers.time(theirs.savedAt))} {words.otherTabFields(names)}
      </Banner>
      {open && (
        <Dialog
          title={words.otherTabTitle}
          description={words.otherTabHint}
          open
          wide
          onOpenChange={setOpen}
          actions={
            <>
              <Button onClick={() => setOpen(false)}>{common.cancel}</Button>
              {buttons}
            </>
          }
        >
          <ul className="mt-4 grid gap-4">
            {fields.map((field) => (
              <li key={field} className="border-t border-line pt-3">
                <h3 className="text-body font-medium">{versions.fields[field]}</h3>
                <dl className="mt-1 grid gap-3 text-body sm:grid-cols-2">
                  <Side name={words.mine} sheet={mine} field={field} />
                  <Side name={words.theirs} sheet={other} field={field} />
                </dl>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </div>
  );
}

function Side({
  name,
  sheet,
  field,
}: {
  readonly name: string;
  readonly sheet: EditedSheet;
  readonly field: Parameters<typeof SideText>[0]['field'];
}) {
  return (
    <div className="min-w-0">
      <dt className="text-note text-muted">{name}</dt>
      <dd>
        <SideText sheet={sheet} field={field} />
      </dd>
    </div>
  );
}
