import type { Message } from '@chimera/protocol/message';
import { useWords } from '../../words/use-words.ts';
import { StopActions } from './stop-actions.tsx';
import { useNumbers } from '../../words/use-numbers.ts';

/** What nobody says: a stop with its reason, a phase of the format, somebody who comes or goes. */
export function StageLine({ id, message }: { readonly id: string; readonly message: Message }) {
  const { conversation: words } = useWords();
  const numbers = useNumbers();
  const isPhase = message.reason === 'phase';
  // What the stage says as a phase begins stands on a line of its own.
  const [name = '', open] = isPhase ? message.text.split('\n', 2) : [message.text];
  return (
    <>
      <div className="flex items-center gap-4 py-1 font-chrome text-body text-muted">
        <span aria-hidden="true" className="h-px min-w-6 flex-1 bg-line" />
        <h3 id={`name-${id}`} className="sr-only">
          {words.house}
        </h3>
        <p
          dir="auto"
          className={
            isPhase
              ? 'max-w-[80%] text-center text-note font-semibold tracking-widest uppercase'
              : 'max-w-[80%] text-center text-pretty'
          }
        >
          {name}
          {open !== undefined && (
            <span className="mt-1 block text-body font-normal tracking-normal text-pretty normal-case">
              {open}
            </span>
          )}
        </p>
        <time id={`time-${id}`} dateTime={message.createdAt} className="sr-only">
          {numbers.time(message.createdAt)}
        </time>
        <span aria-hidden="true" className="h-px min-w-6 flex-1 bg-line" />
      </div>
      <StopActions row={id} code={message.reason} />
    </>
  );
}
