import type { Settings } from '@chimera/protocol/conversation';
import { useState } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { Field, fieldLook } from '../../ui/field.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { LimitMeters } from './limit-meters.tsx';
import { SeatMeters } from './seat-meters.tsx';
import { changeOf, draftOf, problemsOf, type LimitField, type LimitsDraft } from './limits-form.ts';

/** What ends the talk by itself, and how near it is. */
export function Limits() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const settings = useSelected(store.conversation, (conversation) => conversation?.settings);
  if (!settings) return null;
  return (
    <div className="grid gap-6">
      <LimitMeters />
      <SeatMeters />
      <p className="text-note text-muted">{words.limitsHint}</p>
      <LimitsForm settings={settings} />
    </div>
  );
}

function LimitsForm({ settings }: { readonly settings: Settings }) {
  const { direction, act } = useStage();
  const { conversation: words } = useWords();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [tried, setTried] = useState(false);
  const problems = tried ? problemsOf(draft) : {};
  const change = (part: Partial<LimitsDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = () => {
    setTried(true);
    if (Object.keys(problemsOf(draft)).length > 0) return;
    void act(direction.change({ settings: changeOf(draft) }), words.saved);
  };
  const numberField = (field: LimitField, label: string, hint?: string) => (
    <Field
      label={label}
      hint={hint}
      error={problems[field] && (problems[field] === 'whole' ? words.wholeNeeded : words.numberNeeded)}
    >
      {(control) => (
        <input
          {...control}
          inputMode="decimal"
          autoComplete="off"
          value={draft[field]}
          onChange={(event) => change({ [field]: event.target.value })}
          className={fieldLook}
        />
      )}
    </Field>
  );
  return (
    <form
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="grid grid-cols-2 items-start gap-4">
        {numberField('maxTurns', words.maxTurns)}
        {numberField('maxMinutes', words.maxMinutes, words.emptyIsNone)}
        {numberField('maxTokens', words.maxTokens, words.emptyIsNone)}
        {numberField('maxCost', words.maxCost, words.emptyIsNone)}
      </div>
      <Field label={words.stopWords} hint={words.stopWordsHint}>
        {(control) => (
          <input
            {...control}
            value={draft.stopWords}
            onChange={(event) => change({ stopWords: event.target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      <Field label={words.language} hint={words.languageHint}>
        {(control) => (
          <input
            {...control}
            maxLength={35}
            autoCapitalize="off"
            value={draft.language}
            onChange={(event) => change({ language: event.target.value })}
            className={fieldLook}
          />
        )}
      </Field>
      <Switch
        label={words.pauseUnwatched}
        checked={draft.pauseWhenUnwatched}
        onCheckedChange={(pauseWhenUnwatched) => change({ pauseWhenUnwatched })}
      />
      <Switch
        label={words.keepAnswers}
        hint={words.keepAnswersHint}
        checked={draft.cache}
        onCheckedChange={(cache) => change({ cache })}
      />
      <Button type="submit" variant="primary">
        {words.save}
      </Button>
    </form>
  );
}
