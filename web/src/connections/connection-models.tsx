import type { Connection } from '@chimera/protocol/provider';
import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useModels } from '../queries/use-models.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { ModelList } from './model-list.tsx';

/** How many models a connection offers, and on demand which. */
export function ConnectionModels({
  connection,
  name,
  isLocal,
}: {
  readonly connection: Connection;
  readonly name: string;
  readonly isLocal: boolean;
}) {
  const { providers: words } = useWords();
  const [open, setOpen] = useState(false);
  const id = useId();
  const models = useModels(connection.id);
  const what = models.data === undefined ? words.models : words.modelCount(models.data.length);
  return (
    <div>
      <Button
        variant="quiet"
        aria-expanded={open}
        aria-controls={id}
        aria-label={words.modelsOf(what, name)}
        onClick={() => setOpen(!open)}
        className="-ml-3 px-3!"
        icon={
          <ChevronDown
            size={16}
            aria-hidden="true"
            className={`transition-transform duration-[var(--state)] ${open ? 'rotate-180' : ''}`}
          />
        }
      >
        {what}
      </Button>
      <div id={id} className={open ? 'mt-2' : undefined}>
        {open && <Models connection={connection} isLocal={isLocal} />}
      </div>
    </div>
  );
}

function Models({ connection, isLocal }: { readonly connection: Connection; readonly isLocal: boolean }) {
  const { common, providers: words } = useWords();
  const models = useModels(connection.id);
  if (models.isPending) {
    return (
      <div className="grid gap-2">
        <p className="sr-only">{words.loadingModels}</p>
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-12 w-full" />
        <Skeleton className="h-12 w-2/3" />
      </div>
    );
  }
  if (models.isError) {
    return (
      <ErrorBlock
        title={words.modelsFailed}
        actions={
          <Button busy={models.isFetching} onClick={() => void models.refetch()}>
            {common.retry}
          </Button>
        }
      >
        {reasonOf(models.error)}
      </ErrorBlock>
    );
  }
  if (models.data.length === 0) return <p className="text-body text-muted">{words.noModels}</p>;
  return <ModelList connection={connection} isLocal={isLocal} models={models.data} />;
}
