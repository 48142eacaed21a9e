import { ChevronDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';

/** What most people never need, behind a word. */
export function Fold({
  label,
  opened = false,
  ref,
  children,
}: {
  readonly label: string;
  /** There is something inside that must be seen. */
  readonly opened?: boolean;
  readonly ref?: Ref<HTMLDetailsElement>;
  readonly children: ReactNode;
}) {
  return (
    <details ref={ref} open={opened || undefined} className="group/fold">
      <summary className="control-height -ml-1 flex w-fit items-center gap-2 rounded-card pr-3 pl-1 text-body font-medium">
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="-rotate-90 transition-transform duration-[var(--state)] group-open/fold:rotate-0"
        />
        {label}
      </summary>
      <div className="mt-2 grid gap-4">{children}</div>
    </details>
  );
}
