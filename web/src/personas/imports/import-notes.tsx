import type { ImportNote, ImportReport } from '@chimera/protocol/import-report';
import { Fold } from '../../ui/fold.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';

/** So many are seen at once; more are behind a word. */
const SHORT = 3;
const KINDS = ['changed', 'left-out', 'kept'] as const satisfies readonly ImportNote['kind'][];

/** What was changed, left out or kept of a file, each by its place in it. */
export function ImportNotes({ report: { notes, outcome } }: { readonly report: ImportReport }) {
  const { imports: words } = usePersonaWords();
  if (notes.length === 0) {
    return outcome === 'imported' && <p className="mt-1 text-body text-muted">{words.allCameIn}</p>;
  }
  const groups = <Groups notes={notes} />;
  return (
    <div className="mt-1">
      {notes.length <= SHORT ? groups : <Fold label={words.reportOf(notes.length)}>{groups}</Fold>}
    </div>
  );
}

function Groups({ notes }: { readonly notes: readonly ImportNote[] }) {
  const { imports: words } = usePersonaWords();
  return (
    <div className="grid gap-4">
      {KINDS.map((kind) => {
        const found = notes.filter((note) => note.kind === kind);
        return (
          found.length > 0 && (
            <section key={kind}>
              <h4 className="text-body font-medium">{words.kinds[kind](found.length)}</h4>
              <p className="text-note text-muted">{words.kindHints[kind]}</p>
              <ul className="mt-1 grid gap-1.5">
                {found.map((note, index) => (
                  // oxlint-disable-next-line react/no-array-index-key -- the same may be said twice
                  <li key={index} className="text-body wrap-anywhere">
                    {note.path !== '' && (
                      <code
                        dir="ltr"
                        className="mr-2 rounded-key bg-sunken px-1 font-code text-note rtl:mr-0 rtl:ml-2"
                      >
                        {note.path}
                      </code>
                    )}
                    <span dir="auto">{note.message}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
    </div>
  );
}
