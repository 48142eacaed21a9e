import type { CacheStats } from '@chimera/protocol/cache';
import { ApiError } from '@chimera/client/api-error';
import { reasonOf } from '../queries/reason-of.ts';
import { useCacheStats } from '../queries/use-kept-answers.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { useKeptAnswersWords } from '../words/use-kept-answers-words.ts';
import { useWords } from '../words/use-words.ts';
import { CacheFigures } from './cache-figures.tsx';
import { CostsParts } from './costs-parts.tsx';
import { KeptAnswers } from './kept-answers.tsx';
import { LoadingPart } from './loading-part.tsx';

/** The answers that are kept to be said again: what they saved, which there are, and how to forget them. */
export function KeptAnswersScreen() {
  const { common } = useWords();
  const words = useKeptAnswersWords();
  const stats = useCacheStats();
  return (
    <Page title={common.keptAnswers} product={common.product} lead={words.lead}>
      <CostsParts />
      {stats.isPending && <LoadingPart />}
      {stats.isError && (
        <NotReached cause={stats.error} busy={stats.isFetching} onRetry={() => void stats.refetch()} />
      )}
      {stats.isSuccess && <Told stats={stats.data} />}
    </Page>
  );
}

function Told({ stats }: { readonly stats: CacheStats }) {
  const words = useKeptAnswersWords();
  return (
    <>
      <div className="mb-8">
        {stats.enabled ? (
          <p className="max-w-prose text-body text-pretty text-muted">
            {words.onIn[stats.backend]} {words.lifetime(words.lifetimeOf(stats.ttlSeconds))} {words.howTo}
          </p>
        ) : (
          <Banner>{words.off}</Banner>
        )}
      </div>
      <CacheFigures stats={stats} />
      <KeptAnswers />
    </>
  );
}

interface NotReachedProps {
  readonly cause: Error;
  readonly busy: boolean;
  readonly onRetry: () => void;
}

/** Redis may be gone at any time, and that is no failure of this page. */
function NotReached({ cause, busy, onRetry }: NotReachedProps) {
  const { common } = useWords();
  const words = useKeptAnswersWords();
  const isGone = cause instanceof ApiError && cause.problem.code === 'unavailable';
  return (
    <ErrorBlock
      title={isGone ? words.unavailable : words.failed}
      actions={
        <Button busy={busy} onClick={onRetry}>
          {common.retry}
        </Button>
      }
    >
      {isGone ? words.unavailableHint : reasonOf(cause)}
    </ErrorBlock>
  );
}
