import { Link } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { BY_SERVER, type ModelChoice } from '../../brains/brain-draft.ts';
import { reasonOf } from '../../queries/reason-of.ts';
import { useStudioWork } from '../../queries/use-studio-work.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Field } from '../../ui/field.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { BrainChoice } from '../preview/brain-choice.tsx';
import type { Studio } from '../use-studio.ts';
import { type Written, writtenInto } from './written.ts';

const IDEA_LIMIT = 2000;

type State =
  | { readonly name: 'asking'; readonly error: string | null }
  | { readonly name: 'writing' }
  /** It also wrote where something of one's own stands. */
  | { readonly name: 'choosing'; readonly written: Written };

export interface WriteForMeProps {
  readonly studio: Studio;
  /** Something was filled in; `sentence` says what. */
  readonly onWritten: (sentence: string) => void;
  readonly onClose: () => void;
}

/** A sheet from one sentence. It fills what is empty, and asks before it touches anything else. */
export function WriteForMe({ studio, onWritten, onClose }: WriteForMeProps) {
  const { common } = useWords();
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const [idea, setIdea] = useState('');
  const [choice, setChoice] = useState<ModelChoice>({ connectionId: BY_SERVER, model: '' });
  const { state, write, stop } = useWriting(studio, choice, (written) => {
    onWritten(filledSentence(written));
    onClose();
  });

  function filledSentence({ filledFields }: Written): string {
    const names = common.names(filledFields.map((field) => versions.fields[field]));
    return filledFields.length === 0 ? words.writtenNothing : words.writtenEmpty(names);
  }

  function replaceAll({ all }: Written): void {
    studio.edit(all);
    onWritten(words.writtenAll);
    onClose();
  }

  if (state.name === 'choosing') {
    const { written } = state;
    const names = common.names(written.otherFields.map((field) => versions.fields[field]));
    const keepOwn = () => {
      onWritten(filledSentence(written));
      onClose();
    };
    return (
      <Dialog
        title={words.alsoWroteTitle}
        description={`${filledSentence(written)} ${words.alsoWrote(names)}`}
        open
        onOpenChange={(open) => !open && keepOwn()}
        actions={
          <>
            <Button onClick={keepOwn}>{words.keepOwn}</Button>
            <Button onClick={() => replaceAll(written)}>{words.replaceAll}</Button>
          </>
        }
      />
    );
  }
  return (
    <Dialog
      title={words.writeForMe}
      description={words.writeHint}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      {state.name === 'writing' ? (
        <Writing onStop={stop} />
      ) : (
        <IdeaForm
          idea={idea}
          error={state.error}
          onIdea={setIdea}
          onWrite={() => void write(idea.trim())}
          onClose={onClose}
        >
          <BrainChoice choice={choice} ownBrain={null} onlyModels onChange={setChoice} />
        </IdeaForm>
      )}
    </Dialog>
  );
}

function Writing({ onStop }: { readonly onStop: () => void }) {
  const words = useStudioWords();
  return (
    <>
      <output className="mt-4 flex min-h-24 items-center gap-3 text-body text-muted">
        <Spinner />
        {words.writing}
      </output>
      <div className="mt-2 flex justify-end">
        <Button ref={focusOnce} onClick={onStop}>
          {words.stopWriting}
        </Button>
      </div>
    </>
  );
}

function IdeaForm({
  idea,
  error,
  onIdea,
  onWrite,
  onClose,
  children,
}: {
  readonly idea: string;
  readonly error: string | null;
  readonly onIdea: (idea: string) => void;
  readonly onWrite: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { common } = useWords();
  const words = useStudioWords();
  const [missing, setMissing] = useState(false);
  const isEmpty = idea.trim().length < 3;
  const field = useRef<HTMLTextAreaElement>(null);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setMissing(isEmpty);
    if (isEmpty) field.current?.focus();
    else onWrite();
  }

  return (
    <form noValidate className="mt-4 grid gap-4" onSubmit={submit}>
      {error !== null && (
        <ErrorBlock
          title={words.notWritten}
          actions={
            <Link
              to="/providers"
              className="control-height inline-flex items-center underline underline-offset-4"
            >
              {words.toProviders}
            </Link>
          }
        >
          {error}
        </ErrorBlock>
      )}
      <Field label={words.idea} error={missing && isEmpty ? words.ideaMissing : undefined}>
        {(control) => (
          <LongText
            {...control}
            ref={field}
            rows={3}
            maxLength={IDEA_LIMIT}
            value={idea}
            placeholder={words.ideaPlaceholder}
            onChange={({ target }) => onIdea(target.value)}
          />
        )}
      </Field>
      {children}
      <div className="mt-2 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button type="submit" variant="primary">
          {words.write}
        </Button>
      </div>
    </form>
  );
}

/** Asks a model and fills in what it wrote; whoever closes the dialog gives it up. */
function useWriting(studio: Studio, choice: ModelChoice, onDone: (written: Written) => void) {
  const work = useStudioWork();
  const [state, setState] = useState<State>({ name: 'asking', error: null });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function write(idea: string): Promise<void> {
    const control = new AbortController();
    running.current = control;
    setState({ name: 'writing' });
    const model = choice.model.trim();
    const brain = choice.connectionId === BY_SERVER || model === '' ? null : { ...choice, model };
    try {
      const sheet = await work.write(idea, brain, control.signal);
      if (control.signal.aborted) return;
      const written = writtenInto(studio.current(), sheet);
      if (written.filledFields.length > 0) studio.edit(written.filled);
      if (written.otherFields.length === 0) onDone(written);
      else setState({ name: 'choosing', written });
    } catch (cause) {
      if (!control.signal.aborted) setState({ name: 'asking', error: reasonOf(cause) });
    }
  }

  function stop(): void {
    running.current?.abort();
    setState({ name: 'asking', error: null });
  }
  return { state, write, stop };
}

/** What was in its place had the focus and is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
