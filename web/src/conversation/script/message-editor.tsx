import type { Message } from '@chimera/protocol/message';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useMessageActions } from './use-message-actions.ts';

/** A line while it is rewritten: Mod+Enter saves, Escape leaves it as it was. */
export function MessageEditor({ message }: { readonly message: Message }) {
  const { editing } = useStage();
  const { conversation: words, common } = useWords();
  const { edit } = useMessageActions();
  const [text, setText] = useState(message.text);
  const place = useRef<HTMLDivElement>(null);
  const close = () => {
    // The field goes: the focus returns to the line.
    place.current?.closest('article')?.focus();
    editing.set(null);
  };
  const save = () => {
    close();
    if (text.trim() !== '' && text.trim() !== message.text) edit(message, text.trim());
  };
  return (
    <div ref={place} className="grid gap-2">
      <TextArea
        aria-label={words.editMessage}
        value={text}
        // The person asked to edit: the field is where they go on.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          else return;
          event.stopPropagation();
        }}
        className="max-h-96! font-said text-said!"
      />
      <div className="flex gap-2">
        <Button variant="primary" onClick={save} shortcut="Mod+Enter">
          {words.saveEdit}
        </Button>
        <Button variant="quiet" onClick={close}>
          {common.cancel}
        </Button>
      </div>
    </div>
  );
}
