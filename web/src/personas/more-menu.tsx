import { Copy, Ellipsis, Trash2 } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';

const ICON = { size: 18, strokeWidth: 1.5, 'aria-hidden': true } as const;

export interface MoreMenuProps {
  readonly label: string;
  readonly words: { readonly copy: string; readonly delete: string };
  readonly onCopy: () => void;
  /** What asks before it is deleted. */
  readonly renderDialog: (onClose: () => void) => ReactNode;
}

/** What is done more rarely with something of one's own. */
export function MoreMenu({ label, words, onCopy, renderDialog }: MoreMenuProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [deleting, setDeleting] = useState(false);
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
      {deleting && renderDialog(() => setDeleting(false))}
    </>
  );
}
