import type { Avatar } from '@chimera/protocol/persona';
import { useRef, useState } from 'react';
import { Face } from '../../ui/face.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';
import { ColourChoice } from './colour-choice.tsx';
import { DrawingChoice } from './drawing-choice.tsx';
import { EmojiField } from './emoji-field.tsx';
import { PictureField } from './picture-field.tsx';

type Kind = 'drawing' | 'emoji' | 'picture';

/** What it looks like: a drawing from its name, an emoji or a picture, and the colour that it wishes for. */
export function FacePart({ personaKey }: { readonly personaKey: string }) {
  const { sheet, edit } = useSheet();
  const words = useStudioWords();
  const { avatar } = sheet;
  const [kind, setKind] = useState<Kind>(() => kindOf(avatar));
  // What one comes back to after a look at another kind.
  const known = useRef<Pick<Avatar, 'emoji' | 'imageUrl'>>({});
  const name = sheet.name.trim() === '' ? words.nameless : sheet.name;
  const change = (next: Avatar) => edit({ avatar: next });

  function become(next: Kind): void {
    const { emoji, imageUrl, ...rest } = avatar;
    known.current = { ...known.current, ...(emoji && { emoji }), ...(imageUrl && { imageUrl }) };
    setKind(next);
    const { emoji: oldEmoji, imageUrl: oldUrl } = known.current;
    change({
      ...rest,
      ...(next === 'emoji' && oldEmoji !== undefined && { emoji: oldEmoji }),
      ...(next === 'picture' && oldUrl !== undefined && { imageUrl: oldUrl }),
    });
  }

  return (
    <div data-field="avatar" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="flex flex-wrap items-center gap-4">
        <Face name={name} size={96} seatNumber={seatOfColour(avatar.color, personaKey)} avatar={avatar} />
        <Segmented
          label={words.faceKind}
          value={kind}
          onValueChange={become}
          options={[
            { value: 'drawing', label: words.faceKinds.drawing },
            { value: 'emoji', label: words.faceKinds.emoji },
            { value: 'picture', label: words.faceKinds.picture },
          ]}
        />
      </div>
      {kind === 'drawing' && (
        <DrawingChoice name={name} avatar={avatar} personaKey={personaKey} onChange={change} />
      )}
      {kind === 'emoji' && <EmojiField avatar={avatar} onChange={change} />}
      {kind === 'picture' && <PictureField avatar={avatar} onChange={change} />}
      <ColourChoice
        value={avatar.color}
        personaKey={personaKey}
        onValueChange={(color) => change({ ...avatar, color })}
      />
    </div>
  );
}

function kindOf({ emoji, imageUrl }: Avatar): Kind {
  if (imageUrl !== undefined) return 'picture';
  return emoji === undefined || emoji === '' ? 'drawing' : 'emoji';
}
