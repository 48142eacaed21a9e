import type { InstanceSettings } from '@chimera/protocol/admin';
import { useRef, useState } from 'react';
import { fieldErrorsOf } from '../queries/field-errors.ts';
import { useChangeInstanceSettings } from '../queries/use-instance-settings.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { Part } from '../ui/part.tsx';
import { useToast } from '../ui/toast.tsx';
import { typedWhole } from '../ui/typed-number.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { typedLimit } from './typed-limit.ts';

interface Draft {
  readonly costPerDay: string;
  readonly playing: string;
}

const MOST_PLAYING = 1000;

/** What one person may use without a limit of their own. */
export function EverybodysLimits({ settings }: { readonly settings: InstanceSettings }) {
  const { instance: words } = useAdminWords();
  const { money } = useNumbers();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const change = useChangeInstanceSettings();
  // Only what was typed: the other field follows the server, where another admin may change it meanwhile.
  const [typed, setTyped] = useState<Partial<Draft>>({});
  const [tried, setTried] = useState(false);
  const draft: Draft = { ...draftOf(settings), ...typed };
  const cost = typedLimit(draft.costPerDay);
  const playing = typedWhole(draft.playing);
  const isPlayingWrong = playing === null || !(playing >= 1 && playing <= MOST_PLAYING);
  const refused = change.isError ? fieldErrorsOf(change.error, ['costPerDay', 'playingPerUser']) : null;
  const ceiling = settings.operatorCostPerDay;
  const isAbove = 'value' in cost && cost.value !== null && ceiling !== null && cost.value > ceiling;

  function save(): void {
    setTried(true);
    if ('problem' in cost || isPlayingWrong) {
      const wrong = 'problem' in cost ? 'costPerDay' : 'playingPerUser';
      form.current?.querySelector<HTMLInputElement>(`[name=${wrong}]`)?.focus();
      return;
    }
    change.mutate(
      { costPerDay: cost.value, playingPerUser: playing },
      {
        onSuccess: () => {
          // What was typed while it was being saved stays.
          setTyped((before) => (before === typed ? {} : before));
          toast.show({ text: words.limitsSaved });
        },
      },
    );
  }

  return (
    <Part title={words.limits} lead={words.limitsLead}>
      <form
        ref={form}
        noValidate
        aria-label={words.limits}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <NumberField
            name="costPerDay"
            label={words.costPerDay}
            hint={isAbove ? words.aboveCeiling(money(ceiling)) : words.emptyIsNone}
            error={tried && 'problem' in cost ? words[cost.problem] : refused?.fields['costPerDay']}
            inputMode="decimal"
            value={draft.costPerDay}
            onChange={(costPerDay) => setTyped((before) => ({ ...before, costPerDay }))}
          />
          <NumberField
            name="playingPerUser"
            label={words.playing}
            hint={words.playingHint}
            error={tried && isPlayingWrong ? words.playingWrong : refused?.fields['playingPerUser']}
            inputMode="numeric"
            value={draft.playing}
            onChange={(text) => setTyped((before) => ({ ...before, playing: text }))}
          />
        </div>
        <p className="max-w-prose text-body text-pretty text-muted">
          {ceiling === null ? words.noCeiling : words.ceiling(money(ceiling))}
        </p>
        {refused !== null && refused.whole !== null && (
          <ErrorBlock title={words.notSaved}>{refused.whole}</ErrorBlock>
        )}
        <Button type="submit" variant="primary" busy={change.isPending} className="justify-self-start">
          {words.saveLimits}
        </Button>
      </form>
    </Part>
  );
}

function draftOf({ costPerDay, playingPerUser }: InstanceSettings): Draft {
  return { costPerDay: costPerDay === null ? '' : String(costPerDay), playing: String(playingPerUser) };
}

interface NumberFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly inputMode: 'decimal' | 'numeric';
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function NumberField({ name, label, hint, error, inputMode, value, onChange }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <input
          {...control}
          name={name}
          inputMode={inputMode}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={fieldLook}
        />
      )}
    </Field>
  );
}
