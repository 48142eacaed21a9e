import type { Avatar } from '@chimera/protocol/persona';
import { ImageUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';
import { CropDialog } from './crop-dialog.tsx';

const TYPES = 'image/png,image/jpeg,image/webp,image/gif';
const MEGABYTES_MOST = 32;

/** A picture of one's own: chosen, cut in the page, uploaded. */
export function PictureField({
  avatar,
  onChange,
}: {
  readonly avatar: Avatar;
  readonly onChange: (avatar: Avatar) => void;
}) {
  const { errorAt } = useSheet();
  const words = useStudioWords();
  const announcer = useAnnouncer();
  const hintId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);

  function choose(chosen: File | undefined): void {
    if (chosen === undefined) return;
    const isTooLarge = chosen.size > MEGABYTES_MOST * 1_000_000;
    setError(isTooLarge ? words.pictureTooLarge(MEGABYTES_MOST) : null);
    if (!isTooLarge) setUrl(URL.createObjectURL(chosen));
  }

  function close(): void {
    if (url !== null) URL.revokeObjectURL(url);
    setUrl(null);
  }

  const wrong = error ?? errorAt('avatar.imageUrl');
  return (
    <div className="grid gap-1">
      <input
        ref={input}
        type="file"
        accept={TYPES}
        hidden
        onChange={({ target }) => {
          choose(target.files?.[0]);
          // The same file can be chosen again.
          target.value = '';
        }}
      />
      <Button
        className="justify-self-start"
        aria-describedby={hintId}
        icon={<ImageUp size={16} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        {avatar.imageUrl === undefined ? words.choosePicture : words.otherPicture}
      </Button>
      <p id={hintId} className="text-note text-muted">
        {avatar.imageUrl === undefined ? `${words.noPicture} ${words.pictureHint}` : words.pictureHint}
      </p>
      {wrong !== undefined && (
        <p role="alert" className="text-note text-danger">
          {wrong}
        </p>
      )}
      {url !== null && (
        <CropDialog
          url={url}
          onClose={close}
          onUploaded={(imageUrl) => {
            close();
            onChange({ ...avatar, imageUrl });
            announcer.status(words.uploaded);
          }}
        />
      )}
    </div>
  );
}
