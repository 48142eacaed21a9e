import type { LoreEntry } from '@chimera/protocol/lore';
import { Button } from '../../ui/button.tsx';
import { ChipInput } from '../../ui/chip-input.tsx';
import { Field, fieldLook } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { isolate } from '../../ui/isolate.ts';
import { LongText } from '../../ui/long-text.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { entryName } from './entry-name.ts';
import { NumberField } from './number-field.tsx';

export interface EntrySheetProps {
  readonly entry: LoreEntry;
  readonly errorAt: (path: string) => string | undefined;
  readonly onChange: (entry: LoreEntry) => void;
  readonly onRemove: () => void;
  readonly onClose: () => void;
}

/** One thing that is true in its world. What is typed is in the sheet at once. */
export function EntrySheet({ entry, errorAt, onChange, onRemove, onClose }: EntrySheetProps) {
  const words = useStudioWords();
  const { keys, content, constant, enabled } = entry;
  const change = (parts: Partial<LoreEntry>) => onChange({ ...entry, ...parts });
  const isBlank = keys.length === 0 && content === '';
  return (
    <Sheet
      title={isBlank ? words.newEntry : words.entryOf(isolate(entryName(entry, words)))}
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      footer={
        <div className="flex flex-wrap justify-between gap-2">
          <Button variant="quiet" className="-ml-4 text-danger!" onClick={onRemove}>
            {words.removeEntry}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {words.done}
          </Button>
        </div>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Field label={words.entryText} error={errorAt('content')}>
          {(control) => (
            <LongText
              {...control}
              rows={5}
              value={content}
              onChange={({ target }) => change({ content: target.value })}
            />
          )}
        </Field>
        <Segmented
          label={words.entryWhen}
          value={constant ? 'always' : 'by-key'}
          onValueChange={(value) => change({ constant: value === 'always' })}
          options={[
            { value: 'by-key', label: words.entryByKey },
            { value: 'always', label: words.entryAlways },
          ]}
        />
        {!constant && (
          <ChipInput
            label={words.entryKeys}
            hint={words.entryKeysHint}
            words={words.chips}
            values={keys}
            error={errorAt('keys')}
            onChange={(next) => change({ keys: next })}
          />
        )}
        <Switch
          label={words.entryOn}
          checked={enabled}
          onCheckedChange={(isOn) => change({ enabled: isOn })}
        />
        <Rest entry={entry} errorAt={errorAt} change={change} />
      </div>
    </Sheet>
  );
}

/** What few need. */
function Rest({
  entry,
  errorAt,
  change,
}: Pick<EntrySheetProps, 'entry' | 'errorAt'> & { readonly change: (parts: Partial<LoreEntry>) => void }) {
  const words = useStudioWords();
  const { name = '', secondaryKeys, caseSensitive, order, priority, constant } = entry;
  const isWrong = ['name', 'secondaryKeys'].some((path) => errorAt(path) !== undefined);
  return (
    <Fold label={words.more} opened={isWrong}>
      <Field label={words.entryName} hint={words.entryNameHint} error={errorAt('name')}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            autoComplete="off"
            value={name}
            onChange={({ target }) => change({ name: target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      {!constant && (
        <>
          <ChipInput
            label={words.entryMoreKeys}
            hint={words.entryMoreKeysHint}
            words={words.chips}
            values={secondaryKeys}
            error={errorAt('secondaryKeys')}
            onChange={(next) => change({ secondaryKeys: next })}
          />
          <Switch
            label={words.entryCase}
            checked={caseSensitive}
            onCheckedChange={(isOn) => change({ caseSensitive: isOn })}
          />
        </>
      )}
      <NumberField
        label={words.entryOrder}
        hint={words.entryOrderHint}
        value={order}
        onValueChange={(value) => change({ order: value })}
      />
      <NumberField
        label={words.entryPriority}
        hint={words.entryPriorityHint}
        value={priority}
        onValueChange={(value) => change({ priority: value })}
      />
    </Fold>
  );
}
