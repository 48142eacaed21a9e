import type { Avatar } from '@chimera/protocol/persona';
import sharp, { type Sharp } from 'sharp';
import { ChimeraError } from '../errors.ts';
import { drawnPattern, type Rgb } from './drawn-pattern.ts';
import { isPng } from './cards/png-chunks.ts';

/** The only formats that are read, each from memory. Everything else that the library knows is closed. */
const readers = ['Png', 'Jpeg', 'Webp', 'Nsgif'].map((name) => `VipsForeignLoad${name}Buffer`);

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: readers });

/** A square of a picture as it is shown, in its pixels. */
export interface Cut {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export const PICTURE_LIMITS = {
  pixels: 40_000_000,
  /** Of kinds that are in memory as a whole while they are read, with up to eight bytes for each pixel. */
  pixelsAtOnce: 10_000_000,
  /** Of the pictures that are made. */
  side: 512,
  seconds: 10,
} as const;

const QUALITY = 85;
/** Where the square of an upright picture begins, as a part of what is left over: faces are in the upper half. */
const FROM_TOP = 0.2;

type PictureKind = 'png' | 'jpeg' | 'webp' | 'gif';

/** What a file is by its first bytes, whatever it is called; null: no picture that is taken here. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  if (isPng(bytes)) return 'png';
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (/^GIF8[79]a/.test(start)) return 'gif';
  return /^RIFF.{4}WEBP$/s.test(start) ? 'webp' : null;
}

/**
 * A square WebP of a picture that somebody sent, made anew from its pixels: the right way up, and with nothing else
 * that was in the file. Of a moving picture it is the first frame.
 */
export async function avatarFrom(bytes: Uint8Array, cut?: Cut): Promise<Buffer> {
  const { picture, width, height } = await opened(bytes);
  if (cut) requireInside(cut, { width, height });
  const { x, y, size } = cut ?? squareIn(width, height);
  const square = picture
    .autoOrient()
    .extract({ left: x, top: y, width: size, height: size })
    .resize(PICTURE_LIMITS.side, PICTURE_LIMITS.side, { fit: 'fill' });
  return sound(square.webp({ quality: QUALITY }).timeout({ seconds: PICTURE_LIMITS.seconds }).toBuffer());
}

/** A picture that was made here as PNG. */
export async function pngFrom(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture).png().toBuffer();
}

/** A picture for who has none: a pattern in the colour of the avatar. */
export async function drawnPng({ color, shape }: Avatar, name: string): Promise<Buffer> {
  const { side } = PICTURE_LIMITS;
  const pixels = drawnPattern({ shape, rgb: await rgbOf(color), name }, side);
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Looks at the header before anything is unpacked. */
async function opened(bytes: Uint8Array): Promise<{ picture: Sharp; width: number; height: number }> {
  const kind = pictureKind(bytes);
  if (kind === null) {
    throw new ChimeraError(
      'unsupported-media-type',
      'Only PNG, JPEG, WebP and GIF pictures are taken, and this is none of them, whatever its name says.',
    );
  }
  const header = await sound(sharp(bytes, { limitInputPixels: false }).metadata());
  const { width, height } = header.autoOrient;
  if (header.format !== kind) throw damaged(undefined);
  const isWhole = header.isProgressive || kind === 'webp' || kind === 'gif';
  const limit = isWhole ? PICTURE_LIMITS.pixelsAtOnce : PICTURE_LIMITS.pixels;
  if (width * height > limit) {
    throw new ChimeraError(
      'payload-too-large',
      `The picture has ${width} × ${height} pixels; at most ${limit / 1_000_000} million are taken of this kind. Make it smaller.`,
    );
  }
  const picture = sharp(bytes, {
    limitInputPixels: PICTURE_LIMITS.pixels,
    failOn: 'error',
    sequentialRead: true,
  });
  return { picture, width, height };
}

function squareIn(width: number, height: number): Cut {
  const size = Math.min(width, height);
  return { x: Math.floor((width - size) / 2), y: Math.floor((height - size) * FROM_TOP), size };
}

function requireInside({ x, y, size }: Cut, { width, height }: { width: number; height: number }): void {
  const tooFar = [
    ...(x + size > width ? ['x'] : []),
    ...(y + size > height ? ['y'] : []),
    ...(size > Math.min(width, height) ? ['size'] : []),
  ];
  if (tooFar.length === 0) return;
  const message = `leads out of the picture, which has ${width} × ${height} pixels`;
  throw new ChimeraError('invalid-request', `The square ${message}.`, {
    errors: tooFar.map((path) => ({ path, message })),
  });
}

/** What the library finds wrong, in words for whoever sent the picture. */
async function sound<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('timeout')) {
      throw new ChimeraError('payload-too-large', 'The picture takes too long to read. Make it smaller.', {
        cause,
      });
    }
    throw damaged(cause);
  }
}

function damaged(cause: unknown): ChimeraError {
  return new ChimeraError(
    'invalid-request',
    'The picture cannot be read: it is damaged, or not what it says it is. Save it anew and try again.',
    { cause },
  );
}

/** A colour that cannot be read is the one that nobody chose. */
async function rgbOf(color: string): Promise<Rgb> {
  try {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: color } });
    const [red = 0, green = 0, blue = 0] = await dot.raw().toBuffer();
    return [red, green, blue];
  } catch {
    return [0x4a, 0x55, 0x68];
  }
}
