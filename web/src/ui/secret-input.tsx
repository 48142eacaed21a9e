import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentPropsWithRef } from 'react';
import { classNames } from './class-names.ts';
import { fieldLook } from './field.tsx';
import { IconButton } from './icon-button.tsx';

export interface SecretInputProps
  extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'value' | 'defaultValue'> {
  readonly showLabel: string;
  readonly hideLabel: string;
}

/** For a key or a password. Its words stay in the element: React never holds them, and no attribute shows them. */
export function SecretInput({
  showLabel,
  hideLabel,
  className,
  autoComplete = 'off',
  ...rest
}: SecretInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative block min-w-0">
      <input
        {...rest}
        type={shown ? 'text' : 'password'}
        autoComplete={autoComplete}
        autoCapitalize="off"
        spellCheck={false}
        className={classNames(fieldLook, 'pr-12 font-code', className)}
      />
      <IconButton
        label={shown ? hideLabel : showLabel}
        icon={
          shown ? (
            <EyeOff size={20} strokeWidth={1.5} aria-hidden="true" />
          ) : (
            <Eye size={20} strokeWidth={1.5} aria-hidden="true" />
          )
        }
        onClick={() => setShown(!shown)}
        className="absolute top-0 right-0 text-muted!"
      />
    </span>
  );
}
