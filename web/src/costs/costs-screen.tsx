import type { Spending } from '@chimera/protocol/spending';
import { reasonOf } from '../queries/reason-of.ts';
import { useSpending } from '../queries/use-spending.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { useWords } from '../words/use-words.ts';
import { CostsParts } from './costs-parts.tsx';
import { DayChart } from './day-chart.tsx';
import { LimitMeters } from './limit-meters.tsx';
import { LimitsForm } from './limits-form.tsx';
import { LoadingPart } from './loading-part.tsx';
import { ModelList } from './model-list.tsx';
import { Part } from '../ui/part.tsx';
import { Totals } from './totals.tsx';

/** What one's conversations cost, and how much they may. */
export function CostsScreen() {
  const { common, costs: words } = useWords();
  const spending = useSpending();
  return (
    <Page title={common.costs} product={common.product} lead={words.lead}>
      <CostsParts />
      {spending.isPending && <LoadingPart />}
      {spending.isLoadingError && (
        <ErrorBlock
          title={words.failed}
          actions={
            <Button busy={spending.isFetching} onClick={() => void spending.refetch()}>
              {common.retry}
            </Button>
          }
        >
          {reasonOf(spending.error)}
        </ErrorBlock>
      )}
      {spending.isRefetchError && (
        <output className="block text-body text-muted">{words.notRenewed(reasonOf(spending.error))}</output>
      )}
      {spending.data && <Told spending={spending.data} />}
    </Page>
  );
}

function Told({ spending }: { readonly spending: Spending }) {
  const { costs: words } = useWords();
  const isEmpty = spending.month.calls === 0 && spending.byDay.length === 0;
  return (
    <>
      {isEmpty ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <>
          <Totals spending={spending} />
          <DayChart byDay={spending.byDay} />
          <ModelList byModel={spending.byModel} />
        </>
      )}
      <Part title={words.limits} lead={words.limitsHint}>
        <LimitMeters spending={spending} />
        <LimitsForm limits={spending.limits} ceiling={spending.operatorCostPerDay} />
      </Part>
    </>
  );
}
