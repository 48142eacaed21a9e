import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'value'> {
  readonly value: string;
}

/** Grows with its text from 44 to 160 px, then scrolls. */
export function TextArea({ className, rows = 1, value, ...rest }: TextAreaProps) {
  return (
    <span className="grid min-w-0 flex-1 *:[grid-area:1/1]">
      {/* A hidden copy of the text gives the height: no measuring, no jump, right at the first paint. */}
      <span
        aria-hidden="true"
        className={classNames(
          'invisible max-h-40 min-h-11 overflow-hidden border px-3 py-2 text-head whitespace-pre-wrap [overflow-wrap:anywhere]',
          className,
        )}
      >
        {`${value}\u200b`}
      </span>
      <textarea
        {...rest}
        rows={rows}
        value={value}
        className={classNames(
          'max-h-40 min-h-11 w-full min-w-0 resize-none placeholder:truncate placeholder:whitespace-nowrap rounded-card border border-line-strong bg-surface px-3 py-2 text-head text-ink aria-invalid:border-danger',
          className,
        )}
      />
    </span>
  );
}
