import type { ModelBrain } from '@chimera/protocol/provider';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useWords } from '../words/use-words.ts';
import { BY_SERVER, isSameModel, STAND_INS_LIMIT, type ModelChoice } from './brain-draft.ts';
import { ModelChoiceFields } from './model-choice.tsx';
import { useBrainLabel } from './use-connections.ts';

export interface StandInListProps {
  readonly value: readonly ModelBrain[];
  /** The one that is being chosen; null: none. */
  readonly adding: ModelChoice | null;
  readonly onChange: (value: readonly ModelBrain[]) => void;
  readonly onAdding: (choice: ModelChoice | null) => void;
}

/** Who speaks in a brain's place, in order: to be added to, put in order and taken from. */
export function StandInList({ value, adding, onChange, onAdding }: StandInListProps) {
  const { brainSheet: words } = useWords();
  const isFull = value.length >= STAND_INS_LIMIT;
  return (
    <>
      {value.length === 0 && <p className="text-body text-muted">{words.standInsNone}</p>}
      <ol className="grid">
        {value.map((brain, index) => (
          <StandIn key={keyOf(brain)} brain={brain} index={index} all={value} onChange={onChange} />
        ))}
      </ol>
      {adding !== null && !isFull ? (
        <NewStandIn
          taken={value}
          choice={adding}
          onChoose={onAdding}
          onAdd={(brain) => onChange([...value, brain])}
        />
      ) : (
        <Button
          className="justify-self-start"
          icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
          disabledReason={isFull ? words.standInsFull(STAND_INS_LIMIT) : undefined}
          onClick={() => onAdding({ connectionId: BY_SERVER, model: '' })}
        >
          {words.addStandIn}
        </Button>
      )}
    </>
  );
}

function StandIn({
  brain,
  index,
  all,
  onChange,
}: {
  readonly brain: ModelBrain;
  readonly index: number;
  readonly all: readonly ModelBrain[];
  readonly onChange: (value: readonly ModelBrain[]) => void;
}) {
  const { brainSheet: words } = useWords();
  const label = useBrainLabel()(brain);
  const others = all.filter((each) => each !== brain);
  const move = (to: number) => onChange(others.toSpliced(to, 0, brain));
  return (
    <li className="flex min-h-11 items-center gap-1 border-line not-first:border-t">
      <span aria-hidden="true" className="w-6 shrink-0 text-note text-muted tabular-nums">
        {index + 1}
      </span>
      <bdi className="min-w-0 flex-1 text-body wrap-anywhere">{label}</bdi>
      <IconButton
        label={words.earlier(label)}
        disabled={index === 0}
        onClick={() => move(index - 1)}
        icon={<ArrowUp size={16} strokeWidth={1.5} aria-hidden="true" />}
      />
      <IconButton
        label={words.later(label)}
        disabled={index === all.length - 1}
        onClick={() => move(index + 1)}
        icon={<ArrowDown size={16} strokeWidth={1.5} aria-hidden="true" />}
      />
      <IconButton
        label={words.dropStandIn(label)}
        onClick={() => onChange(others)}
        icon={<X size={16} strokeWidth={1.5} aria-hidden="true" />}
      />
    </li>
  );
}

function NewStandIn({
  taken,
  choice,
  onChoose,
  onAdd,
}: {
  readonly taken: readonly ModelBrain[];
  readonly choice: ModelChoice;
  /** Null: none after all. */
  readonly onChoose: (choice: ModelChoice | null) => void;
  readonly onAdd: (brain: ModelBrain) => void;
}) {
  const { brainSheet: words, common } = useWords();
  const [problem, setProblem] = useState<string | undefined>();

  function add(): void {
    if (choice.model.trim() === '') return setProblem(words.modelMissing);
    if (taken.some((brain) => isSameModel(brain, choice))) return setProblem(words.standInIsThere);
    onAdd({ connectionId: choice.connectionId, model: choice.model.trim() });
  }

  function addOnEnter(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLInputElement)) return;
    // It would send the form around it.
    event.preventDefault();
    add();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it hears the keys of the fields inside
    <div className="grid gap-4 border-l-2 border-line pl-3" onKeyDown={addOnEnter}>
      <ModelChoiceFields
        choice={choice}
        problem={problem}
        onChange={(next) => {
          onChoose(next);
          setProblem(undefined);
        }}
      />
      {choice.connectionId === BY_SERVER && problem !== undefined && (
        <p role="alert" className="text-note text-danger">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={add}>{words.addThisStandIn}</Button>
        <Button variant="quiet" onClick={() => onChoose(null)}>
          {common.cancel}
        </Button>
      </div>
    </div>
  );
}

function keyOf({ connectionId, model }: Pick<ModelBrain, 'connectionId' | 'model'>): string {
  return `${connectionId} ${model}`;
}
