import type { ListedPersona } from '@chimera/protocol/persona';
import { Star } from 'lucide-react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useMarkFavourite } from '../../queries/use-persona-work.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';

/** Marks a persona as a favourite: a star that is full or empty. */
export function FavouriteStar({
  persona: { id, name, favourite },
}: {
  readonly persona: Pick<ListedPersona, 'id' | 'name' | 'favourite'>;
}) {
  const { gallery: words } = usePersonaWords();
  const toast = useToast();
  const mark = useMarkFavourite();
  return (
    <IconButton
      label={words.markFavourite(isolate(name))}
      aria-pressed={favourite}
      onClick={() =>
        mark.mutate(
          { id, favourite: !favourite },
          { onError: (cause) => toast.show({ text: words.notMarked(isolate(name), reasonOf(cause)) }) },
        )
      }
      icon={
        <Star
          size={18}
          strokeWidth={1.5}
          aria-hidden="true"
          className={classNames(favourite && 'fill-current text-accent')}
        />
      }
      className="text-muted!"
    />
  );
}
