import type { OneTimeLink as Made } from '@chimera/protocol/admin';
import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';

/** A link that works once, shown once: to copy, and how long it holds. */
export function OneTimeLink({ link }: { readonly link: Pick<Made, 'url' | 'expiresAt'> }) {
  const { admin: words } = useAdminWords();
  const { day, time } = useNumbers();
  const announcer = useAnnouncer();
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(link.url);
      setOutcome('copied');
      announcer.status(words.copied);
    } catch {
      // Without TLS a browser has no clipboard for pages: the link stands ready to be copied by hand.
      setOutcome('refused');
      announcer.status(words.notCopied);
      field.current?.focus();
      field.current?.select();
    }
  }

  return (
    <div className="mt-4 grid gap-3">
      <Field label={words.link} hint={words.holdsUntil(`${day(link.expiresAt)}, ${time(link.expiresAt)}`)}>
        {(control) => (
          <input
            {...control}
            ref={field}
            readOnly
            dir="ltr"
            value={link.url}
            onFocus={(event) => event.target.select()}
            className={`${fieldLook} font-code`}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          ref={focusOnce}
          onClick={() => void copy()}
          icon={
            outcome === 'copied' ? (
              <Check size={16} strokeWidth={1.5} aria-hidden="true" />
            ) : (
              <Copy size={16} strokeWidth={1.5} aria-hidden="true" />
            )
          }
        >
          {words.copyLink}
        </Button>
        {outcome !== null && (
          <p className="min-w-0 flex-1 basis-40 text-body text-muted">
            {outcome === 'copied' ? words.copied : words.notCopied}
          </p>
        )}
      </div>
      <p className="text-body text-pretty text-muted">{words.once}</p>
    </div>
  );
}

/** What was in its place had the focus and is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
