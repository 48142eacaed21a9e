import type { ConversationState } from '@chimera/protocol/conversation';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import { ConversationRow } from '../conversation-row/conversation-row.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useConversations } from '../queries/use-conversations.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

const STATES = ['running', 'paused', 'stopped', 'draft'] as const satisfies readonly ConversationState[];

/** All of one's conversations, to find, to go on with, to delete. */
export function ConversationsScreen() {
  const { common, conversations: words } = useWords();
  const [q, setQ] = useState('');
  const [state, setState] = useState<ConversationState | null>(null);
  // Typing stays quick; the list follows.
  const wanted = useDeferredValue(q.trim());
  const list = useConversations({ q: wanted, state });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = wanted !== '' || state !== null;

  function showAll(): void {
    setQ('');
    setState(null);
  }

  return (
    <Page title={common.conversations} product={common.product}>
      {(items.length > 0 || filtered) && (
        <search className="mb-4 flex flex-wrap gap-3">
          <div className="min-w-48 flex-1">
            <SearchField label={words.searchLabel} value={q} onValueChange={setQ} />
          </div>
          <Field label={words.stateLabel} labelHidden>
            {(control) => (
              <Select
                {...control}
                value={state ?? ''}
                onValueChange={(value) => setState(STATES.find((known) => known === value) ?? null)}
                options={[
                  { value: '', label: words.anyState },
                  ...STATES.map((value) => ({ value, label: words.states[value] })),
                ]}
                className="w-44"
              />
            )}
          </Field>
          <Link
            to="/search"
            search={wanted === '' ? {} : { q: wanted }}
            className="control-height inline-flex items-center rounded-card border border-line-strong bg-raised px-4 text-body font-medium text-ink hover:bg-sunken"
          >
            {words.searchSaid}
          </Link>
        </search>
      )}
      {list.isPending && <Skeleton className="h-64 w-full" />}
      {list.isError && (
        <ErrorBlock
          title={words.failed}
          actions={<Button onClick={() => void list.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(list.error)}
        </ErrorBlock>
      )}
      {list.isSuccess && items.length === 0 && !filtered && (
        <EmptyState
          title={words.none}
          action={
            <Link
              to="/"
              className="control-height inline-flex items-center rounded-card bg-accent px-4 font-medium text-accent-ink hover:bg-accent-hover"
            >
              {words.toHome}
            </Link>
          }
        >
          {words.noneHint}
        </EmptyState>
      )}
      {list.isSuccess && items.length === 0 && filtered && (
        <EmptyState
          title={wanted === '' ? words.noMatchState : words.noMatch(wanted)}
          action={<Button onClick={showAll}>{words.clear}</Button>}
        />
      )}
      <output aria-live="polite" className="sr-only">
        {list.isSuccess && filtered ? words.found(items.length) : ''}
      </output>
      {items.length > 0 && (
        <>
          <h2 className="sr-only">{common.conversations}</h2>
          <ul className="border-t border-line">
            {items.map((conversation) => (
              <li key={conversation.id}>
                <ConversationRow conversation={conversation} />
              </li>
            ))}
          </ul>
        </>
      )}
      {list.hasNextPage && (
        <div className="mt-6">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </Page>
  );
}
