import type { OneTimeLink as Made } from '@chimera/protocol/admin';
import { ShownOnce } from '../ui/shown-once.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';

/** A link that works once, shown once: to copy, and how long it holds. */
export function OneTimeLink({
  link: { url, expiresAt },
}: {
  readonly link: Pick<Made, 'url' | 'expiresAt'>;
}) {
  const { admin: words } = useAdminWords();
  const { day, time } = useNumbers();
  return (
    <>
      <ShownOnce
        secret={url}
        label={words.link}
        hint={words.holdsUntil(`${day(expiresAt)}, ${time(expiresAt)}`)}
        words={{ copy: words.copyLink, copied: words.copied, notCopied: words.notCopied }}
      />
      <p className="mt-3 text-body text-pretty text-muted">{words.once}</p>
    </>
  );
}
