import type { ListedPersona } from '@chimera/protocol/persona';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { Dotted } from '../../ui/dotted.tsx';
import { Face } from '../../ui/face.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { FavouriteStar } from './favourite-star.tsx';

const TAGS_SHOWN = 3;

/** A persona in the gallery. All of the card leads to its page; the star lies above that. */
export const PersonaCard = memo(function PersonaCard({ persona }: { readonly persona: ListedPersona }) {
  const { gallery: words } = usePersonaWords();
  const { id, name, tagline, tags, avatar, builtIn, favourite } = persona;
  return (
    <article className="relative flex h-full gap-4 rounded-card border border-line bg-raised p-4 pr-14 transition-[border-color] duration-[var(--state)] hover:border-line-strong">
      <Face name={name} seatNumber={seatOfColour(avatar.color, id)} avatar={avatar} />
      <div className="min-w-0 flex-1">
        <h3 className="font-serif text-head font-medium wrap-anywhere">
          <Link
            to="/personas/$personaId"
            params={{ personaId: id }}
            className="outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            <bdi className="line-clamp-2 pb-0.5 text-as-around">{name}</bdi>
          </Link>
        </h3>
        {tagline !== '' && (
          <p dir="auto" className="line-clamp-2 text-as-around text-body wrap-anywhere">
            {tagline}
          </p>
        )}
        <p className="mt-2 line-clamp-1 text-note break-all text-muted">
          <Dotted>
            {favourite && words.favourite}
            {!builtIn && words.yours}
            {tags.slice(0, TAGS_SHOWN).map((tag) => (
              <bdi key={tag}>{tag}</bdi>
            ))}
          </Dotted>
        </p>
      </div>
      <div className="absolute top-2 right-2">
        <FavouriteStar persona={persona} />
      </div>
    </article>
  );
});
