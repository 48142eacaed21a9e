import type { ModelBrain } from '@chimera/protocol/provider';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Switch } from '../../ui/switch.tsx';
import { useWords } from '../../words/use-words.ts';
import { BY_SERVER, STAND_INS_LIMIT, type ModelChoice } from './brain-draft.ts';
import { ModelChoiceFields } from './model-choice.tsx';
import { useBrainLabel } from './use-connections.ts';

export interface StandInsProps {
  /** Null: those of the persona. */
  readonly value: readonly ModelBrain[] | null;
  readonly ofPersona: readonly ModelBrain[];
  readonly onChange: (value: readonly ModelBrain[] | null) => void;
}

/** Who speaks in a brain's place, in order. */
export function StandIns({ value, ofPersona, onChange }: StandInsProps) {
  const { brainSheet: words, common } = useWords();
  const labelOf = useBrainLabel();
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <h3 className="text-body font-medium">{words.standIns}</h3>
      <p className="text-note text-muted">{words.standInsHint}</p>
      <Switch
        label={words.standInsOwn}
        checked={value !== null}
        onCheckedChange={(isOwn) => onChange(isOwn ? ofPersona : null)}
      />
      {value === null ? (
        <p className="text-body text-muted break-words">
          {ofPersona.length === 0
            ? words.standInsPersonaNone
            : words.standInsPersona(common.names(ofPersona.map((brain) => isolate(labelOf(brain)))))}
        </p>
      ) : (
        <OwnStandIns value={value} onChange={onChange} />
      )}
    </section>
  );
}

function OwnStandIns({
  value,
  onChange,
}: {
  readonly value: readonly ModelBrain[];
  readonly onChange: (value: readonly ModelBrain[]) => void;
}) {
  const { brainSheet: words } = useWords();
  const [adding, setAdding] = useState(false);
  const isFull = value.length >= STAND_INS_LIMIT;
  return (
    <>
      {value.length === 0 && <p className="text-body text-muted">{words.standInsNone}</p>}
      <ol className="grid">
        {value.map((brain, index) => (
          <StandIn key={keyOf(brain)} brain={brain} index={index} all={value} onChange={onChange} />
        ))}
      </ol>
      {adding && !isFull ? (
        <NewStandIn
          taken={value}
          onAdd={(brain) => {
            onChange([...value, brain]);
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <Button
          className="justify-self-start"
          icon={<Plus size={16} strokeWidth={1.5} aria-hidden="true" />}
          disabledReason={isFull ? words.standInsFull(STAND_INS_LIMIT) : undefined}
          onClick={() => setAdding(true)}
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
  onAdd,
  onCancel,
}: {
  readonly taken: readonly ModelBrain[];
  readonly onAdd: (brain: ModelBrain) => void;
  readonly onCancel: () => void;
}) {
  const { brainSheet: words, common } = useWords();
  const [choice, setChoice] = useState<ModelChoice>({ connectionId: BY_SERVER, model: '' });
  const [problem, setProblem] = useState<string | undefined>();

  function add(): void {
    if (choice.model.trim() === '') return setProblem(words.modelMissing);
    if (taken.some((brain) => keyOf(brain) === keyOf(choice))) return setProblem(words.standInIsThere);
    onAdd({ connectionId: choice.connectionId, model: choice.model.trim() });
  }

  return (
    <div className="grid gap-4 border-l-2 border-line pl-3">
      <ModelChoiceFields
        choice={choice}
        problem={problem}
        mayBeServer={false}
        onChange={(next) => {
          setChoice(next);
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
        <Button variant="quiet" onClick={onCancel}>
          {common.cancel}
        </Button>
      </div>
    </div>
  );
}

function keyOf({ connectionId, model }: Pick<ModelBrain, 'connectionId' | 'model'>): string {
  return `${connectionId} ${model}`;
}
