import type { ComposedSheet } from '@chimera/protocol/audition';
import type { ReactNode, Ref } from 'react';
import { Fold } from '../../ui/fold.tsx';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { FacePart } from '../face/face-part.tsx';
import { LorePart } from '../lore/lore-part.tsx';
import { useSheet } from '../sheet-context.tsx';
import { BrainPart } from './brain-part.tsx';
import { LineList } from './line-list.tsx';
import { PacingPart } from './pacing-part.tsx';
import { StyleSliders } from './style-sliders.tsx';
import { LineField, TextField } from './text-fields.tsx';
import { WordField } from './word-field.tsx';

export interface SheetFormProps {
  readonly ref: Ref<HTMLFormElement>;
  readonly personaKey: string;
  readonly isNew: boolean;
  readonly composed: ComposedSheet | undefined;
  /** The field in which one is now. */
  readonly onField: (field: string) => void;
  /** Under the fields, always in view. */
  readonly foot: ReactNode;
}

/** Everything that a persona is made of. */
export function SheetForm({ ref, personaKey, isNew, composed, onField, foot }: SheetFormProps) {
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  return (
    <form
      ref={ref}
      noValidate
      aria-label={words.form}
      className="max-lg:[&>section:first-of-type]:border-t-0"
      onSubmit={(event) => event.preventDefault()}
      onFocusCapture={({ target }) => {
        const field = target.closest<HTMLElement>('[data-field]')?.dataset['field'];
        if (field !== undefined) onField(field);
      }}
    >
      <Part title={words.who}>
        <Fields>
          <LineField field="name" hint={words.nameHint} isFirst={isNew} />
          <LineField field="tagline" hint={words.taglineHint} />
          <TextField field="description" rows={3} hint={words.descriptionHint} />
        </Fields>
      </Part>
      <Part title={words.talk}>
        <Fields>
          <TextField field="systemPrompt" rows={6} hint={words.systemPromptHint} />
          <TextField field="greeting" rows={2} hint={words.greetingHint} said />
          <LineList
            field="alternateGreetings"
            title={versions.fields.alternateGreetings}
            nameOf={words.otherGreeting}
            add={words.addGreeting}
          />
          <LineList
            field="exampleMessages"
            title={versions.fields.exampleMessages}
            hint={words.examplesHint}
            nameOf={words.example}
            add={words.addExample}
          />
        </Fields>
      </Part>
      <Part title={words.character}>
        <Fields>
          <WordField field="traits" hint={words.traitsHint} />
          <StyleSliders composed={composed} />
        </Fields>
      </Part>
      <Part title={words.face}>
        <FacePart personaKey={personaKey} />
      </Part>
      <Part title={words.found}>
        <Fields>
          <WordField field="tags" hint={words.tagsHint} />
          <WordField field="aliases" hint={words.aliasesHint} />
        </Fields>
      </Part>
      <More />
      {foot}
    </form>
  );
}

/** What most never need, folded. */
function More() {
  const { errorAt, unfinished } = useSheet();
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const isWrong = (field: string) => errorAt(field) !== undefined;
  return (
    <Part title={words.more}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <Fold
          label={words.brain}
          opened={unfinished !== undefined || isWrong('brain') || isWrong('fallbacks')}
        >
          <BrainPart />
        </Fold>
        <Fold label={versions.fields.pacing} opened={isWrong('pacing')}>
          <PacingPart />
        </Fold>
        <Fold label={versions.fields.lore} opened={isWrong('lore')}>
          <LorePart />
        </Fold>
      </div>
    </Part>
  );
}

function Fields({ children }: { readonly children: ReactNode }) {
  return <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>;
}
