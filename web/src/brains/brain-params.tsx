import { Field, fieldLook } from '../ui/field.tsx';
import { Fold } from '../ui/fold.tsx';
import { Select } from '../ui/select.tsx';
import { useWords } from '../words/use-words.ts';
import type { DraftProblem, ParamsDraft } from './brain-draft.ts';

const REASONINGS = ['off', 'low', 'medium', 'high'] as const;

/** How a model answers, folded: most never need it. */
export function BrainParams({
  params,
  problems,
  onChange,
}: {
  readonly params: ParamsDraft;
  readonly problems: readonly DraftProblem[];
  readonly onChange: (params: ParamsDraft) => void;
}) {
  const { brainSheet: words } = useWords();
  const isWrong = problems.includes('temperature') || problems.includes('maxTokens');
  const number = (field: 'temperature' | 'maxTokens', label: string, hint: string, wrong: string) => (
    <Field label={label} hint={hint} error={problems.includes(field) ? wrong : undefined}>
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          value={params[field]}
          onChange={(event) => onChange({ ...params, [field]: event.target.value })}
          className={fieldLook}
        />
      )}
    </Field>
  );
  return (
    <Fold label={words.howItAnswers} opened={isWrong}>
      <p className="text-note text-muted">{words.emptyIsOwn}</p>
      {number('temperature', words.temperature, words.temperatureHint, words.temperatureWrong)}
      <Field label={words.reasoning}>
        {(control) => (
          <Select
            {...control}
            value={params.reasoning}
            onValueChange={(value) =>
              onChange({ ...params, reasoning: REASONINGS.find((known) => known === value) ?? '' })
            }
            options={[
              { value: '', label: words.reasoningOwn },
              ...REASONINGS.map((value) => ({ value, label: words.reasonings[value] })),
            ]}
          />
        )}
      </Field>
      {number('maxTokens', words.longestAnswer, words.longestAnswerHint, words.longestAnswerWrong)}
    </Fold>
  );
}
