import type { ListedPersona } from '@chimera/protocol/persona';
import { getRouteApi, Link } from '@tanstack/react-router';
import { reasonOf } from '../../queries/reason-of.ts';
import { isMissing, usePersona } from '../../queries/use-persona.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Face } from '../../ui/face.tsx';
import { Page } from '../../ui/page.tsx';
import { Part } from '../../ui/part.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { LoadingPage } from '../loading-page.tsx';
import { MissingPage } from '../missing-page.tsx';
import { VersionsPart } from '../versions/versions-part.tsx';
import { PersonaActions } from './persona-actions.tsx';
import { PlayedPart } from './played-part.tsx';
import { SheetAbout } from './sheet-about.tsx';
import { SheetCredits } from './sheet-credits.tsx';
import { SheetLines } from './sheet-lines.tsx';
import { SheetLore } from './sheet-lore.tsx';
import { SheetManner } from './sheet-manner.tsx';

const route = getRouteApi('/page/personas/$personaId');

/** A persona's page: who it is, how it sounds, what became of it. */
export function PersonaScreen() {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const { personaId } = route.useParams();
  const { data: persona, error, refetch } = usePersona(personaId);
  if (isMissing(error)) {
    return <MissingPage title={words.missing} hint={words.missingHint} back={words.toGallery} />;
  }
  if (persona !== undefined) return <PersonaPage key={persona.id} persona={persona} />;
  if (error === null) return <LoadingPage title={common.personas} />;
  return (
    <Page title={common.personas} product={common.product} wide>
      <ErrorBlock
        title={words.failed}
        actions={<Button onClick={() => void refetch()}>{common.retry}</Button>}
      >
        {reasonOf(error)}
      </ErrorBlock>
    </Page>
  );
}

function PersonaPage({ persona }: { readonly persona: ListedPersona }) {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const { id, name, tagline, avatar, builtIn } = persona;
  const seatNumber = seatOfColour(avatar.color, id);
  return (
    <Page
      title={name}
      product={common.product}
      wide
      figure={<Face name={name} seatNumber={seatNumber} size={96} avatar={avatar} />}
      lead={
        <>
          {tagline !== '' && (
            <span dir="auto" className="block text-as-around wrap-anywhere">
              {tagline}
            </span>
          )}
          <span className="mt-2 block">
            <Badge>{builtIn ? words.builtIn : words.yours}</Badge>
          </span>
        </>
      }
    >
      <PersonaActions persona={persona} />
      <div className="grid grid-cols-1 gap-x-12 lg:grid-cols-[minmax(0,1fr)_320px] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0">
          <SheetAbout sheet={persona} />
          <SheetLines sheet={persona} seatNumber={seatNumber} />
        </div>
        <div className="min-w-0 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <SheetManner sheet={persona} />
          <Tags tags={persona.tags} />
          <SheetCredits {...(persona.credits && { credits: persona.credits })} />
        </div>
        <div className="min-w-0">
          <SheetLore lore={persona.lore} />
          {!builtIn && <VersionsPart persona={persona} />}
          <PlayedPart personaId={id} />
        </div>
      </div>
    </Page>
  );
}

/** Each leads to all that have it. */
function Tags({ tags }: { readonly tags: readonly string[] }) {
  const { persona: words } = usePersonaWords();
  if (tags.length === 0) return null;
  return (
    <Part title={words.tags}>
      <ul className="flex flex-wrap gap-2">
        {tags.map((tag) => (
          <li key={tag} className="max-w-full min-w-0">
            <Link
              to="/personas"
              search={{ tag }}
              className="inline-flex min-h-8 max-w-full items-center rounded-key border border-line px-2 text-body text-accent underline underline-offset-4 wrap-anywhere hover:bg-sunken touch:min-h-11"
            >
              <bdi>{tag}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  );
}
