import { classNames } from './class-names.ts';

/** Where something will be. It does not shimmer; whoever shows it says in words that it is loading. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={classNames('block rounded-card bg-line/50', className)} />;
}
