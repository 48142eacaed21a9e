import type { SheetField } from '@chimera/protocol/persona';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import type { EditedSheet } from '../edited-sheet.ts';
import { changedMeanwhile, type Meanwhile, type Side, type Versions } from '../merge.ts';
import { SideText } from './side-text.tsx';

export interface VersionConflictProps {
  readonly versions: Versions;
  readonly name: string;
  readonly from: number;
  readonly newest: number;
  readonly busy: boolean;
  readonly error: string | null;
  readonly onKeep: (sides: ReadonlyMap<SheetField, Side>) => void;
  readonly onClose: () => void;
}

/** Somebody kept a newer version meanwhile: whose each field shall be in the next one. */
export function VersionConflict(props: VersionConflictProps) {
  const { versions, name, from, newest, busy, error, onKeep, onClose } = props;
  const words = useStudioWords();
  const { common } = useWords();
  const meanwhile = changedMeanwhile(versions);
  // What only they touched is theirs, unless one says otherwise; of what both did, mine is what is being kept.
  const [sides, setSides] = useState<ReadonlyMap<SheetField, Side>>(
    () => new Map(meanwhile.map(({ field, isBoth }) => [field, isBoth ? 'mine' : 'theirs'])),
  );
  return (
    <Dialog
      title={words.newerTitle(name)}
      description={words.newerHint(from, newest)}
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="primary" busy={busy} onClick={() => onKeep(sides)}>
            {words.keepAs(newest + 1)}
          </Button>
        </>
      }
    >
      {meanwhile.length === 0 && <p className="mt-4 text-body text-muted">{words.newerSame}</p>}
      <div className="mt-4 grid gap-6">
        {meanwhile.map((each) => (
          <FieldChoice
            key={each.field}
            meanwhile={each}
            versions={versions}
            side={sides.get(each.field) ?? 'mine'}
            onChoose={(side) => setSides(new Map([...sides, [each.field, side]]))}
          />
        ))}
      </div>
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={words.notKept}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}

function FieldChoice({
  meanwhile: { field, isBoth },
  versions,
  side,
  onChoose,
}: {
  readonly meanwhile: Meanwhile;
  readonly versions: Versions;
  readonly side: Side;
  readonly onChoose: (side: Side) => void;
}) {
  const words = useStudioWords();
  const { versions: names } = usePersonaWords();
  const group = useId();
  const option = (value: Side, label: string, sheet: EditedSheet) => (
    <label className="relative flex min-h-11 min-w-0 items-start gap-3 rounded-card border border-line p-3 text-body hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <input
        type="radio"
        name={group}
        value={value}
        checked={side === value}
        onChange={() => onChoose(value)}
        className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent outline-none"
      />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{label}</span>
        <SideText sheet={sheet} field={field} />
      </span>
    </label>
  );
  return (
    <fieldset className="min-w-0">
      <legend className="text-body font-medium">{words.whose(names.fields[field])}</legend>
      <p className="mb-2 text-note text-muted">{isBoth ? words.bothChanged : words.onlyTheirs}</p>
      <div className="grid gap-2 sm:grid-cols-2">
        {option('mine', words.mine, versions.mine)}
        {option('theirs', words.theirs, versions.theirs)}
      </div>
    </fieldset>
  );
}
