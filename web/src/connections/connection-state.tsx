import type { Connection } from '@chimera/protocol/provider';
import { useWords } from '../words/use-words.ts';

/** How a connection is: a form, a word, and how fast it answered. */
export function ConnectionState({ connection }: { readonly connection: Connection }) {
  const { providers: words } = useWords();
  const { status, kind, latencyMs, problem } = connection;
  return (
    <span className="inline-flex items-center gap-1.5 text-body whitespace-nowrap">
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={colours[status]}>
        <path d={forms[status]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {(problem === undefined ? undefined : words.problems[problem]) ?? words.states[status]}
      {status === 'ready' && kind !== 'demo' && latencyMs !== undefined && (
        <span className="text-muted">{`· ${words.latency(latencyMs)}`}</span>
      )}
    </span>
  );
}

const forms: Record<Connection['status'], string> = {
  ready: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Z',
  untried: 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.5a3.5 3.5 0 0 1 0 7Z',
  'no-key': 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z',
  unreachable: 'M2.6 1.2 6 4.6l3.4-3.4 1.4 1.4L7.4 6l3.4 3.4-1.4 1.4L6 7.4l-3.4 3.4-1.4-1.4L4.6 6 1.2 2.6Z',
  failing: 'M6 .8 11.6 11H.4ZM5.3 4.4v3.2h1.4V4.4Zm0 4v1.3h1.4V8.4Z',
};

const colours: Record<Connection['status'], string> = {
  ready: 'text-ok',
  untried: 'text-muted',
  'no-key': 'text-muted',
  unreachable: 'text-warn',
  failing: 'text-danger',
};
