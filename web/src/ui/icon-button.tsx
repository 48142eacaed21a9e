import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { ariaKeys } from './kbd.tsx';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children'> {
  /** The name that is read out and shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string | undefined;
}

export function IconButton({ label, icon, shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut} isName>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeys(shortcut)}
        className={classNames(
          'control-square inline-grid shrink-0 place-items-center rounded-card text-ink transition-colors duration-[var(--state)] hover:bg-sunken disabled:opacity-50',
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
