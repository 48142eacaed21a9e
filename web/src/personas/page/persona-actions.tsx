import type { ListedPersona } from '@chimera/protocol/persona';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronDown, Copy, Download, Ellipsis, Pencil, Star, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useCopyPersona, useMarkFavourite } from '../../queries/use-persona-work.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Menu } from '../../ui/menu.tsx';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { linkLook } from '../link-look.ts';
import { DeletePersona } from './delete-persona.tsx';

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
      {!builtIn && <MoreMenu persona={persona} onCopy={() => void copy.run(id)} />}
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

function MoreMenu({ persona, onCopy }: { readonly persona: ListedPersona; readonly onCopy: () => void }) {
  const { persona: words } = usePersonaWords();
  const trigger = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState(false);
  const label = words.moreOf(isolate(persona.name));
  return (
    <>
      <Menu
        label={label}
        trigger={<IconButton ref={trigger} label={label} icon={<Ellipsis {...ICON} />} />}
        items={[
          { id: 'copy', label: words.copy, icon: <Copy {...ICON} />, onSelect: onCopy },
          {
            id: 'delete',
            label: words.delete,
            icon: <Trash2 {...ICON} />,
            danger: true,
            separated: true,
            onSelect: () => {
              // The item is gone in a moment; a dialog gives the focus back to what had it before.
              trigger.current?.focus();
              setDeleting(true);
            },
          },
        ]}
      />
      {deleting && <DeletePersona persona={persona} onClose={() => setDeleting(false)} />}
    </>
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
