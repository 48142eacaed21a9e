import type { ListedPersona } from '@chimera/protocol/persona';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronDown, Copy, Download, Pencil, Star } from 'lucide-react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useCopyPersona, useDeletePersona, useMarkFavourite } from '../../queries/use-persona-work.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isolate } from '../../ui/isolate.ts';
import { Menu } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { DeleteDialog } from '../delete-dialog.tsx';
import { linkLook } from '../link-look.ts';
import { MoreMenu } from '../more-menu.tsx';

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** What one can do with a persona. */
export function PersonaActions({ persona }: { readonly persona: ListedPersona }) {
  const { persona: words } = usePersonaWords();
  const { id, builtIn } = persona;
  const copy = useCopying();
  return (
    <div className="mb-8 flex flex-wrap gap-2">
      <Link to="/" search={{ persona: id }} className={linkLook('primary')}>
        {words.start}
      </Link>
      {builtIn ? (
        <Button busy={copy.busy} icon={<Copy {...ICON} />} onClick={() => void copy.run(id)}>
          {words.copy}
        </Button>
      ) : (
        <Link to="/personas/$personaId/edit" params={{ personaId: id }} className={linkLook('secondary')}>
          <Pencil {...ICON} />
          {words.edit}
        </Link>
      )}
      <FavouriteButton persona={persona} />
      <ExportMenu id={id} />
      {!builtIn && <MorePersona persona={persona} onCopy={() => void copy.run(id)} />}
    </div>
  );
}

function FavouriteButton({ persona: { id, name, favourite } }: { readonly persona: ListedPersona }) {
  const { gallery: words } = usePersonaWords();
  const toast = useToast();
  const mark = useMarkFavourite();
  return (
    <Button
      aria-pressed={favourite}
      icon={<Star {...ICON} className={classNames(favourite && 'fill-current text-accent')} />}
      onClick={() =>
        mark.mutate(
          { id, favourite: !favourite },
          { onError: (cause) => toast.show({ text: words.notMarked(isolate(name), reasonOf(cause)) }) },
        )
      }
    >
      {words.favourite}
    </Button>
  );
}

const FORMATS = ['card-v3', 'card-v2', 'png'] as const;

function ExportMenu({ id }: { readonly id: string }) {
  const { persona: words } = usePersonaWords();
  return (
    <Menu
      label={words.export}
      align="start"
      trigger={
        <Button icon={<Download {...ICON} />}>
          {words.export}
          <ChevronDown size={16} aria-hidden="true" />
        </Button>
      }
      items={FORMATS.map((format) => ({
        id: format,
        label: words.exportAs[format],
        download: `/api/personas/${encodeURIComponent(id)}/export?format=${format}`,
      }))}
    />
  );
}

/** Copying and deleting what is one's own. */
function MorePersona({ persona, onCopy }: { readonly persona: ListedPersona; readonly onCopy: () => void }) {
  const { persona: words } = usePersonaWords();
  const { id, name } = persona;
  const removal = useDeletePersona();
  return (
    <MoreMenu
      label={words.moreOf(isolate(name))}
      words={words}
      onCopy={onCopy}
      renderDialog={(onClose) => <DeleteDialog {...{ id, name, words, removal, onClose }} />}
    />
  );
}

/** Copies a persona and goes to the copy. */
function useCopying() {
  const { persona: words } = usePersonaWords();
  const toast = useToast();
  const navigate = useNavigate();
  const { mutateAsync, isPending } = useCopyPersona();
  return {
    busy: isPending,
    run: async (id: string) => {
      try {
        const copy = await mutateAsync(id);
        toast.show({ text: words.copied(isolate(copy.name)) });
        await navigate({ to: '/personas/$personaId', params: { personaId: copy.id } });
      } catch (cause) {
        toast.show({ text: `${words.notCopied} ${reasonOf(cause)}` });
      }
    },
  };
}
