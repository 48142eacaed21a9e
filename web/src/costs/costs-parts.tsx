import { Link } from '@tanstack/react-router';
import { useWords } from '../words/use-words.ts';

const look =
  'control-height -mb-px inline-flex shrink-0 items-center border-b-2 border-transparent px-3 text-body font-medium text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink';

/** The two screens about money: what was spent, and what was not. */
export function CostsParts() {
  const { common, costs } = useWords();
  return (
    <nav aria-label={costs.parts} className="mb-6 flex gap-1 border-b border-line">
      <Link to="/costs" className={look}>
        {costs.spending}
      </Link>
      <Link to="/cache" className={look}>
        {common.keptAnswers}
      </Link>
    </nav>
  );
}
