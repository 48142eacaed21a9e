import type { SearchHit } from '@chimera/protocol/search';
import { Link } from '@tanstack/react-router';
import { useAvatars } from '../queries/use-avatars.ts';
import { Face } from '../ui/face.tsx';
import { seatOfColour } from '../ui/seat-of-colour.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { useSearchWords } from '../words/use-search-words.ts';
import { useWords } from '../words/use-words.ts';
import { MarkedText } from './marked-text.tsx';

/** A line that was found: who said it, where and when, and its words. All of it leads to its place in the talk. */
export function HitRow({ hit }: { readonly hit: SearchHit }) {
  const { language } = useWords();
  const words = useSearchWords();
  const { author, conversationId, title, seq, at, snippet, to } = hit;
  const avatar = useAvatars().get(author.personaId ?? '');
  const key = author.personaId ?? author.name;
  const isSeat = author.kind === 'seat';
  const seatNumber = seatOfColour(avatar?.color ?? '', key);
  return (
    <article
      data-seat={isSeat ? seatNumber : undefined}
      className="relative flex items-start gap-3 border-b border-line py-4 hover:bg-sunken sm:gap-4"
    >
      <Face
        name={author.name}
        seatNumber={seatNumber}
        avatar={avatar}
        state={isSeat ? 'listening' : 'away'}
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <h3 className="min-w-0 text-body">
            <Link
              to="/c/$conversationId"
              params={{ conversationId }}
              search={{ at: seq }}
              className="line-clamp-2 wrap-anywhere outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-focus"
            >
              <bdi className={isSeat ? 'font-semibold text-seat' : 'font-semibold text-ink'}>
                {author.name}
              </bdi>{' '}
              <span className="text-muted">
                {words.inTalk} <bdi>{title}</bdi>
              </span>
            </Link>
          </h3>
          <span className="shrink-0 text-note text-muted">
            {to !== undefined && `${words.whisper} · `}
            <TimeAgo at={at} language={language} />
          </span>
        </div>
        <p dir="auto" className="mt-1 font-serif text-said wrap-anywhere text-ink">
          <MarkedText {...snippet} />
        </p>
      </div>
    </article>
  );
}
