import { Link } from '@tanstack/react-router';
import { BookOpen, Clapperboard } from 'lucide-react';
import { useState } from 'react';
import { useSelected } from '../live/use-selected.ts';
import { fieldLook } from '../ui/field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { useWords } from '../words/use-words.ts';
import { useStage } from './stage.tsx';
import { useNumbers } from '../words/use-numbers.ts';

const icon = { size: 20, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** The way home, what the talk is called, and what it has come to. */
export function Bar() {
  const { id, theatre } = useStage();
  const { conversation: words, common } = useWords();
  return (
    <header
      id="bar"
      tabIndex={-1}
      className="region layer-bar flex h-(--bar) shrink-0 items-center gap-2 border-b border-line bg-surface px-2 sm:gap-4 sm:px-6"
    >
      <Link
        to="/"
        aria-label={common.product}
        className="inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center text-body font-semibold sm:justify-start"
      >
        <span aria-hidden="true" className="max-sm:hidden">
          {common.product}
        </span>
        <img src="/mark.svg" alt="" width="24" height="24" className="sm:hidden" />
      </Link>
      <Title />
      <Totals />
      <IconButton
        label={words.theatre}
        shortcut="t"
        icon={<Clapperboard {...icon} />}
        onClick={() => theatre.set(true)}
        className="max-sm:hidden"
      />
      <Link
        to="/c/$conversationId/read"
        params={{ conversationId: id }}
        aria-label={words.readAsPage}
        title={words.readAsPage}
        className="control-square hidden shrink-0 place-items-center rounded-card hover:bg-sunken sm:inline-grid"
      >
        <BookOpen {...icon} />
      </Link>
    </header>
  );
}

function Title() {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const title = useSelected(store.conversation, (conversation) => conversation?.title) ?? '';
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <h1 className="min-w-0 flex-1 font-serif text-head font-medium">
        <button
          type="button"
          title={words.rename}
          onClick={() => setDraft(title)}
          className="-mx-2 block max-w-full min-h-11 truncate rounded-card px-2 text-left hover:bg-sunken"
        >
          <bdi>{title}</bdi>
        </button>
      </h1>
    );
  }
  const save = () => {
    setDraft(null);
    const next = draft.trim();
    if (next !== '' && next !== title) void act(direction.change({ title: next }));
  };
  return (
    <form
      className="min-w-0 flex-1"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h1 className="sr-only">{title}</h1>
      <input
        aria-label={words.title}
        value={draft}
        maxLength={200}
        // The person pressed the title to change it.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
        className={`${fieldLook} font-serif text-head! font-medium`}
      />
    </form>
  );
}

function Totals() {
  const { store } = useStage();
  const { conversation: words, common } = useWords();
  const numbers = useNumbers();
  const turns = useSelected(store.conversation, (conversation) => conversation?.turns);
  const usage = useSelected(store.conversation, (conversation) => conversation?.usage);
  if (turns === undefined || !usage) return null;
  const tokens = usage.inputTokens + usage.outputTokens;
  const spent =
    usage.cost === undefined || usage.cost === 0 ? words.tokens(tokens) : numbers.money(usage.cost);
  return (
    <p className="shrink-0 text-body text-muted tabular-nums max-sm:pr-2">
      {tokens === 0 ? (
        common.turns(turns)
      ) : (
        <>
          <span className="max-[480px]:hidden">{words.totals(turns, spent)}</span>
          <span className="min-[481px]:hidden">{common.turns(turns)}</span>
        </>
      )}
    </p>
  );
}
