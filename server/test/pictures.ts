import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Four colours, one in each corner, as somebody sees them: reading order. */
export const cornerColors = ['#d02020', '#20a020', '#2040d0', '#e0c020'] as const;

/** Which stored pixel is shown at a place, for each value that EXIF has for it; `w` and `h` are those shown. */
const turns: readonly ((x: number, y: number, w: number, h: number) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y, w) => [w - 1 - x, y],
  (x, y, w, h) => [w - 1 - x, h - 1 - y],
  (x, y, _, h) => [x, h - 1 - y],
  (x, y) => [y, x],
  (x, y, w) => [y, w - 1 - x],
  (x, y, w, h) => [h - 1 - y, w - 1 - x],
  (x, y, _, h) => [h - 1 - y, x],
];

/** A JPEG that a camera held in this way would write, with the place where it was taken. */
export async function cameraJpeg(width: number, height: number, orientation = 1): Promise<Buffer> {
  const turn = turns[orientation - 1];
  if (!turn) throw new Error(`There is no orientation ${orientation}.`);
  const lies = orientation > 4;
  const [storedWidth, storedHeight] = lies ? [height, width] : [width, height];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = cornerColors[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)] ?? '';
      const [storedX, storedY] = turn(x, y, width, height);
      pixels.set(Buffer.from(color.slice(1), 'hex'), (storedY * storedWidth + storedX) * 3);
    }
  }
  return sharp(pixels, { raw: { width: storedWidth, height: storedHeight, channels: 3 } })
    .withExif({
      IFD0: { Copyright: SECRET_IN_PICTURE, Make: 'Camera' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 0/1',
      },
    })
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${SECRET_IN_PICTURE}</x:xmpmeta>`)
    .withMetadata({ orientation })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

export const SECRET_IN_PICTURE = 'taken-at-my-house-by-the-river';

/** The colour in the middle of each corner of a picture, reading order. */
export async function cornersOf(picture: Uint8Array): Promise<string[]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [0.25, 0.75].flatMap((down) =>
    [0.25, 0.75].map((across) => {
      const at = (Math.floor(info.height * down) * info.width + Math.floor(info.width * across)) * 3;
      return nearest(data.subarray(at, at + 3));
    }),
  );
}

function nearest(pixel: Uint8Array): string {
  const distance = (color: string) =>
    Buffer.from(color.slice(1), 'hex').reduce(
      (sum, part, index) => sum + Math.abs(part - (pixel[index] ?? 0)),
      0,
    );
  return [...cornerColors].toSorted((a, b) => distance(a) - distance(b))[0] ?? '';
}

/** A PNG of these dimensions that is small as a file: one bit a pixel, all the same. */
export function flatPng(width: number, height: number, before: readonly Uint8Array[] = []): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    ...before,
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(body, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A GIF of one dot a frame. */
export function dottedGif(width: number, height: number, frames: number, dot = 1): Buffer {
  const screen = Buffer.from('GIF89a\0\0\0\0\x80\0\0\xff\0\0\0\0\xff', 'latin1');
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  const frame = Buffer.from('\x2c\0\0\0\0\0\0\0\0\0\x02\x02\x44\x01\0', 'latin1');
  frame.writeUInt16LE(dot, 5);
  frame.writeUInt16LE(dot, 7);
  return Buffer.concat([screen, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
}
