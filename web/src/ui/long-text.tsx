import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';

export interface LongTextProps extends Omit<ComponentPropsWithRef<'textarea'>, 'value' | 'rows'> {
  readonly value: string;
  /** Lines that it has room for at least. */
  readonly rows: number;
}

/**
 * For texts of many lines: grows with its text where the browser can do that by itself, up to most of the screen, and
 * can be pulled larger elsewhere. No hidden copy of the text, which would be laid out with every key.
 */
export function LongText({ className, rows, ...rest }: LongTextProps) {
  return (
    <textarea
      dir="auto"
      {...rest}
      rows={rows}
      style={{ '--rows': rows }}
      className={classNames(
        'max-h-[60vh] min-h-[max(var(--control),calc(var(--rows)*1lh+18px))] w-full min-w-0 resize-y wrap-anywhere [field-sizing:content] rounded-card border border-line-strong bg-surface px-3 py-2 text-ink aria-invalid:border-danger',
        className ?? 'text-body',
      )}
    />
  );
}
