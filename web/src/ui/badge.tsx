import type { ReactNode } from 'react';

/** A word about a thing: `cached`, `edited`. Never smaller than a note, never colour alone. */
export function Badge({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-key border border-line px-1.5 text-note text-muted">
      {children}
    </span>
  );
}
