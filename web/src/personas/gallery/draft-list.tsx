import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { Link } from '@tanstack/react-router';
import { PencilLine } from 'lucide-react';
import { usePersonaDrafts } from '../../queries/use-persona-drafts.ts';
import { Button } from '../../ui/button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { numbersIn } from '../../words/numbers.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

/** What one has begun to write and not kept yet; a press goes on with it in the studio. */
export function DraftList() {
  const { common } = useWords();
  const { gallery: words } = usePersonaWords();
  const drafts = usePersonaDrafts();
  if (drafts.isError) {
    return (
      <p className="mb-6 flex flex-wrap items-center gap-3 text-body text-danger">
        {words.draftsFailed}
        <Button onClick={() => void drafts.refetch()}>{common.retry}</Button>
      </p>
    );
  }
  if (drafts.data === undefined || drafts.data.length === 0) return null;
  return (
    <section aria-labelledby="drafts-title" className="mb-8">
      <h2 id="drafts-title" className="mb-2 font-serif text-head font-medium">
        {words.drafts}
      </h2>
      <ul className="border-t border-line">
        {drafts.data.map((draft) => (
          <li key={draft.id} className="border-b border-line">
            <DraftRow draft={draft} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const LOOK =
  'flex min-h-11 items-center gap-3 rounded-card py-2 text-body hover:bg-sunken focus-visible:-outline-offset-2';

function DraftRow({ draft: { id, personaId, sheet, savedAt } }: { readonly draft: PersonaDraft }) {
  const { language } = useWords();
  const { gallery: words } = usePersonaWords();
  const name = sheet.name?.trim() ?? '';
  const label = (
    <>
      <PencilLine size={18} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1 wrap-anywhere">
        <span className="font-medium">
          {words.draftOf(name === '' ? words.draftNameless : isolate(name))}
        </span>
        <span className="text-muted">{` – ${words.draftSaved(savedTime(savedAt, language))}`}</span>
      </span>
    </>
  );
  if (personaId !== undefined) {
    return (
      <Link to="/personas/$personaId/edit" params={{ personaId }} search={{ draft: id }} className={LOOK}>
        {label}
      </Link>
    );
  }
  return (
    <Link to="/personas/new" search={{ draft: id }} className={LOOK}>
      {label}
    </Link>
  );
}

/** Of today the time, of another day the day too. */
function savedTime(at: string, language: string): string {
  const { time, day } = numbersIn(language);
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return isToday ? time(at) : `${day(at)}, ${time(at)}`;
}
