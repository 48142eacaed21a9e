import type { Model } from '@chimera/protocol/provider';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { reasonOf } from '../queries/reason-of.ts';
import { useModels } from '../queries/use-models.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

export interface ModelListProps {
  readonly connectionId: string;
  readonly providerName: string;
}

/** What a connection offers; one press makes a model the brain of new conversations. */
export function ModelList({ connectionId, providerName }: ModelListProps) {
  const { common, providers: words } = useWords();
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const models = useModels(connectionId);
  if (models.isPending) return <Skeleton className="mt-2 h-24 w-full" />;
  if (models.isError) {
    return (
      <ErrorBlock
        title={words.modelsFailed}
        actions={<Button onClick={() => void models.refetch()}>{common.retry}</Button>}
      >
        {reasonOf(models.error)}
      </ErrorBlock>
    );
  }
  if (models.data.length === 0) return <p className="mt-2 text-body text-muted">{words.noModels}</p>;

  function use(model: Model): void {
    const label = `${providerName} · ${model.name ?? model.id}`;
    change({ brain: { connectionId, model: model.id, label } });
    announcer.status(words.using(label));
  }

  const { brain } = preferences;
  return (
    <ul
      aria-label={words.modelCount(models.data.length)}
      className="mt-2 max-h-96 overflow-y-auto rounded-card border border-line"
    >
      {models.data.map((model) => (
        <li
          key={model.id}
          className="flex min-h-14 items-center justify-between gap-4 border-line px-3 py-1 not-first:border-t"
        >
          <span className="min-w-0">
            <span className="block text-body break-words">{model.name ?? model.id}</span>
            <Facts model={model} />
          </span>
          {brain?.connectionId === connectionId && brain.model === model.id ? (
            <Badge>{words.used}</Badge>
          ) : (
            <Button
              variant="quiet"
              aria-label={words.chooseModel(model.name ?? model.id)}
              onClick={() => use(model)}
            >
              {words.use}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Facts({ model }: { readonly model: Model }) {
  const { providers: words } = useWords();
  const facts = [
    model.contextTokens !== undefined && words.context(model.contextTokens),
    model.inputPrice !== undefined &&
      model.outputPrice !== undefined &&
      words.price(model.inputPrice, model.outputPrice),
  ].filter((fact) => fact !== false);
  return <span className="block text-note text-muted">{facts.join(' · ')}</span>;
}
