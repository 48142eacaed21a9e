import { classNames } from '../ui/class-names.ts';

/** A link that looks like a button: it leads somewhere, so it is none. */
export function linkLook(variant: 'primary' | 'secondary' | 'quiet'): string {
  return classNames(
    'control-height inline-flex shrink-0 items-center justify-center gap-2 rounded-card border px-4 text-body font-medium whitespace-nowrap transition-colors duration-[var(--state)]',
    looks[variant],
  );
}

const looks = {
  primary: 'border-transparent bg-accent text-accent-ink hover:bg-accent-hover',
  secondary: 'border-line-strong bg-raised text-ink hover:bg-sunken',
  quiet: 'border-transparent text-ink hover:bg-sunken',
} as const;
