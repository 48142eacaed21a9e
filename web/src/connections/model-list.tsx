import type { Connection, Model } from '@chimera/protocol/provider';
import { useDeferredValue, useState } from 'react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useConnectionScope } from '../queries/connection-scope.ts';
import { modelFacts } from '../queries/model-facts.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { isolate } from '../ui/isolate.ts';
import { matchesWords } from '../ui/matches-words.ts';
import { SearchField } from '../ui/search-field.tsx';
import { useWords } from '../words/use-words.ts';

export interface ModelListProps {
  readonly connection: Connection;
  readonly isLocal: boolean;
  readonly models: readonly Model[];
}

const SEARCHED_FROM = 8;
/** More are shown on demand: a vendor of vendors has hundreds. */
const SHOWN_AT_FIRST = 40;

/** What a connection offers; one press makes a model the brain of new conversations. */
export function ModelList({ connection, isLocal, models }: ModelListProps) {
  const { models: modelsWords, providers: words } = useWords();
  const [query, setQuery] = useState('');
  const [all, setAll] = useState(false);
  const wanted = useDeferredValue(query);
  const found = models.filter(({ id, name = '' }) => matchesWords(`${name} ${id}`, wanted));
  const shown = all ? found : found.slice(0, SHOWN_AT_FIRST);
  return (
    <div className="grid gap-2">
      {models.length >= SEARCHED_FROM && (
        <SearchField
          label={words.modelsOf(modelsWords.search, connection.label)}
          placeholder={modelsWords.search}
          value={query}
          onValueChange={setQuery}
        />
      )}
      {found.length === 0 && <p className="text-body text-muted">{modelsWords.noMatch(isolate(wanted))}</p>}
      <ul
        aria-label={words.modelsOf(words.models, connection.label)}
        className="-mx-4 max-h-96 overflow-y-auto overscroll-contain px-4"
      >
        {shown.map((model) => (
          <ModelRow key={model.id} model={model} connection={connection} isLocal={isLocal} />
        ))}
      </ul>
      {shown.length < found.length && (
        <Button variant="quiet" className="-ml-4 justify-self-start" onClick={() => setAll(true)}>
          {words.showAll(found.length)}
        </Button>
      )}
    </div>
  );
}

function ModelRow({
  model,
  connection,
  isLocal,
}: {
  readonly model: Model;
  readonly connection: Connection;
  readonly isLocal: boolean;
}) {
  const words = useWords();
  const isOwn = useConnectionScope() === 'own';
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const { brain } = preferences;
  const isUsed = brain?.connectionId === connection.id && brain.model === model.id;
  const name = model.name ?? model.id;

  function use(): void {
    const label = `${connection.label} · ${name}`;
    change({ brain: { connectionId: connection.id, model: model.id, label } });
    announcer.status(words.providers.using(label));
  }

  return (
    <li className="flex min-h-14 items-center justify-between gap-4 border-line py-1 not-first:border-t">
      <span className="min-w-0">
        <bdi className="block text-body wrap-anywhere">{name}</bdi>
        <span className="block text-note text-muted">{modelFacts(model, isLocal, words).join(' · ')}</span>
      </span>
      {isUsed ? (
        <Badge>{words.providers.used}</Badge>
      ) : !isOwn ? null : (
        <Button
          variant="quiet"
          className="-mr-2 px-3!"
          aria-label={words.providers.chooseModel(name)}
          onClick={use}
        >
          {words.providers.use}
        </Button>
      )}
    </li>
  );
}
