import type { Scene } from '@chimera/protocol/scene';
import type { Persona } from '@chimera/protocol/persona';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import type { useScenes } from '../queries/use-scenes.ts';
import type { useStartConversation } from '../queries/use-start-conversation.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { Poster } from './poster.tsx';
import { startOfScene } from './start-of-scene.ts';

// Dialogs are a tenth of the app and nobody needs one at first.
const SceneSheet = lazy(async () => ({ default: (await import('./scene-sheet.tsx')).SceneSheet }));

const route = getRouteApi('/page/');
const POSTERS = 6;

export interface ScenesProps {
  readonly scenes: ReturnType<typeof useScenes>;
  readonly personaById: ReadonlyMap<string, Persona>;
  readonly start: ReturnType<typeof useStartConversation>;
}

/** The ready scenes as posters. */
export function Scenes({ scenes, personaById, start }: ScenesProps) {
  const { common, home } = useWords();
  const { scene: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const open = scenes.data?.find(({ id }) => id === openId);

  function play(scene: Scene): void {
    if (!start.isPending) start.mutate(startOfScene(scene));
  }
  const starting = start.isPending ? start.variables.title : undefined;

  return (
    <section aria-labelledby="scenes-title">
      <h2 id="scenes-title" className="mb-4 font-serif text-head font-medium">
        {home.scenes}
      </h2>
      {scenes.isError && (
        <ErrorBlock
          title={home.scenesMissing}
          actions={<Button onClick={() => void scenes.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(scenes.error)}
        </ErrorBlock>
      )}
      {scenes.data?.length === 0 && <EmptyState title={home.noScenes} />}
      <ul className="grid grid-cols-1 gap-6 sm:grid-cols-2 lg:grid-cols-3" aria-busy={scenes.isPending}>
        {scenes.isPending &&
          Array.from({ length: POSTERS }, (_, index) => (
            <li key={index}>
              <Skeleton className="aspect-[3/2] w-full" />
            </li>
          ))}
        {scenes.data?.slice(0, POSTERS).map((scene, index) => (
          <li key={scene.id}>
            <Poster
              scene={scene}
              cast={castOf(scene, personaById)}
              arrangement={index}
              busy={starting === scene.title}
              onPlay={() => play(scene)}
            />
          </li>
        ))}
      </ul>
      <Suspense>
        {open && (
          <SceneSheet
            scene={open}
            cast={castOf(open, personaById)}
            busy={starting === open.title}
            onPlay={() => play(open)}
            onClose={() => void navigate({ search: {}, resetScroll: false })}
          />
        )}
      </Suspense>
    </section>
  );
}

function castOf(scene: Scene, personaById: ReadonlyMap<string, Persona>): readonly Persona[] {
  return scene.personaIds.map((id) => personaById.get(id)).filter((persona) => persona !== undefined);
}
