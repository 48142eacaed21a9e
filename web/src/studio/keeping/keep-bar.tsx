import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { unreachable } from '@chimera/protocol/unreachable';
import { useEffect, useRef } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { useNumbers } from '../../words/use-numbers.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import type { DraftState } from '../draft-state.ts';
import { editedFrom } from '../edited-sheet.ts';
import type { Studio } from '../use-studio.ts';
import { DraftConflict } from './draft-conflict.tsx';

export interface KeepBarProps {
  readonly studio: Studio;
  readonly state: DraftState;
  readonly label: string;
  readonly busy: boolean;
  /** Why it was not kept. */
  readonly error: string | null;
  /** The same, field by field, where the server said so. */
  readonly errorList: string | null;
  readonly disabledReason: string | undefined;
  readonly onKeep: () => void;
}

/** What became of what was written, and the one press that makes a version of it. Always in view. */
export function KeepBar(props: KeepBarProps) {
  const { studio, state, label, busy, error, errorList, disabledReason, onKeep } = props;
  const words = useStudioWords();
  const text = useDraftWords(state);
  useSpoken(state);
  const isConflict = state.name === 'conflict';
  const isLocal = state.name === 'offline' || state.name === 'refused' || state.name === 'held';
  return (
    <div
      data-keep-bar
      className="sticky bottom-[calc(64px+env(safe-area-inset-bottom))] layer-bar -mx-4 grid gap-2 border-t border-line bg-surface px-4 py-2 sm:bottom-0 sm:mx-0 sm:px-0"
    >
      {isConflict && <Conflict studio={studio} theirs={state.theirs} />}
      {error !== null && (
        <ErrorBlock title={errorList === null ? words.notKept : words.notKeptFields}>
          {errorList ?? error}
        </ErrorBlock>
      )}
      <div className="flex min-h-12 items-center justify-between gap-4">
        <p className={`min-w-0 text-note ${isLocal || isConflict ? 'text-warn' : 'text-muted'}`}>{text}</p>
        <Button
          variant="primary"
          busy={busy}
          disabledReason={isConflict ? words.chooseFirst : disabledReason}
          onClick={onKeep}
        >
          {label}
        </Button>
      </div>
    </div>
  );
}

function Conflict({ studio, theirs }: { readonly studio: Studio; readonly theirs: PersonaDraft }) {
  const { keeper, sheet, replace } = studio;
  return (
    <DraftConflict
      theirs={theirs}
      mine={sheet}
      onKeepMine={() => keeper.keepMine()}
      onTakeTheirs={() => {
        const taken = keeper.takeTheirs();
        if (taken) replace(editedFrom(taken.sheet));
      }}
    />
  );
}

function useDraftWords(state: DraftState): string {
  const { draft } = useStudioWords();
  const numbers = useNumbers();
  switch (state.name) {
    case 'saved':
      return draft.saved(numbers.time(state.at));
    case 'offline':
      return draft.offline(state.reason);
    case 'refused':
      return draft.refused(reasonOf(state.cause));
    case 'untouched':
    case 'saving':
    case 'held':
    case 'conflict':
      return draft[state.name];
    default:
      return unreachable(state);
  }
}

/** Each save is no news; that it does not reach the server is, and that it does again. */
function useSpoken({ name }: DraftState): void {
  const { draftSpoken } = useStudioWords();
  const announcer = useAnnouncer();
  const wasOffline = useRef(false);
  useEffect(() => {
    if (name === 'offline' && !wasOffline.current) announcer.status(draftSpoken.offline);
    if (name === 'saved' && wasOffline.current) announcer.status(draftSpoken.savedAgain);
    if (name === 'offline' || name === 'saved') wasOffline.current = name === 'offline';
  }, [name, announcer, draftSpoken]);
}
