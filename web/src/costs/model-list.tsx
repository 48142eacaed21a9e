import type { Spending } from '@chimera/protocol/spending';
import { useBrainNames } from '../queries/use-brain-names.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { Dotted } from '../ui/dotted.tsx';
import { Part } from '../ui/part.tsx';
import { tokensOf, unknownOf } from './spent-words.ts';

type ModelSpent = Spending['byModel'][number];

/** What each model took this month, the dearest first. */
export function ModelList({ byModel }: { readonly byModel: readonly ModelSpent[] }) {
  const { costs: words } = useWords();
  const nameOf = useBrainNames();
  if (byModel.length === 0) return null;
  return (
    <Part title={words.byModel} lead={words.byModelHint}>
      <ul className="border-t border-line">
        {byModel.map((spent) => (
          <li
            key={`${spent.connectionId} ${spent.kind} ${spent.model}`}
            className="border-b border-line py-3 last:border-b-0 last:pb-0"
          >
            <ModelRow spent={spent} provider={nameOf(spent)} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function ModelRow({ spent, provider }: { readonly spent: ModelSpent; readonly provider: string }) {
  const { costs: words } = useWords();
  const numbers = useNumbers();
  const { cost, calls, unpriced, inputTokens, cachedInputTokens = 0 } = spent;
  const isFree = cost === 0 && unpriced === 0;
  const isKnown = cost > 0 || isFree;
  const unknown = isKnown ? unknownOf(spent, words) : null;
  const share = inputTokens === 0 ? 0 : Math.round((cachedInputTokens / inputTokens) * 100);
  const money = isFree ? words.free : isKnown ? numbers.money(cost) : words.priceNotKnown;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 text-body">
      <h3 className="min-w-0 wrap-anywhere">
        <span className="text-muted">{provider} · </span>
        <span className="font-medium">{spent.model}</span>
      </h3>
      <p className={isFree || !isKnown ? 'text-right text-muted' : 'text-right font-medium tabular-nums'}>
        {money}
      </p>
      <p className="col-span-2 text-muted tabular-nums">
        <Dotted>
          {words.calls(calls)}
          {words.tokens(tokensOf(spent))}
          {share > 0 && words.fromVendorCache(share)}
          {unknown !== null && <span className="text-ink">{unknown}</span>}
        </Dotted>
      </p>
    </div>
  );
}
