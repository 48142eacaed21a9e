import { useEffect, useRef, useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useStudioWork } from '../../queries/use-studio-work.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Slider } from '../../ui/slider.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useWords } from '../../words/use-words.ts';
import { type Crop, moved, placed, placeOf, squareOf, wholeCrop, zoomed, zoomMost } from './crop.ts';
import { CropStage } from './crop-stage.tsx';
import { croppedPicture } from './cropped-picture.ts';

export interface CropDialogProps {
  /** Where the picture lies in this page. */
  readonly url: string;
  /** The picture is on the server, at this address. */
  readonly onUploaded: (imageUrl: string) => void;
  readonly onClose: () => void;
}

/** Lets one choose the part of a picture that is the face: by hand, by wheel, by two fingers or by sliders. */
export function CropDialog({ url, onUploaded, onClose }: CropDialogProps) {
  const { common } = useWords();
  const words = useStudioWords();
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [isBad, setBad] = useState(false);
  const [crop, setCrop] = useState<Crop | null>(null);
  const { busy, error, send } = useUpload(onUploaded);
  const size = image && { width: image.naturalWidth, height: image.naturalHeight };

  return (
    <Dialog
      title={words.cropTitle}
      description={isBad ? words.pictureWrong : words.cropHint}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          {!isBad && (
            <Button
              variant="primary"
              busy={busy || image === null}
              onClick={() => image && size && crop && void send(image, squareOf(size, crop))}
            >
              {words.usePicture}
            </Button>
          )}
        </>
      }
    >
      {!isBad && (
        <div className="mt-4 grid justify-items-center gap-4">
          <CropStage
            url={url}
            square={size && crop && squareOf(size, crop)}
            onLoad={(loaded) => {
              if (loaded.naturalWidth === 0) return setBad(true);
              setImage(loaded);
              setCrop(wholeCrop({ width: loaded.naturalWidth, height: loaded.naturalHeight }));
            }}
            onFail={() => setBad(true)}
            onStep={(by, factor) =>
              size &&
              setCrop(
                (now) => now && moved(size, zoomed(size, now, now.zoom * factor), { x: -by.x, y: -by.y }),
              )
            }
          />
          {size && crop && <CropSliders size={size} crop={crop} onChange={setCrop} />}
        </div>
      )}
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={words.notUploaded}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}

/** The same by keyboard, and for whoever cannot drag. */
function CropSliders({
  size,
  crop,
  onChange,
}: {
  readonly size: { readonly width: number; readonly height: number };
  readonly crop: Crop;
  readonly onChange: (crop: Crop) => void;
}) {
  const words = useStudioWords();
  const { across, down } = placeOf(size, crop);
  return (
    <div className="grid w-full gap-1">
      <Slider
        label={words.zoom}
        min={1}
        max={zoomMost(size)}
        step={0.05}
        value={crop.zoom}
        valueText={words.zoomText(crop.zoom)}
        onValueChange={(zoom) => onChange(zoomed(size, crop, zoom))}
      />
      <Slider
        label={words.across}
        min={0}
        max={1}
        step={0.02}
        value={across}
        valueText={words.share(across)}
        onValueChange={(share) => onChange(placed(size, crop, { across: share }))}
      />
      <Slider
        label={words.down}
        min={0}
        max={1}
        step={0.02}
        value={down}
        valueText={words.share(down)}
        onValueChange={(share) => onChange(placed(size, crop, { down: share }))}
      />
    </div>
  );
}

/** Cuts and uploads; whoever closes the dialog gives it up. */
function useUpload(onUploaded: (imageUrl: string) => void) {
  const { upload } = useStudioWork();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const leaving = useRef<AbortController>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  async function send(image: HTMLImageElement, square: Parameters<typeof croppedPicture>[1]): Promise<void> {
    leaving.current = new AbortController();
    const { signal } = leaving.current;
    setBusy(true);
    setError(null);
    try {
      onUploaded(await upload(await croppedPicture(image, square), signal));
    } catch (cause) {
      if (!signal.aborted) setError(reasonOf(cause));
    } finally {
      if (!signal.aborted) setBusy(false);
    }
  }
  return { busy, error, send };
}
