import type { Cast } from '@chimera/protocol/cast';
import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, Download, Pencil, Play } from 'lucide-react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useCreateCast, useDeleteCast } from '../../queries/use-casts.ts';
import { usePlayCast } from '../../queries/use-play-cast.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { DeleteDialog } from '../delete-dialog.tsx';
import { linkLook } from '../link-look.ts';
import { MoreMenu } from '../more-menu.tsx';

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const;
const NAME_LENGTH = 80;

/** What one can do with a cast. */
export function CastActions({ cast, isIncomplete }: { readonly cast: Cast; readonly isIncomplete: boolean }) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const { id, name, builtIn } = cast;
  const play = usePlayCast();
  const copy = useCopying(cast);
  return (
    <div className="mb-8 grid gap-4">
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          busy={play.isPending}
          disabledReason={isIncomplete ? words.goneNote : undefined}
          icon={<Play size={18} strokeWidth={1.75} aria-hidden="true" />}
          onClick={() => play.mutate(cast)}
        >
          {common.play}
        </Button>
        {builtIn ? (
          <Button busy={copy.busy} icon={<Copy {...ICON} />} onClick={() => void copy.run()}>
            {words.copy}
          </Button>
        ) : (
          <Link to="/casts/$castId/edit" params={{ castId: id }} className={linkLook('secondary')}>
            <Pencil {...ICON} />
            {words.edit}
          </Link>
        )}
        <a href={`/api/casts/${encodeURIComponent(id)}/export`} download className={linkLook('secondary')}>
          <Download {...ICON} />
          {words.export}
        </a>
        {!builtIn && <MoreCast cast={cast} onCopy={() => void copy.run()} />}
      </div>
      {isIncomplete && <p className="text-body text-muted">{words.goneNote}</p>}
      {play.isError && (
        <ErrorBlock title={words.notStarted(isolate(name))}>{reasonOf(play.error)}</ErrorBlock>
      )}
    </div>
  );
}

/** Copying and deleting what is one's own. */
function MoreCast({ cast, onCopy }: { readonly cast: Cast; readonly onCopy: () => void }) {
  const { casts: words } = usePersonaWords();
  const { id, name } = cast;
  const removal = useDeleteCast();
  return (
    <MoreMenu
      label={words.moreOf(isolate(name))}
      words={words}
      onCopy={onCopy}
      renderDialog={(onClose) => <DeleteDialog {...{ id, name, words, removal, onClose }} />}
    />
  );
}

/** Makes a cast of one's own that is like this one, and goes on to change it. */
function useCopying({ name, line, seats, topic, premise, format, settings }: Cast) {
  const { casts: words } = usePersonaWords();
  const toast = useToast();
  const navigate = useNavigate();
  const { mutateAsync, isPending } = useCreateCast();
  return {
    busy: isPending,
    run: async () => {
      try {
        const copy = await mutateAsync({
          name: words.copyName(name.slice(0, NAME_LENGTH - words.copyName('').length).toWellFormed()),
          line,
          seats,
          topic,
          premise,
          ...(format !== undefined && { format }),
          ...(settings && { settings }),
        });
        toast.show({ text: words.copied(isolate(copy.name)) });
        await navigate({ to: '/casts/$castId/edit', params: { castId: copy.id } });
      } catch (cause) {
        toast.show({ text: `${words.notCopied} ${reasonOf(cause)}` });
      }
    },
  };
}
