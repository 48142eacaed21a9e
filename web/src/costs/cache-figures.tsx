import type { CacheStats } from '@chimera/protocol/cache';
import { useNumbers } from '../words/use-numbers.ts';
import { useKeptAnswersWords } from '../words/use-kept-answers-words.ts';
import { useWords } from '../words/use-words.ts';
import { bytesIn } from '../words/bytes-in.ts';
import { Dotted } from '../ui/dotted.tsx';
import { Figure } from './figure.tsx';
import { Part } from '../ui/part.tsx';

/** What keeping answers was good for. */
export function CacheFigures({ stats }: { readonly stats: CacheStats }) {
  const { language } = useWords();
  const words = useKeptAnswersWords();
  const { money } = useNumbers();
  const asked = stats.hits + stats.misses;
  return (
    <>
      <dl className="mb-6 grid grid-cols-2 gap-6 sm:grid-cols-4">
        <Figure label={words.hitRate} value={asked === 0 ? '–' : words.percent(stats.hitRate)}>
          {asked === 0 ? words.neverAsked : words.ofAsked(stats.hits, asked)}
        </Figure>
        <Figure label={words.timeSaved} value={words.duration(stats.savedMs)}>
          {words.notWaited}
        </Figure>
        <Figure label={words.moneySaved} value={money(stats.savedCost)}>
          {words.atKnownPrices}
        </Figure>
        <Figure label={words.keptNow} value={words.answers(stats.entries)}>
          {bytesIn(language, stats.bytes)}
        </Figure>
      </dl>
      <ByProvider byProvider={stats.byProvider} />
    </>
  );
}

function ByProvider({ byProvider }: Pick<CacheStats, 'byProvider'>) {
  const { conversation } = useWords();
  const words = useKeptAnswersWords();
  const { money } = useNumbers();
  if (byProvider.length === 0) return null;
  return (
    <Part title={words.byProvider}>
      <ul className="border-t border-line">
        {byProvider.map(({ kind, hits, misses, savedMs, savedCost }) => (
          <li key={kind} className="border-b border-line py-3 text-body last:border-b-0 last:pb-0">
            <h3 className="font-medium">{conversation.providers[kind]}</h3>
            <p className="text-muted tabular-nums">
              <Dotted>
                {words.hits(hits)}
                {words.misses(misses)}
                {words.saved(words.duration(savedMs), money(savedCost))}
              </Dotted>
            </p>
          </li>
        ))}
      </ul>
    </Part>
  );
}
