import { useState } from 'react';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Menu } from '../ui/menu.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useToast } from '../ui/toast.tsx';

const nothing = () => undefined;

export function OverlayStates() {
  const [open, setOpen] = useState<'sheet' | 'dialog' | null>(null);
  const toast = useToast();
  const announcer = useAnnouncer();
  return (
    <div className="flex flex-wrap gap-2">
      <Button onClick={() => setOpen('sheet')}>Open a sheet</Button>
      <Button onClick={() => setOpen('dialog')}>Open a dialog</Button>
      <Menu
        label="Seat"
        trigger={<Button>Open a menu</Button>}
        items={[
          { id: 'next', label: 'Speaks next', shortcut: '1', onSelect: nothing },
          { id: 'mute', label: 'Mute', disabled: true, onSelect: nothing },
          { id: 'away', label: 'Send away', danger: true, separated: true, onSelect: nothing },
        ]}
      />
      <Button
        onClick={() =>
          toast.show({ text: 'The message is hidden.', action: { label: 'Undo', onPress: nothing } })
        }
      >
        Show a toast
      </Button>
      <Button onClick={() => announcer.announce('Dorothy: That is knowledge.')}>Announce a message</Button>
      <Sheet
        title="More"
        description="Everything else."
        open={open === 'sheet'}
        onOpenChange={() => setOpen(null)}
      >
        <p>What is in the sheet scrolls in itself.</p>
      </Sheet>
      <Dialog
        title="Delete “Is a joke a kind of knowledge?”"
        description="142 messages go. This cannot be undone."
        open={open === 'dialog'}
        onOpenChange={() => setOpen(null)}
        actions={
          <>
            <Button onClick={() => setOpen(null)}>Keep</Button>
            <Button variant="danger" onClick={() => setOpen(null)}>
              Delete
            </Button>
          </>
        }
      />
    </div>
  );
}
