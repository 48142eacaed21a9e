import type { Provider, ProviderStatus } from '@chimera/protocol/provider';
import { useWords } from '../words/use-words.ts';

/** How a provider is: a form, a word, and how fast it answered. */
export function ProviderState({ provider }: { readonly provider: Provider }) {
  const { providers: words } = useWords();
  const { status, kind, latencyMs } = provider;
  return (
    <span className="inline-flex items-center gap-1.5 text-body">
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" className={colours[status]}>
        <path d={forms[status]} fill="currentColor" fillRule="evenodd" />
      </svg>
      {words.states[status]}
      {status === 'ready' && kind !== 'demo' && latencyMs !== undefined && (
        <span className="text-muted">{`· ${words.latency(latencyMs)}`}</span>
      )}
    </span>
  );
}

const forms: Record<ProviderStatus, string> = {
  ready: 'M6 1a5 5 0 1 1 0 10A5 5 0 0 1 6 1Z',
  'no-key': 'M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1Zm0 1.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7Z',
  unreachable: 'M2.6 1.2 6 4.6l3.4-3.4 1.4 1.4L7.4 6l3.4 3.4-1.4 1.4L6 7.4l-3.4 3.4-1.4-1.4L4.6 6 1.2 2.6Z',
  failing: 'M6 .8 11.6 11H.4ZM5.3 4.4v3.2h1.4V4.4Zm0 4v1.3h1.4V8.4Z',
};

const colours: Record<ProviderStatus, string> = {
  ready: 'text-ok',
  'no-key': 'text-muted',
  unreachable: 'text-warn',
  failing: 'text-danger',
};
