import { fieldLook } from './field.tsx';

export interface SearchFieldProps {
  /** Read out, and shown while nothing is typed unless there is a placeholder. */
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
}

/** As much as the server looks for. */
const LENGTH = 200;

/** What a list is narrowed down by. */
export function SearchField({ label, placeholder = label, value, onValueChange }: SearchFieldProps) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      dir="auto"
      autoComplete="off"
      maxLength={LENGTH}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
      className={`${fieldLook} h-[var(--control)]`}
    />
  );
}
