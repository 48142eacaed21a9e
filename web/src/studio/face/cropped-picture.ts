import type { Square } from './crop.ts';

/** A face is never shown larger; what is more would only be sent for nothing. */
const SIDE_MOST_PX = 1024;
const QUALITY = 0.92;

/** The part of a picture as a file. What a camera writes into one, such as where it was taken, stays behind. */
export async function croppedPicture(image: HTMLImageElement, { left, top, side }: Square): Promise<Blob> {
  const size = Math.max(1, Math.min(SIDE_MOST_PX, Math.round(side)));
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw pictures.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, left, top, side, side, 0, 0, size, size);
  return new Promise((resolve, reject) => {
    // Where WebP cannot be written, it is a PNG.
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture could not be cut.')) : resolve(blob)),
      'image/webp',
      QUALITY,
    );
  });
}
