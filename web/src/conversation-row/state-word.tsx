import type { ConversationState } from '@chimera/protocol/conversation';
import { useWords } from '../words/use-words.ts';

/** How a conversation stands: a form and a word. */
export function StateWord({ state }: { readonly state: ConversationState }) {
  const { conversations } = useWords();
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" className={looks[state]}>
        <path d={forms[state]} fill="currentColor" />
      </svg>
      {conversations.states[state]}
    </span>
  );
}

const forms: Record<ConversationState, string> = {
  draft: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.4a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2Z',
  running: 'M2.5 1v10l8-5Z',
  paused: 'M2.5 1.5h2.6v9H2.5Zm4.4 0h2.6v9H6.9Z',
  stopped: 'M2 2h8v8H2Z',
};

const looks: Record<ConversationState, string> = {
  draft: 'text-muted',
  running: 'text-ok',
  paused: 'text-muted',
  stopped: 'text-muted',
};
