import type { Model } from '@chimera/protocol/provider';
import { useEffect } from 'react';
import { modelFacts } from '../queries/model-facts.ts';
import { useModels } from '../queries/use-models.ts';
import { Field, fieldLook } from '../ui/field.tsx';
import { isolate } from '../ui/isolate.ts';
import { OptionList } from '../ui/option-list.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { BY_SERVER, type ModelChoice } from './brain-draft.ts';
import { useConnections, type ListedConnection } from './use-connections.ts';

export interface ModelChoiceFieldsProps {
  readonly choice: ModelChoice;
  /** Said at the model when one was needed. */
  readonly problem?: string | undefined;
  /** Said at the connection. */
  readonly connectionProblem?: string | undefined;
  /** What it is called when nothing is chosen; undefined: something must be. */
  readonly byServer?: string | undefined;
  readonly onChange: (choice: ModelChoice) => void;
}

/** First the connection, then one of its models, with what is known of each. */
export function ModelChoiceFields({
  choice,
  problem,
  connectionProblem,
  byServer,
  onChange,
}: ModelChoiceFieldsProps) {
  const { brainSheet: words, providers } = useWords();
  const { connections, isLoaded } = useConnections();
  const { connectionId } = choice;
  const connection = connections.find(({ id }) => id === connectionId);
  const isUnlisted = connectionId !== BY_SERVER && connection === undefined;
  const options = [
    ...(byServer !== undefined || connectionId === BY_SERVER
      ? [{ value: BY_SERVER, label: byServer ?? '' }]
      : []),
    ...(isUnlisted
      ? [{ value: connectionId, label: isLoaded ? words.connectionGone : words.connectionKept }]
      : []),
    ...connections.map(({ id, label, status, problem: code }) => ({
      value: id,
      label:
        status === 'ready'
          ? isolate(label)
          : words.connectionState(
              isolate(label),
              (code === undefined ? undefined : providers.problems[code]) ?? providers.states[status],
            ),
    })),
  ];
  return (
    <>
      <Field label={words.connection} error={connectionProblem}>
        {(control) => (
          <Select
            {...control}
            value={connectionId}
            onValueChange={(value) => onChange({ connectionId: value, model: '' })}
            options={options}
          />
        )}
      </Field>
      {connection !== undefined && (
        <ModelField connection={connection} choice={choice} problem={problem} onChange={onChange} />
      )}
    </>
  );
}

interface ModelFieldProps extends Pick<ModelChoiceFieldsProps, 'choice' | 'problem' | 'onChange'> {
  readonly connection: ListedConnection;
}

function ModelField({ connection, choice, problem, onChange }: ModelFieldProps) {
  const words = useWords();
  const models = useModels(connection.id);
  const choose = (model: string) => onChange({ ...choice, model });
  const only = models.data?.length === 1 ? models.data[0] : undefined;
  useEffect(() => {
    // There is nothing to choose.
    if (choice.model === '' && only !== undefined) onChange({ ...choice, model: only.id });
  }, [choice, only, onChange]);
  if (models.isPending) {
    return (
      <div className="grid gap-2">
        <p className="text-body font-medium">{words.brainSheet.model}</p>
        <p className="sr-only">{words.common.loading}</p>
        <Skeleton className="h-40 w-full" />
      </div>
    );
  }
  if (models.isError || models.data.length === 0) {
    return (
      <TypedModel
        model={choice.model}
        hint={models.isError ? words.brainSheet.modelsFailed : words.brainSheet.modelsNone}
        problem={problem}
        onChange={choose}
      />
    );
  }
  const options = optionsOf(models.data, choice.model).map((model) => ({
    value: model.id,
    label: model.name ?? model.id,
    note: modelFacts(model, connection.isLocal, words).join(' · '),
  }));
  return (
    <div className="grid gap-1">
      <OptionList
        key={connection.id}
        label={words.brainSheet.model}
        searchLabel={words.models.search}
        options={options}
        value={choice.model}
        noMatch={(query) => words.models.noMatch(isolate(query))}
        onValueChange={choose}
      />
      {problem !== undefined ? (
        <p role="alert" tabIndex={-1} className="text-note text-danger">
          {problem}
        </p>
      ) : (
        choice.model !== '' && (
          <p className="text-note text-muted wrap-anywhere">
            {words.brainSheet.modelChosen(
              options.find(({ value }) => value === choice.model)?.label ?? choice.model,
            )}
          </p>
        )
      )}
    </div>
  );
}

/** What the seat has stays a choice, though its vendor may no longer list it. */
function optionsOf(models: readonly Model[], chosen: string): readonly Model[] {
  return chosen === '' || models.some(({ id }) => id === chosen) ? models : [{ id: chosen }, ...models];
}

function TypedModel({
  model,
  hint,
  problem,
  onChange,
}: {
  readonly model: string;
  readonly hint: string;
  readonly problem: string | undefined;
  readonly onChange: (model: string) => void;
}) {
  const { brainSheet: words } = useWords();
  return (
    <Field label={words.modelName} hint={hint} error={problem}>
      {(control) => (
        <input
          {...control}
          value={model}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          className={fieldLook}
        />
      )}
    </Field>
  );
}
