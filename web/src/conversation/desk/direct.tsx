import { useId, useState, type ReactNode } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Queue } from './queue.tsx';
import { PaceSelect, StepButton, StopButton } from './transport.tsx';

/** Steering in words and in order: who is next, what they talk about, what happens around them. */
export function Direct() {
  const { conversation: words } = useWords();
  const narrow = !useMedia('(min-width: 56rem)');
  const paceId = useId();
  return (
    <div className="grid gap-8">
      {narrow && (
        <div className="flex flex-wrap items-center gap-2">
          <StepButton />
          <StopButton />
          <label htmlFor={paceId} className="ml-auto text-body">
            {words.pace}
          </label>
          <PaceSelect id={paceId} />
        </div>
      )}
      <Part title={words.upNext}>
        <Queue />
      </Part>
      <Part title={words.turnTheTalk}>
        <Steer />
      </Part>
      <Part title={words.changeTopic}>
        <TopicForm />
      </Part>
      <Part title={words.narrate}>
        <NarrateForm />
      </Part>
    </div>
  );
}

export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-note font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

function Steer() {
  const { direction, act } = useStage();
  const { conversation: words } = useWords();
  const wrapUpId = useId();
  const heatId = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
      <Button
        aria-describedby={wrapUpId}
        onClick={() => void act(direction.steer('wrap-up'), words.wrappingUp)}
      >
        {words.wrapUp}
      </Button>
      <p id={wrapUpId} className="text-note text-muted">
        {words.wrapUpHint}
      </p>
      <Button
        aria-describedby={heatId}
        onClick={() => void act(direction.steer('raise-heat'), words.heatRaised)}
      >
        {words.raiseHeat}
      </Button>
      <p id={heatId} className="text-note text-muted">
        {words.raiseHeatHint}
      </p>
    </div>
  );
}

function TopicForm() {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const topic = useSelected(store.conversation, (conversation) => conversation?.topic) ?? '';
  const [text, setText] = useState(topic);
  const changed = text.trim() !== '' && text.trim() !== topic;
  return (
    <LineForm
      label={words.topicField}
      hint={words.changeTopicHint}
      text={text}
      onText={setText}
      button={words.change}
      enabled={changed}
      onSend={() => void act(direction.change({ topic: text.trim() }))}
    />
  );
}

function NarrateForm() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const [text, setText] = useState('');
  return (
    <LineForm
      label={words.narrateSomething}
      hint={words.narrateHint}
      text={text}
      onText={setText}
      button={words.narrate}
      enabled={text.trim() !== ''}
      onSend={() => {
        void store.say({ text: text.trim(), as: 'narrator' });
        setText('');
      }}
    />
  );
}

function LineForm({
  label,
  hint,
  text,
  onText,
  button,
  enabled,
  onSend,
}: {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly button: string;
  readonly enabled: boolean;
  readonly onSend: () => void;
}) {
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (enabled) onSend();
      }}
    >
      <Field label={label} labelHidden hint={hint}>
        {(control) => (
          <TextArea {...control} rows={2} value={text} onChange={(event) => onText(event.target.value)} />
        )}
      </Field>
      <div>
        <Button type="submit" disabled={!enabled}>
          {button}
        </Button>
      </div>
    </form>
  );
}
