import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

type StopAction = 'play-on' | 'try-again' | 'change-topic' | 'ask' | 'raise-limit' | 'choose-brain';
/** Limits over all conversations have a screen of their own. */
type Help = StopAction | 'change-limit';

/** What helps against each reason to stop; the first is the likeliest. */
const HELP: ReadonlyMap<string, readonly Help[]> = new Map([
  ['director', ['play-on']],
  ['restart', ['play-on']],
  ['format-over', ['play-on', 'change-topic']],
  ['stop-word', ['play-on', 'change-topic']],
  ['nobody-watching', ['play-on']],
  ['max-turns', ['play-on', 'raise-limit']],
  ['max-minutes', ['play-on', 'raise-limit']],
  ['max-tokens', ['play-on', 'raise-limit']],
  ['max-cost', ['raise-limit', 'play-on']],
  ['max-cost-day', ['change-limit', 'play-on']],
  ['max-cost-month', ['change-limit', 'play-on']],
  ['max-tokens-day', ['change-limit', 'play-on']],
  ['all-passed', ['ask', 'change-topic', 'play-on']],
  ['loop', ['change-topic', 'play-on']],
  ['said-goodbye', ['ask', 'play-on']],
  ['wrapped-up', ['play-on', 'change-topic']],
  ['provider-failed', ['choose-brain', 'try-again']],
]);

/** The way on from a stop, under its reason; gone once the talk went on. */
export function StopActions({ row, code }: { readonly row: string; readonly code: string | undefined }) {
  const { store } = useStage();
  const isLast = useSelected(store.order, (order) => order.at(-1) === row);
  const holds = useSelected(
    store.conversation,
    (conversation) => conversation?.state !== 'running' && conversation?.stopReason?.code === code,
  );
  const actions = HELP.get(code ?? '');
  if (!isLast || !holds || actions === undefined) return null;
  return (
    <div className="mt-3 flex flex-wrap justify-center gap-2">
      {actions.map((action) =>
        action === 'change-limit' ? <ToCosts key={action} /> : <StopButton key={action} action={action} />,
      )}
    </div>
  );
}

function StopButton({ action }: { readonly action: StopAction }): ReactNode {
  const { direction, act, drawer, compose } = useStage();
  const { conversation: words } = useWords();
  const play = () => void act(direction.play(), words.playing);
  const runs: Record<StopAction, () => void> = {
    'play-on': play,
    'try-again': play,
    'change-topic': () => drawer.set('direct'),
    ask: () => compose({ kind: 'self' }),
    'raise-limit': () => drawer.set('limits'),
    'choose-brain': () => drawer.set('cast'),
  };
  return <Button onClick={runs[action]}>{words.stopActions[action]}</Button>;
}

function ToCosts(): ReactNode {
  const { conversation: words } = useWords();
  return (
    <Link
      to="/costs"
      className="control-height inline-flex items-center rounded-card border border-line-strong bg-raised px-4 text-body font-medium text-ink hover:bg-sunken"
    >
      {words.stopActions['change-limit']}
    </Link>
  );
}
