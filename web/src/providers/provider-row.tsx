import type { Connection, Provider } from '@chimera/protocol/provider';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ModelList } from './model-list.tsx';
import { ProviderState } from './provider-state.tsx';

/** One provider: how it is, in form and word, and what it offers on demand. */
export function ProviderRow({ provider }: { readonly provider: Provider }) {
  const { providers: words } = useWords();
  const { name, kind, local, detail, connections, status } = provider;
  return (
    <article className="border-b border-line py-4">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 className="font-serif text-head font-medium">{name}</h2>
        <ProviderState provider={provider} />
        {kind === 'demo' && <Badge>{words.demo}</Badge>}
        {local && kind !== 'demo' && <Badge>{words.local}</Badge>}
      </div>
      <p className="mt-1 max-w-prose text-body text-muted">{detail}</p>
      {status === 'ready' &&
        kind !== 'demo' &&
        connections.map((connection) => (
          <Models key={connection.id} provider={provider} connection={connection} />
        ))}
    </article>
  );
}

function Models({ provider, connection }: { readonly provider: Provider; readonly connection: Connection }) {
  const { providers: words } = useWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const label = provider.connections.length > 1 ? connection.label : provider.name;
  return (
    <div className="mt-2">
      <div className="flex flex-wrap items-center gap-x-4 text-note text-muted">
        <Button
          variant="quiet"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
          className="-ml-3 max-w-full px-3! text-left whitespace-normal!"
          icon={
            <ChevronDown
              size={16}
              aria-hidden="true"
              className={`transition-transform duration-[var(--state)] ${open ? 'rotate-180' : ''}`}
            />
          }
        >
          {open ? words.hideModels(label) : words.showModels(label)}
        </Button>
        {connection.baseUrl !== undefined && (
          <span className="font-code break-all">{connection.baseUrl}</span>
        )}
        {connection.keyLast4 !== undefined && <span>{words.key(connection.keyLast4)}</span>}
      </div>
      <div id={id}>{open && <ModelList connectionId={connection.id} providerName={label} />}</div>
    </div>
  );
}
