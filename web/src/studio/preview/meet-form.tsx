import { useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { usePersonas } from '../../queries/use-personas.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Field, fieldLook } from '../../ui/field.tsx';
import { Fold } from '../../ui/fold.tsx';
import { isolate } from '../../ui/isolate.ts';
import { OptionList } from '../../ui/option-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';

const TOPIC_LIMIT = 500;

export interface MeetFormProps {
  /** Nobody meets themselves. */
  readonly ownId: string;
  readonly blocked: string | undefined;
  readonly onMeet: (personaId: string, topic: string) => void;
}

/** Two talk three turns: whom it meets, and about what. Folded, and asked for only when it is opened. */
export function MeetForm(props: MeetFormProps) {
  const words = useStudioWords();
  const [open, setOpen] = useState(false);
  return (
    <Fold label={words.meet} onOpenChange={setOpen}>
      {open && <Meet {...props} />}
    </Fold>
  );
}

function Meet({ ownId, blocked, onMeet }: MeetFormProps) {
  const words = useStudioWords();
  const { common, personas: listWords } = useWords();
  const personas = usePersonas();
  const [personaId, setPersonaId] = useState('');
  const [topic, setTopic] = useState('');
  const [missing, setMissing] = useState(false);
  if (personas.isPending) return <Skeleton className="h-40 w-full" />;
  if (personas.isError) {
    return (
      <ErrorBlock
        title={words.meetFailed}
        actions={<Button onClick={() => void personas.refetch()}>{common.retry}</Button>}
      >
        {reasonOf(personas.error)}
      </ErrorBlock>
    );
  }
  return (
    <>
      <OptionList
        label={words.meetWhom}
        searchLabel={listWords.searchLabel}
        value={personaId}
        noMatch={() => listWords.noMatch}
        onValueChange={setPersonaId}
        options={personas.data
          .filter(({ id }) => id !== ownId)
          .map(({ id, name, tagline }) => ({ value: id, label: name, note: isolate(tagline) }))}
      />
      {missing && personaId === '' && (
        <p role="alert" className="text-note text-danger">
          {words.meetMissing}
        </p>
      )}
      <Field label={words.meetTopic} hint={words.meetTopicHint}>
        {(control) => (
          <input
            {...control}
            dir="auto"
            autoComplete="off"
            maxLength={TOPIC_LIMIT}
            value={topic}
            onChange={({ target }) => setTopic(target.value)}
            className={fieldLook}
          />
        )}
      </Field>
      <Button
        className="justify-self-start"
        disabledReason={blocked}
        onClick={() => {
          setMissing(personaId === '');
          if (personaId !== '') onMeet(personaId, topic);
        }}
      >
        {words.letThemMeet}
      </Button>
    </>
  );
}
