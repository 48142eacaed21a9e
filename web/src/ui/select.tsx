import { ChevronDown } from 'lucide-react';
import type { ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';
import { fieldLook } from './field.tsx';

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Omit<ComponentPropsWithRef<'select'>, 'children' | 'onChange'> {
  readonly options: readonly SelectOption[];
  readonly onValueChange: (value: string) => void;
}

/** The browser's own list: it is right on every phone and for every screen reader. */
export function Select({ options, onValueChange, className, ...rest }: SelectProps) {
  return (
    <span className={classNames('relative block min-w-0', className)}>
      <select
        {...rest}
        onChange={(event) => onValueChange(event.target.value)}
        className={classNames(fieldLook, 'appearance-none pr-9')}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        size={16}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
