import type { ComponentPropsWithRef, ReactNode } from 'react';
import { useId } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';
import { ariaKeys } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  readonly variant?: ButtonVariant;
  /** Work is under way: keeps its width, says so, and takes no second press. */
  readonly busy?: boolean;
  readonly icon?: ReactNode;
  /** Why it cannot be pressed now. It stays focusable, so that everybody can learn the reason. */
  readonly disabledReason?: string | undefined;
  /** Keys that do the same, such as `Space` or `Mod+Enter`. */
  readonly shortcut?: string | undefined;
}

const looks: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-accent-ink not-aria-disabled:hover:bg-accent-hover border-transparent',
  secondary: 'bg-raised text-ink border-line-strong not-aria-disabled:hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent not-aria-disabled:hover:bg-sunken',
  danger: 'bg-danger text-danger-ink border-transparent not-aria-disabled:hover:opacity-90',
};

export function Button({
  variant = 'secondary',
  busy = false,
  icon,
  disabledReason,
  shortcut,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = busy || disabledReason !== undefined;
  // Always inside a tooltip, though it may have nothing to say: a button that gains a reason keeps its focus.
  return (
    <Tooltip text={disabledReason} shortcut={disabledReason === undefined ? shortcut : undefined} isName>
      <button
        type="button"
        {...rest}
        aria-busy={busy || undefined}
        aria-disabled={blocked || undefined}
        {...(disabledReason !== undefined && { 'aria-describedby': reasonId })}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut)}
        onClick={(event) => {
          if (blocked) event.preventDefault();
          else onClick?.(event);
        }}
        className={classNames(
          'control-height relative inline-flex shrink-0 items-center justify-center gap-2 rounded-card border px-4 text-body font-medium whitespace-nowrap transition-colors duration-[var(--state)] not-aria-disabled:active:translate-y-px disabled:opacity-50 aria-disabled:opacity-60',
          looks[variant],
          className,
        )}
      >
        {/* The label stays in place while busy, so that the width does not change. */}
        <span className={classNames('inline-flex items-center gap-2', busy && 'opacity-0')}>
          {icon}
          {children}
        </span>
        {busy && (
          <span className="absolute inset-0 grid place-items-center">
            <Spinner />
          </span>
        )}
        {disabledReason !== undefined && (
          <span id={reasonId} hidden>
            {disabledReason}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
