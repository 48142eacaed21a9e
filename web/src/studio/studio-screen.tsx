import { Link, Navigate, useNavigate } from '@tanstack/react-router';
import { unreachable } from '@chimera/protocol/unreachable';
import { type ReactNode, useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { isolate } from '../ui/isolate.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { useToast } from '../ui/toast.tsx';
import { useStudioWords } from '../words/use-studio-words.ts';
import { useWords } from '../words/use-words.ts';
import { LeftoverChoice } from './leftover-choice.tsx';
import { Studio } from './studio.tsx';
import { StudioPage } from './studio-page.tsx';
import { type Opened, openedOf, type Opening, type Target, useOpening } from './use-opening.ts';

/** Makes a persona, or changes one: opens what is asked for, or says why not. */
export function StudioScreen({ target }: { readonly target: Target }) {
  const words = useStudioWords();
  const { common } = useWords();
  // What the address says later is told to it from here.
  const [asked] = useState(target);
  const opening = useOpening(asked);
  if (opening.isPending) return <Loading />;
  if (opening.isError) {
    return (
      <StudioPage title={words.newTitle} lead="">
        <ErrorBlock
          title={words.failed}
          actions={
            <Button busy={opening.isFetching} onClick={() => void opening.refetch()}>
              {common.retry}
            </Button>
          }
        >
          {reasonOf(opening.error)}
        </ErrorBlock>
      </StudioPage>
    );
  }
  return <Begun opening={opening.data} personaId={target.personaId} />;
}

function Begun({ opening, personaId }: { readonly opening: Opening; readonly personaId: string | null }) {
  const [chosen, setChosen] = useState<Opened | null>(null);
  const table = useTable(personaId);
  if (chosen !== null) return <Studio opened={chosen} {...table} />;
  switch (opening.name) {
    case 'open':
      return <Studio opened={opening.opened} {...table} />;
    case 'leftovers': {
      const { leftovers, persona, fresh } = opening;
      return (
        <LeftoverChoice
          leftovers={leftovers}
          persona={persona}
          onFresh={() => setChosen(fresh)}
          onGoOn={(leftover) => {
            setChosen(openedOf(leftover, persona));
            if (leftover.draft) table.onBegun(leftover.draft.id);
          }}
        />
      );
    }
    case 'elsewhere':
      return (
        <Navigate
          to="/personas/$personaId/edit"
          params={{ personaId: opening.personaId }}
          search={{ draft: opening.draft }}
          replace
        />
      );
    case 'built-in':
      return <BuiltIn persona={opening.persona} />;
    case 'missing':
      return <Missing what={opening.what} />;
    default:
      return unreachable(opening);
  }
}

/** What becomes of a sheet on the table, in the address and after it. */
function useTable(personaId: string | null) {
  const navigate = useNavigate();
  const words = useStudioWords();
  const toast = useToast();
  return {
    onBegun: (draft: string) => {
      const named = (before: object) => ({ ...before, draft });
      const stay = { replace: true, resetScroll: false } as const;
      void (personaId === null
        ? navigate({ to: '/personas/new', search: named, ...stay })
        : navigate({ to: '/personas/$personaId/edit', params: { personaId }, search: named, ...stay }));
    },
    onKept: ({ id, name, version }: { id: string; name: string; version: number }) => {
      const isNew = personaId === null;
      const shown = isolate(name);
      toast.show({ text: isNew ? words.kept.new(shown) : words.kept.version(shown, version) });
      void navigate({ to: '/personas/$personaId', params: { personaId: id } });
    },
  };
}

function BuiltIn({
  persona: { id, name },
}: {
  readonly persona: { readonly id: string; readonly name: string };
}) {
  const words = useStudioWords();
  return (
    <StudioPage title={words.builtIn(isolate(name))} lead={words.builtInHint}>
      <Way>
        <Link to="/personas/new" search={{ from: id }} className={wayLook}>
          {words.beginWith(isolate(name))}
        </Link>
      </Way>
    </StudioPage>
  );
}

function Missing({ what }: { readonly what: 'persona' | 'draft' }) {
  const words = useStudioWords();
  return (
    <StudioPage title={words.missing[what]} lead={words.missingHint[what]}>
      <Way>
        <Link to="/personas" className={wayLook}>
          {words.allPersonas}
        </Link>
        <Link to="/personas/new" className={wayLook}>
          {words.startNew}
        </Link>
      </Way>
    </StudioPage>
  );
}

const wayLook =
  'control-height inline-flex items-center text-accent underline decoration-accent underline-offset-4';

function Way({ children }: { readonly children: ReactNode }) {
  return <p className="flex flex-wrap gap-6 py-4">{children}</p>;
}

function Loading() {
  const words = useStudioWords();
  return (
    <StudioPage title={words.newTitle} lead={words.loading}>
      <output className="grid gap-4 py-4 lg:grid-cols-[minmax(0,560px)_minmax(0,1fr)] lg:gap-10">
        <span className="sr-only">{words.loading}</span>
        <span className="grid gap-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
          <Skeleton className="h-40" />
        </span>
        <Skeleton className="hidden h-80 lg:block" />
      </output>
    </StudioPage>
  );
}
