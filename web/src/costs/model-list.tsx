import type { Spending } from '@chimera/protocol/spending';
import { useBrainNames } from '../queries/use-brain-names.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { Part } from './part.tsx';
import { tokensOf, unknownOf } from './spent-words.ts';

type ModelSpent = Spending['byModel'][number];

/** What each model took this month, the dearest first. */
export function ModelList({ byModel }: { readonly byModel: readonly ModelSpent[] }) {
  const { costs: words } = useWords();
  if (byModel.length === 0) return null;
  return (
    <Part title={words.byModel} lead={words.byModelHint}>
      <ul className="border-t border-line">
        {byModel.map((spent) => (
          <li
            key={`${spent.connectionId} ${spent.kind} ${spent.model}`}
            className="border-b border-line py-3"
          >
            <ModelRow spent={spent} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function ModelRow({ spent }: { readonly spent: ModelSpent }) {
  const { costs: words } = useWords();
  const numbers = useNumbers();
  const nameOf = useBrainNames();
  const { cost, calls, unpriced, inputTokens, cachedInputTokens = 0 } = spent;
  const allUnknown = unpriced === calls;
  const isFree = cost === 0 && unpriced === 0;
  const unknown = allUnknown ? null : unknownOf(spent, words);
  const share = inputTokens === 0 ? 0 : Math.round((cachedInputTokens / inputTokens) * 100);
  const money = isFree ? words.free : allUnknown ? words.priceNotKnown : numbers.money(cost);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 text-body">
      <h3 className="min-w-0 wrap-anywhere">
        <span className="text-muted">{nameOf(spent)} · </span>
        <span className="font-medium">{spent.model}</span>
      </h3>
      <p className={isFree || allUnknown ? 'text-right text-muted' : 'text-right font-medium tabular-nums'}>
        {money}
      </p>
      <p className="col-span-2 flex flex-wrap gap-x-2 text-muted tabular-nums">
        <span>{words.calls(calls)}</span>
        <span>· {words.tokens(tokensOf(spent))}</span>
        {share > 0 && <span>· {words.fromVendorCache(share)}</span>}
        {unknown !== null && <span className="text-ink">· {unknown}</span>}
      </p>
    </div>
  );
}
