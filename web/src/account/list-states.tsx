import type { ReactNode } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isError: boolean;
  readonly refetch: () => unknown;
}

/** A list once it is there; before that its place, or why it is not. */
export function ListStates<T>({
  asked,
  failed,
  children,
}: {
  readonly asked: Asked<T>;
  readonly failed: string;
  readonly children: (data: T) => ReactNode;
}) {
  const { common } = useWords();
  if (asked.data !== undefined) return children(asked.data);
  if (asked.isError) {
    return (
      <ErrorBlock
        title={failed}
        actions={<Button onClick={() => void asked.refetch()}>{common.retry}</Button>}
      >
        {reasonOf(asked.error)}
      </ErrorBlock>
    );
  }
  return (
    <div className="grid gap-2">
      <output className="sr-only">{common.loading}</output>
      <Skeleton className="h-14" />
      <Skeleton className="h-14" />
    </div>
  );
}
