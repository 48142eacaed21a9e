import { ConversationRow } from '../../conversation-row/conversation-row.tsx';
import { reasonOf } from '../../queries/reason-of.ts';
import { usePlayed } from '../../queries/use-played.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Part } from '../../ui/part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

/** The conversations in which it plays or has played. */
export function PlayedPart({ personaId }: { readonly personaId: string }) {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const list = usePlayed(personaId);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Part title={words.played}>
      {list.isPending && <Skeleton className="h-40 w-full" />}
      {list.isError && (
        <ErrorBlock
          title={words.playedFailed}
          actions={<Button onClick={() => void list.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(list.error)}
        </ErrorBlock>
      )}
      {list.isSuccess && items.length === 0 && <p className="text-body text-muted">{words.notPlayed}</p>}
      {items.length > 0 && (
        <ul className="border-t border-line">
          {items.map((conversation) => (
            <li key={conversation.id}>
              <ConversationRow conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.morePlayed}
          </Button>
        </div>
      )}
    </Part>
  );
}
