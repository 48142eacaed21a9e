import { Check, Copy } from 'lucide-react';
import { useRef, useState } from 'react';
import { useAnnouncer } from './announcer.tsx';
import { Button } from './button.tsx';
import { Field, fieldLook } from './field.tsx';

/** A secret that is shown this once: to copy, by a button or by hand. It is kept nowhere. */
export function ShownOnce({
  secret,
  label,
  hint,
  words,
}: {
  readonly secret: string;
  readonly label: string;
  readonly hint?: string;
  readonly words: { readonly copy: string; readonly copied: string; readonly notCopied: string };
}) {
  const announcer = useAnnouncer();
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'notCopied' | null>(null);

  function tell(now: 'copied' | 'notCopied'): void {
    setOutcome(now);
    announcer.status(words[now]);
  }

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      tell('copied');
    } catch {
      // Without TLS a browser has no clipboard for pages: it stands ready to be copied by hand.
      tell('notCopied');
      field.current?.focus();
      field.current?.select();
    }
  }

  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <div className="mt-4 grid gap-3">
      <Field label={label} hint={hint}>
        {(control) => (
          <input
            {...control}
            ref={field}
            readOnly
            dir="ltr"
            value={secret}
            spellCheck={false}
            autoComplete="off"
            onFocus={({ target }) => target.select()}
            className={`${fieldLook} font-code`}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          variant="primary"
          ref={focusOnce}
          onClick={() => void copy()}
          icon={<Icon size={16} strokeWidth={1.5} aria-hidden="true" />}
        >
          {words.copy}
        </Button>
        {outcome !== null && <p className="min-w-0 flex-1 basis-40 text-body text-muted">{words[outcome]}</p>}
      </div>
    </div>
  );
}

/** What was in its place had the focus and is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
