import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

/** Two figures and a part below them, while they are on their way. */
export function LoadingPart() {
  const { common } = useWords();
  return (
    <div>
      <output className="sr-only">{common.loading}</output>
      <div className="grid grid-cols-2 gap-6">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
      <Skeleton className="mt-6 h-44" />
    </div>
  );
}
