import { ChevronDown } from 'lucide-react';
import { useEffect, useRef, type ReactNode, type RefObject } from 'react';

/** What most people never need, behind a word. */
export function Fold({
  label,
  opened = false,
  ref,
  onOpenChange,
  children,
}: {
  readonly label: string;
  /** There is something inside that must be seen: opens it, and never closes it again. */
  readonly opened?: boolean;
  readonly ref?: RefObject<HTMLDetailsElement | null>;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}) {
  const own = useRef<HTMLDetailsElement>(null);
  const details = ref ?? own;
  useEffect(() => {
    // Not an attribute: that would close it under the fingers of whoever mends what was wrong.
    if (opened && details.current !== null) details.current.open = true;
  }, [opened, details]);
  return (
    <details
      ref={details}
      onToggle={({ currentTarget }) => onOpenChange?.(currentTarget.open)}
      className="group/fold"
    >
      <summary className="control-height -ml-1 flex w-fit items-center gap-2 rounded-card pr-3 pl-1 text-body font-medium">
        <ChevronDown
          size={16}
          aria-hidden="true"
          className="-rotate-90 transition-transform duration-[var(--state)] group-open/fold:rotate-0"
        />
        {label}
      </summary>
      <div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-4">{children}</div>
    </details>
  );
}
