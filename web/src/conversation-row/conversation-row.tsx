import type { ConversationSummary } from '@chimera/protocol/conversation';
import { Link } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useAvatars } from '../queries/use-avatars.ts';
import { FaceStack } from '../ui/face-stack.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useWords } from '../words/use-words.ts';
import { StateWord } from './state-word.tsx';

const DeleteDialog = lazy(async () => ({ default: (await import('./delete-dialog.tsx')).DeleteDialog }));

/** A conversation in a list: who, what about, the last line, when, and how it stands. */
export function ConversationRow({ conversation }: { readonly conversation: ConversationSummary }) {
  const words = useWords();
  const avatars = useAvatars();
  const [asking, setAsking] = useState(false);
  const { id, title, seats, lastLine, state, updatedAt } = conversation;
  return (
    <article className="relative flex items-start gap-3 border-b border-line py-3 hover:bg-sunken">
      <div className="min-w-0 flex-1">
        <h3 className="line-clamp-2 font-serif text-head font-medium text-pretty wrap-anywhere sm:line-clamp-1">
          <Link
            to="/c/$conversationId"
            params={{ conversationId: id }}
            className="outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-focus"
          >
            {title}
          </Link>
        </h3>
        <p className="truncate text-body text-muted">
          {lastLine === undefined ? (
            words.home.noLine
          ) : (
            <>
              <bdi className="font-medium text-ink">{lastLine.name}</bdi>
              {' · '}
              <span dir="auto">{lastLine.text}</span>
            </>
          )}
        </p>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-note text-muted">
          <FaceStack
            people={seats.map(({ name, personaId }) => ({ name, avatar: avatars.get(personaId) }))}
          />
          <span className="sr-only">{words.common.names(seats.map(({ name }) => name))}</span>
          <StateWord state={state} />
          <span>{words.common.turns(conversation.turns)}</span>
          <TimeAgo at={updatedAt} language={words.language} />
        </p>
      </div>
      <IconButton
        label={words.conversations.deleteOne(title)}
        icon={<Trash2 size={18} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => setAsking(true)}
        className="relative text-muted hover:text-danger"
      />
      <Suspense>
        {asking && <DeleteDialog conversation={conversation} onClose={() => setAsking(false)} />}
      </Suspense>
    </article>
  );
}
