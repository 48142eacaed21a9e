import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

/** A list while it is on its way. */
export function LoadingRows() {
  const { common } = useWords();
  return (
    <div className="grid gap-2">
      <output className="sr-only">{common.loading}</output>
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20 w-2/3" />
    </div>
  );
}
