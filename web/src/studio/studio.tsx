import type { ListedPersona } from '@chimera/protocol/persona';
import { Link } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useReading } from '../live/use-reading.ts';
import { isolate } from '../ui/isolate.ts';
import { useStudioWords } from '../words/use-studio-words.ts';
import { differingFields, editedFrom, sheetFields } from './edited-sheet.ts';
import { SheetForm } from './form/sheet-form.tsx';
import { goToField } from './go-to-field.ts';
import { KeepBar } from './keeping/keep-bar.tsx';
import { useKeeping } from './keeping/use-keeping.ts';
import { VersionConflict } from './keeping/version-conflict.tsx';
import { PreviewPanel } from './preview/preview-panel.tsx';
import { PromptPanel } from './preview/prompt-panel.tsx';
import { useComposed } from './preview/use-composed.ts';
import { SheetProvider } from './sheet-context.tsx';
import { StudioFrame, StudioHead } from './studio-page.tsx';
import { type Pane, StudioPanes } from './studio-panes.tsx';
import { useErrors } from './use-errors.ts';
import type { Opened } from './use-opening.ts';
import { useStudio } from './use-studio.ts';
import { WriteButton } from './writing/write-button.tsx';

export interface StudioProps {
  readonly opened: Opened;
  /** A draft was begun on the server: the address names it from here on. */
  readonly onBegun: (draftId: string) => void;
  readonly onKept: (persona: ListedPersona) => void;
}

/** Where a persona is made and changed: its sheet, what a model is told of it, and how it sounds. */
export function Studio({ opened, onBegun, onKept }: StudioProps) {
  const words = useStudioWords();
  const studio = useStudio(opened, onBegun);
  const { sheet, problems, keeper } = studio;
  const state = useReading(keeper.state);
  const form = useRef<HTMLFormElement>(null);
  const [pane, setPane] = useState<Pane>('form');
  const [field, setField] = useState<string | null>(null);
  const { persona } = opened;
  // Also the seat that a colour without a hue gets: it stays the same while the name changes.
  const personaKey = persona?.id ?? 'new';
  const composed = useComposed(sheet, problems.size === 0);
  const errors = useErrors(studio, state);

  const go = useCallback((wanted: string) => {
    setPane('form');
    // The form is shown first, where it was not.
    setTimeout(() => goToField(form.current, wanted));
  }, []);
  const keeping = useKeeping(studio, opened, {
    onKept,
    onRefused: (fields) => {
      const first = sheetFields.find((name) => fields.has(name));
      if (first !== undefined) go(first);
    },
  });

  function keep(): void {
    const wrong = errors.refuse();
    if (wrong === null) void keeping.keep();
    else go(wrong);
  }

  const nothing =
    persona !== null &&
    opened.base === persona.version &&
    differingFields(editedFrom(persona), sheet).length === 0
      ? words.nothingToKeep(persona.version)
      : undefined;
  const title = persona === null ? words.newTitle : words.editTitle(isolate(persona.name));
  return (
    <StudioFrame title={title}>
      <SheetProvider value={errors.access}>
        <StudioPanes
          pane={pane}
          onPaneChange={setPane}
          head={
            <StudioHead
              title={title}
              lead={persona === null ? words.newLead : <EditLead persona={persona} />}
              aside={<WriteButton studio={studio} />}
            />
          }
          form={
            <SheetForm
              key={studio.generation}
              ref={form}
              personaKey={personaKey}
              isNew={persona === null}
              composed={composed.data}
              onField={setField}
              foot={
                <KeepBar
                  studio={studio}
                  state={state}
                  label={persona === null ? words.keepNew : words.keepAs(persona.version + 1)}
                  busy={keeping.busy}
                  error={keeping.newer === null ? keeping.error : null}
                  errorList={errors.list}
                  disabledReason={nothing}
                  onKeep={keep}
                />
              }
            />
          }
          preview={<PreviewPanel studio={studio} personaKey={personaKey} />}
          told={<PromptPanel composed={composed} isWaiting={problems.size > 0} edited={field} onGo={go} />}
        />
      </SheetProvider>
      {keeping.newer !== null && persona !== null && (
        <VersionConflict
          key={keeping.newer.newest.version}
          versions={keeping.newer.versions}
          name={persona.name}
          from={keeping.newer.from}
          newest={keeping.newer.newest.version}
          busy={keeping.busy}
          error={keeping.error}
          onKeep={(sides) => void keeping.keepMerged(sides)}
          onClose={keeping.leaveNewer}
        />
      )}
    </StudioFrame>
  );
}

function EditLead({ persona }: { readonly persona: ListedPersona }) {
  const words = useStudioWords();
  return (
    <>
      {words.editLead}{' '}
      <Link
        to="/personas/$personaId"
        params={{ personaId: persona.id }}
        className="underline decoration-line-strong underline-offset-4 hover:text-ink"
      >
        {words.versions}
      </Link>
    </>
  );
}
