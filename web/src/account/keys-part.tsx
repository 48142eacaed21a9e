import type { ApiKey } from '@chimera/protocol/account';
import type { Role } from '@chimera/protocol/access';
import { useState } from 'react';
import { useAccountWork, useApiKeys } from '../queries/use-account.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { isolate } from '../ui/isolate.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useWords } from '../words/use-words.ts';
import { Part } from '../ui/part.tsx';
import { Confirm } from './confirm.tsx';
import { ListStates } from './list-states.tsx';
import { MakeKey } from './make-key.tsx';

/** Keys for one's programs. */
export function KeysPart({ role }: { readonly role: Role }) {
  const { account: words } = useWords();
  const keys = useApiKeys();
  const [making, setMaking] = useState(false);
  return (
    <Part
      title={words.keys}
      lead={words.keysLead}
      aside={<Button onClick={() => setMaking(true)}>{words.makeKey}</Button>}
    >
      <ListStates asked={keys} failed={words.keysFailed}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={words.keysNone}>{words.keysNoneHint}</EmptyState>
          ) : (
            <ul>
              {all.map((key) => (
                <KeyRow key={key.id} apiKey={key} />
              ))}
            </ul>
          )
        }
      </ListStates>
      {making && <MakeKey role={role} onClose={() => setMaking(false)} />}
    </Part>
  );
}

function KeyRow({ apiKey }: { readonly apiKey: ApiKey }) {
  const { account: words } = useWords();
  const { revokeApiKey } = useAccountWork();
  const [asking, setAsking] = useState(false);
  const { id, name, scopes, last4 } = apiKey;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-body font-medium">
          <bdi className="[overflow-wrap:anywhere]">{name}</bdi>
          {scopes.map((scope) => (
            <Badge key={scope}>{words.scopes[scope]}</Badge>
          ))}
        </p>
        <p className="text-note text-muted">
          {words.keyEnd(last4)} · <Used apiKey={apiKey} /> · <Expiry apiKey={apiKey} />
        </p>
      </div>
      <Button variant="quiet" aria-label={words.revokeOf(isolate(name))} onClick={() => setAsking(true)}>
        {words.revoke}
      </Button>
      {asking && (
        <Confirm
          title={words.revokeAsk(isolate(name))}
          description={words.revokeHint}
          verb={words.revoke}
          work={() => revokeApiKey(id)}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}

function Used({ apiKey: { lastUsedAt } }: { readonly apiKey: ApiKey }) {
  const { account: words, language } = useWords();
  if (lastUsedAt === undefined) return words.keyUnused;
  return (
    <>
      {words.lastUsed} <TimeAgo at={lastUsedAt} language={language} />
    </>
  );
}

function Expiry({ apiKey: { expiresAt } }: { readonly apiKey: ApiKey }) {
  const { account: words, language } = useWords();
  const [nowMs] = useState(() => Date.now());
  if (expiresAt === undefined) return words.keyForever;
  const at = Date.parse(expiresAt);
  return (
    <>
      {at < nowMs ? words.keyExpired : words.keyExpires}{' '}
      <time dateTime={expiresAt}>
        {new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(at)}
      </time>
    </>
  );
}
