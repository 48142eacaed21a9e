import type { Cast } from '@chimera/protocol/cast';
import { Link } from '@tanstack/react-router';
import { Play } from 'lucide-react';
import type { People } from '../../queries/use-people.ts';
import { Button } from '../../ui/button.tsx';
import { FaceStack } from '../../ui/face-stack.tsx';
import { isolate } from '../../ui/isolate.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

export interface CastPosterProps {
  readonly cast: Cast;
  readonly people: People;
  readonly busy: boolean;
  readonly onPlay: () => void;
}

const FACES = 5;

/** A cast as a poster: all of it opens its page; Play starts its conversation at once. */
export function CastPoster({
  cast: { id, name, line, seats, builtIn },
  people,
  busy,
  onPlay,
}: CastPosterProps) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const cast = seats.flatMap(({ personaId }) => people.known.get(personaId) ?? []);
  return (
    <article className="relative flex h-full w-64 flex-col rounded-card border border-line bg-raised p-4 transition-colors duration-[var(--state)] hover:border-line-strong sm:w-72">
      <h3 className="font-serif text-title font-medium wrap-anywhere">
        <Link
          to="/casts/$castId"
          params={{ castId: id }}
          className="outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <bdi className="line-clamp-2 pb-1.5">{name}</bdi>
        </Link>
      </h3>
      {line !== '' && (
        <p dir="auto" className="mt-1 line-clamp-3 text-as-around font-serif text-body italic">
          {line}
        </p>
      )}
      <div className="mt-auto flex items-end justify-between gap-3 pt-4">
        <div className="min-w-0">
          <FaceStack people={cast} size={28} most={FACES} />
          <p className="mt-1 line-clamp-2 text-note text-muted">
            {cast.length === 0
              ? words.seats(seats.length)
              : common.names(cast.map((one) => isolate(one.name)))}
          </p>
          {!builtIn && <p className="text-note text-muted">{words.yours}</p>}
        </div>
        <Button
          variant="primary"
          busy={busy}
          aria-label={words.play(isolate(name))}
          onClick={onPlay}
          icon={<Play size={16} strokeWidth={1.75} aria-hidden="true" />}
          className="relative"
        >
          {common.play}
        </Button>
      </div>
    </article>
  );
}
