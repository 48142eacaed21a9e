import type { AuditEntry } from '@chimera/protocol/admin';
import { Dotted } from '../ui/dotted.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { auditSentence } from './audit-sentence.ts';

/** Entries under their days. */
export function AuditDays({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { day } = useNumbers();
  const days = Map.groupBy(entries, ({ at }) => day(at));
  return [...days].map(([name, ofDay]) => (
    <section key={name} className="mb-8">
      <h2 className="mb-2 font-serif text-head font-medium">{name}</h2>
      <ol className="border-t border-line">
        {ofDay.map((entry) => (
          <li key={entry.id} className="border-b border-line py-3">
            <Entry entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  ));
}

function Entry({ entry }: { readonly entry: AuditEntry }) {
  const { language } = useWords();
  const { audit: words } = useAdminWords();
  const { clock } = useNumbers();
  const { at, address, detail } = entry;
  return (
    <>
      <p className="text-body wrap-anywhere">{auditSentence(entry, words)}</p>
      {detail !== undefined && detail !== '' && (
        <p className="text-body wrap-anywhere text-muted">
          <bdi>{detail}</bdi>
        </p>
      )}
      <p className="mt-0.5 text-note wrap-anywhere text-muted tabular-nums">
        <Dotted>
          <TimeAgo at={at} language={language} />
          {words.exact(clock(at))}
          {address === undefined ? words.fromServer : <bdi>{words.fromAddress(address)}</bdi>}
        </Dotted>
      </p>
    </>
  );
}
