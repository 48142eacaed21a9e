import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

/** A page while what it shows is on its way. */
export function LoadingPage({ title }: { readonly title: string }) {
  const { common } = useWords();
  return (
    <Page title={title} product={common.product} wide>
      <output className="sr-only">{common.loading}</output>
      <div className="grid gap-4">
        <Skeleton className="h-24 w-full max-w-xl" />
        <Skeleton className="h-11 w-72" />
        <Skeleton className="h-64 w-full" />
      </div>
    </Page>
  );
}
