import type { ConversationSummary } from '@chimera/protocol/conversation';
import { Link } from '@tanstack/react-router';
import { ConversationRow } from '../conversation-row/conversation-row.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useRecentConversations } from '../queries/use-recent-conversations.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

/** What is playing now, and the last conversations to go on with. */
export function ContinueRail() {
  const { common, home, conversations: words } = useWords();
  const recent = useRecentConversations();
  const running = recent.data?.filter(({ state }) => state === 'running') ?? [];
  const others = recent.data?.filter(({ state }) => state !== 'running') ?? [];
  return (
    <div className="mt-12 flex flex-col gap-10 xl:mt-0">
      {running.length > 0 && <Rail id="running" title={home.running} items={running} />}
      <section
        aria-labelledby="continue-title"
        className={running.length > 0 && others.length === 0 ? 'hidden' : ''}
      >
        <h2 id="continue-title" className="mb-2 font-serif text-head font-medium">
          {home.continue}
        </h2>
        {recent.isPending && <Skeleton className="h-40 w-full" />}
        {recent.isError && (
          <ErrorBlock
            title={words.failed}
            actions={<Button onClick={() => void recent.refetch()}>{common.retry}</Button>}
          >
            {reasonOf(recent.error)}
          </ErrorBlock>
        )}
        {recent.data?.length === 0 && <EmptyState title={home.nothingYet}>{home.nothingYetHint}</EmptyState>}
        <List items={others} />
        {others.length > 0 && (
          <Link
            to="/conversations"
            className="mt-2 inline-flex min-h-11 items-center text-body text-accent underline underline-offset-4"
          >
            {home.allConversations}
          </Link>
        )}
      </section>
    </div>
  );
}

interface RailProps {
  readonly id: string;
  readonly title: string;
  readonly items: readonly ConversationSummary[];
}

function Rail({ id, title, items }: RailProps) {
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className="mb-2 font-serif text-head font-medium">
        {title}
      </h2>
      <List items={items} />
    </section>
  );
}

function List({ items }: { readonly items: readonly ConversationSummary[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="grid grid-cols-1 gap-x-10 lg:grid-cols-2 xl:grid-cols-1">
      {items.map((conversation) => (
        <li key={conversation.id}>
          <ConversationRow conversation={conversation} />
        </li>
      ))}
    </ul>
  );
}
