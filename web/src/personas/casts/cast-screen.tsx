import type { Cast } from '@chimera/protocol/cast';
import { getRouteApi } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useCast } from '../../queries/use-casts.ts';
import { usePeople } from '../../queries/use-people.ts';
import { isMissing } from '../../queries/use-persona.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Page } from '../../ui/page.tsx';
import { Part } from '../../ui/part.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { LoadingPage } from '../loading-page.tsx';
import { MissingPage } from '../missing-page.tsx';
import { LongText } from '../page/long-text.tsx';
import { CastActions } from './cast-actions.tsx';
import { useCastFormat } from './cast-format.ts';
import { CastSeats } from './cast-seats.tsx';

const route = getRouteApi('/page/casts/$castId');

/** A cast's page: who plays what, and what it is about. */
export function CastScreen() {
  const { casts: words } = usePersonaWords();
  const { castId } = route.useParams();
  return (
    <CastGate castId={castId} title={words.title}>
      {(cast) => <CastPage key={cast.id} cast={cast} />}
    </CastGate>
  );
}

/** A cast, or why there is none to show. */
export function CastGate({
  castId,
  title,
  children,
}: {
  readonly castId: string;
  readonly title: string;
  readonly children: (cast: Cast) => ReactNode;
}) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const { data: cast, error, refetch } = useCast(castId);
  if (isMissing(error)) {
    return <MissingPage title={words.missing} hint={words.missingHint} back={words.toGallery} />;
  }
  if (cast !== undefined) return children(cast);
  if (error === null) return <LoadingPage title={title} />;
  return (
    <Page title={title} product={common.product} wide>
      <ErrorBlock
        title={words.castFailed}
        actions={<Button onClick={() => void refetch()}>{common.retry}</Button>}
      >
        {reasonOf(error)}
      </ErrorBlock>
    </Page>
  );
}

function CastPage({ cast }: { readonly cast: Cast }) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const { name, line, seats, topic, premise, builtIn } = cast;
  const people = usePeople(seats.map(({ personaId }) => personaId));
  const format = useCastFormat(cast.format);
  return (
    <Page
      title={name}
      product={common.product}
      wide
      lead={
        <>
          {line !== '' && (
            <span dir="auto" className="block text-as-around font-serif text-stage italic">
              {line}
            </span>
          )}
          <span className="mt-2 block">
            <Badge>{builtIn ? words.builtIn : words.yours}</Badge>
          </span>
        </>
      }
    >
      <CastActions cast={cast} isIncomplete={people.missing.size > 0} />
      <div className="grid grid-cols-1 gap-x-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Part title={words.cast} lead={words.seats(seats.length)}>
          <CastSeats cast={cast} people={people} format={format} />
        </Part>
        <div className="min-w-0">
          <Part title={words.topic}>
            {topic === '' ? (
              <p className="text-body text-muted">{words.noTopic}</p>
            ) : (
              <LongText text={topic} className="font-serif text-stage" />
            )}
          </Part>
          {premise !== '' && (
            <Part title={words.premise}>
              <LongText text={premise} className="font-serif text-stage italic" />
            </Part>
          )}
          {format && (
            <Part title={words.format}>
              <p className="text-body font-medium">
                {typeof cast.format === 'object' ? words.ownFormat(format.name) : format.name}
              </p>
              <p className="max-w-prose text-body text-muted">{format.description}</p>
            </Part>
          )}
        </div>
      </div>
    </Page>
  );
}
