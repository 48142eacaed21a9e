import type { Scene } from '@chimera/protocol/scene';
import type { Persona } from '@chimera/protocol/persona';
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';
import { PosterCircles } from './poster-circles.tsx';

export interface PosterProps {
  readonly scene: Scene;
  readonly cast: readonly Persona[];
  /** Which of the arrangements of circles it wears. */
  readonly arrangement: number;
  readonly busy: boolean;
  readonly onPlay: () => void;
}

/** A scene as a poster: type and the colours of its cast. All of it opens the scene; Play starts it at once. */
export function Poster({ scene, cast, arrangement, busy, onPlay }: PosterProps) {
  const { common, home } = useWords();
  return (
    <article className="group relative flex min-h-full flex-col overflow-hidden rounded-card border border-line bg-raised p-5 transition-colors duration-[var(--state)] hover:border-line-strong sm:aspect-[3/2] contrast-more:border-2">
      <PosterCircles count={scene.personaIds.length} arrangement={arrangement} />
      <h3 className="relative font-serif text-title font-medium text-balance">
        <Link
          to="/"
          search={{ scene: scene.id }}
          resetScroll={false}
          className="outline-none after:absolute after:-inset-5 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-offset-[-4px] focus-visible:after:outline-focus"
        >
          {scene.title}
        </Link>
      </h3>
      <p className="pointer-events-none relative mt-2 line-clamp-2 font-serif text-body italic transition-opacity duration-[var(--appear)] motion-safe:mouse:opacity-0 motion-safe:mouse:group-focus-within:opacity-100 motion-safe:mouse:group-hover:opacity-100">
        {scene.line}
      </p>
      <div className="relative mt-auto flex items-end justify-between gap-4 pt-4">
        <div className="pointer-events-none min-w-0 text-note">
          <p className="line-clamp-2 font-medium">{common.names(cast.map(({ name }) => name))}</p>
          <p className="mt-0.5">{scene.billing}</p>
        </div>
        <Button
          variant="primary"
          busy={busy}
          aria-label={home.playScene(scene.title)}
          onClick={onPlay}
          icon={<Play size={16} strokeWidth={1.75} aria-hidden="true" />}
        >
          {common.play}
        </Button>
      </div>
    </article>
  );
}
