import type { ListedPersona } from '@chimera/protocol/persona';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useStudioWork } from '../queries/use-studio-work.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Dotted } from '../ui/dotted.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Face } from '../ui/face.tsx';
import { isolate } from '../ui/isolate.ts';
import { seatOfColour } from '../ui/seat-of-colour.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useNumbers } from '../words/use-numbers.ts';
import { usePersonaWords } from '../words/use-persona-words.ts';
import { useStudioWords } from '../words/use-studio-words.ts';
import { useWords } from '../words/use-words.ts';
import { browserShelf } from './draft-shelf.ts';
import { differingFields, editedFrom } from './edited-sheet.ts';
import type { Leftover } from './leftovers.ts';
import { StudioPage } from './studio-page.tsx';

export interface LeftoverChoiceProps {
  /** Null: new ones. */
  readonly persona: ListedPersona | null;
  readonly leftovers: readonly Leftover[];
  readonly onGoOn: (leftover: Leftover) => void;
  /** Leaves them where they are. */
  readonly onFresh: () => void;
}

/** What was begun here and not kept: to go on with, or to throw away. */
export function LeftoverChoice({ persona, leftovers, onGoOn, onFresh }: LeftoverChoiceProps) {
  const words = useStudioWords();
  const { gone, error, throwAway } = useThrowing(leftovers.length, onFresh);
  const left = leftovers.filter(({ key }) => !gone.has(key));
  return (
    <StudioPage
      title={words.leftTitle}
      lead={persona === null ? words.leftHint.new : words.leftHint.one(isolate(persona.name))}
    >
      {error !== null && <ErrorBlock title={words.notThrownAway}>{error}</ErrorBlock>}
      <ul className="max-w-3xl border-t border-line">
        {left.map((leftover) => (
          <LeftoverRow
            key={leftover.key}
            leftover={leftover}
            persona={persona}
            isOnly={left.length === 1}
            onGoOn={() => onGoOn(leftover)}
            onThrowAway={() => void throwAway(leftover)}
          />
        ))}
      </ul>
      <Button className="my-4" onClick={onFresh}>
        {persona === null ? words.startAfresh.new : words.startAfresh.one(persona.version)}
      </Button>
    </StudioPage>
  );
}

function LeftoverRow({
  leftover,
  persona,
  isOnly,
  onGoOn,
  onThrowAway,
}: {
  readonly leftover: Leftover;
  readonly persona: ListedPersona | null;
  readonly isOnly: boolean;
  readonly onGoOn: () => void;
  readonly onThrowAway: () => void;
}) {
  const { language, common } = useWords();
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const numbers = useNumbers();
  const { sheet, at, base, isUnsaved } = leftover;
  const name = sheet.name.trim() === '' ? words.leftBlank : sheet.name;
  const when = numbers.time(at);
  const changed =
    persona === null
      ? []
      : differingFields(editedFrom(persona), sheet).map((field) => versions.fields[field]);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line py-4">
      <Face
        name={name}
        seatNumber={seatOfColour(sheet.avatar.color, persona?.id ?? 'new')}
        avatar={sheet.avatar}
      />
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-serif text-head font-medium wrap-anywhere">
          <bdi>{name}</bdi>
        </h2>
        <p className="text-note text-muted">
          <Dotted>
            <TimeAgo at={at} language={language} />
            {isUnsaved && words.leftHere}
            {persona !== null && base !== persona.version && words.leftFrom(base)}
          </Dotted>
        </p>
        {persona !== null && (
          <p className="text-body text-muted">
            {changed.length === 0 ? words.leftNothing : words.leftChanged(common.names(changed))}
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button
          variant={isOnly ? 'primary' : 'secondary'}
          aria-label={words.goOnWith(isolate(name), when)}
          onClick={onGoOn}
        >
          {words.goOn}
        </Button>
        <Button variant="quiet" aria-label={words.throwAwayOf(isolate(name), when)} onClick={onThrowAway}>
          {words.throwAway}
        </Button>
      </div>
    </li>
  );
}

/** Throws drafts away, on the server and here; after the last one a fresh sheet lies there. */
function useThrowing(count: number, onFresh: () => void) {
  const { drafts } = useStudioWork();
  const words = useStudioWords();
  const announcer = useAnnouncer();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [error, setError] = useState<string | null>(null);

  async function throwAway({ key, draft, shelfId }: Leftover): Promise<void> {
    setError(null);
    try {
      if (draft !== null) await drafts.remove(draft.id);
    } catch (cause) {
      setError(reasonOf(cause));
      return;
    }
    browserShelf.drop(shelfId);
    announcer.status(words.thrownAway);
    const next = new Set([...gone, key]);
    setGone(next);
    if (next.size === count) onFresh();
  }
  return { gone, error, throwAway };
}
