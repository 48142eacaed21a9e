import type { Scope } from '@chimera/protocol/access';
import { useId } from 'react';
import { useWords } from '../words/use-words.ts';

/** What a key may do, with what that means. */
export function ScopeChoice({
  offered,
  chosen,
  error,
  onChange,
}: {
  readonly offered: readonly Scope[];
  readonly chosen: readonly Scope[];
  readonly error: string | undefined;
  readonly onChange: (scopes: readonly Scope[]) => void;
}) {
  const { account: words } = useWords();
  const id = useId();
  return (
    <fieldset className="min-w-0">
      <legend className="text-body font-medium">{words.keyScopes}</legend>
      {offered.map((scope, index) => (
        <label key={scope} className="flex min-h-11 cursor-pointer items-start gap-3 py-2">
          <input
            type="checkbox"
            checked={chosen.includes(scope)}
            aria-invalid={(error !== undefined && index === 0) || undefined}
            aria-describedby={error === undefined ? `${id}-${scope}` : `${id}-${scope} ${id}-error`}
            onChange={({ target }) =>
              onChange(offered.filter((one) => (one === scope ? target.checked : chosen.includes(one))))
            }
            aria-label={words.scopes[scope]}
            className="mt-0.5 size-5 shrink-0 accent-(--accent)"
          />
          <span className="min-w-0 text-body">
            {words.scopes[scope]}
            <span id={`${id}-${scope}`} className="block text-note text-muted">
              {words.scopeHints[scope]}
            </span>
          </span>
        </label>
      ))}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-note text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
