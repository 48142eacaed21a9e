import type { Persona } from '@chimera/protocol/persona';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { usePersonas } from '../queries/use-personas.ts';
import { useScenes } from '../queries/use-scenes.ts';
import { useStartConversation } from '../queries/use-start-conversation.ts';
import { useWords } from '../words/use-words.ts';
import { BrainStrip } from './brain-strip.tsx';
import { ContinueRail } from './continue-rail.tsx';
import { Scenes } from './scenes.tsx';
import { TopicForm } from './topic-form.tsx';

const route = getRouteApi('/page/');

/** The first screen plays: a topic, or a scene, and one press. */
export function HomeScreen() {
  const { common, home } = useWords();
  const { persona } = route.useSearch();
  const personas = usePersonas();
  const scenes = useScenes();
  const start = useStartConversation();
  const personaById = useMemo(() => byId(personas.data ?? []), [personas.data]);

  useEffect(() => {
    document.title = common.product;
  }, [common.product]);

  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-[1280px] px-4 pt-8 pb-16 outline-none sm:px-6 lg:px-10 lg:pt-12 xl:max-w-[1760px]"
    >
      <h1 className="font-serif text-title font-medium">{home.question}</h1>
      <TopicForm
        key={persona ?? ''}
        personas={personas}
        preferredIds={persona === undefined ? (scenes.data?.[0]?.personaIds ?? []) : [persona]}
        start={start}
      />
      <BrainStrip />
      <div className="mt-10 xl:grid xl:grid-cols-[minmax(0,1200px)_minmax(0,1fr)] xl:gap-12">
        <Scenes scenes={scenes} personaById={personaById} start={start} />
        <ContinueRail />
      </div>
    </main>
  );
}

function byId(personas: readonly Persona[]): ReadonlyMap<string, Persona> {
  return new Map(personas.map((persona) => [persona.id, persona]));
}
