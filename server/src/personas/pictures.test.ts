import { avatarShapes } from '@chimera/protocol/sheet-limits';
import sharp from 'sharp';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  cameraJpeg,
  cornerColors,
  cornersOf,
  dottedGif,
  flatPng,
  pngChunk,
  SECRET_IN_PICTURE,
} from '../../test/pictures.ts';
import { onePixelPng } from '../../test/multipart.ts';
import { ChimeraError } from '../errors.ts';
import { createPictureMaker } from './picture-maker.ts';
import { avatarFrom, drawnPng, PICTURE_LIMITS, pngFrom } from './pictures.ts';

const [red, green, blue, yellow] = cornerColors;

function refusal(work: Promise<unknown>): Promise<ChimeraError> {
  return work.then(
    () => Promise.reject(new Error('It was taken.')),
    (error: unknown) => (error instanceof ChimeraError ? error : Promise.reject(error)),
  );
}

describe('a picture that somebody sent', () => {
  test.each([
    ['PNG', () => dot().png().toBuffer()],
    ['JPEG', () => dot().jpeg().toBuffer()],
    ['WebP', () => dot().webp().toBuffer()],
    ['GIF', () => dot().gif().toBuffer()],
    ['JPEG of a printer (CMYK)', () => dot().toColourspace('cmyk').jpeg().toBuffer()],
    ['PNG with 16 bits', () => dot().toColourspace('rgb16').png().toBuffer()],
    ['PNG of one pixel', async () => Buffer.from(onePixelPng)],
  ])('as %s becomes a square WebP', async (_, made) => {
    const { format, width, height, space } = await sharp(await avatarFrom(await made())).metadata();
    expect({ format, width, height, space }).toEqual({
      format: 'webp',
      width: 512,
      height: 512,
      space: 'srgb',
    });
  });

  test('keeps what can be seen through', async () => {
    const clear = sharp({ create: { width: 40, height: 40, channels: 4, background: '#ff000000' } });
    expect((await sharp(await avatarFrom(await clear.png().toBuffer())).metadata()).hasAlpha).toBe(true);
  });

  test('loses where and by whom it was taken', async () => {
    const jpeg = await cameraJpeg(80, 60);
    expect(jpeg.includes(SECRET_IN_PICTURE)).toBe(true);
    expect(jpeg.includes('Exif')).toBe(true);
    const made = await avatarFrom(jpeg);
    const { exif, xmp, icc, iptc, orientation } = await sharp(made).metadata();
    expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
    for (const trace of [SECRET_IN_PICTURE, 'Exif', 'EXIF', 'Camera', 'GPS'])
      expect(made.includes(trace)).toBe(false);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is the right way up, however the camera was held (%d)',
    async (orientation) => {
      const made = await avatarFrom(await cameraJpeg(96, 96, orientation));
      expect(await cornersOf(made)).toEqual([red, green, blue, yellow]);
    },
  );

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is cut as it is shown, however the camera was held (%d)',
    async (orientation) => {
      // Only the upper right corner of a picture that is wider than high.
      const jpeg = await cameraJpeg(120, 80, orientation);
      const made = await avatarFrom(jpeg, { x: 80, y: 0, size: 40 });
      expect(await cornersOf(made)).toEqual([green, green, green, green]);
      const lower = await avatarFrom(jpeg, { x: 40, y: 40, size: 40 });
      expect(await cornersOf(lower)).toEqual([blue, yellow, blue, yellow]);
    },
  );

  test('is cut to the middle when it is wide, and to its upper part when it is high', async () => {
    expect(await cornersOf(await avatarFrom(await cameraJpeg(200, 100)))).toEqual([red, green, blue, yellow]);
    // From 40 to 140 of 300: the border of the colours, at 150, is not in it.
    expect(await cornersOf(await avatarFrom(await cameraJpeg(100, 300)))).toEqual([red, green, red, green]);
  });

  test.each([
    [{ x: 61, y: 0, size: 60 }, ['x']],
    [{ x: 0, y: 30, size: 60 }, ['y']],
    [{ x: 0, y: 0, size: 81 }, ['y', 'size']],
    [{ x: 99_999, y: 99_999, size: 99_999 }, ['x', 'y', 'size']],
  ])('is not cut where it is not (%j)', async (cut, paths) => {
    const error = await refusal(avatarFrom(await cameraJpeg(120, 80, 6), cut));
    expect(error).toMatchObject({ code: 'invalid-request', message: expect.stringContaining('120 × 80') });
    expect(error.errors?.map(({ path }) => path)).toEqual(paths);
  });

  test('is still when it moved', async () => {
    const frames = await Promise.all(
      [red, blue].map((background) =>
        sharp({ create: { width: 20, height: 20, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    for (const format of ['gif', 'webp'] as const) {
      const joined = sharp(frames, { join: { animated: true } });
      const moving = await joined.toFormat(format, { loop: 0 }).toBuffer();
      expect((await sharp(moving).metadata()).pages).toBe(2);
      const made = await avatarFrom(moving);
      expect((await sharp(made).metadata()).pages).toBeUndefined();
      expect(await cornersOf(made)).toEqual([red, red, red, red]);
    }
  });
});

const script = '<script>alert(document.domain)</script>';

describe('what a file is shows in its bytes:', () => {
  test.each([
    ['SVG', `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`],
    ['SVG with a preface', `<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"/>`],
    ['HTML', `<!doctype html>${script}`],
    ['PDF', '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj'],
    ['a zip', 'PK\u0003\u0004'],
    ['MP3', 'ID3\u0003\0\0\0\0\0\0'],
    ['TIFF', 'II*\0\b\0\0\0'],
    ['BMP', 'BM\0\0\0\0\0\0\0\0'],
    ['AVIF', '\0\0\0\u001cftypavif\0\0\0\0avifmif1'],
    ['an icon', '\0\0\u0001\0\u0001\0'],
    ['text before a picture', `GIF${script}GIF89a`],
    ['a container of sounds', 'RIFF\u0024\0\0\0WAVEfmt '],
    ['nothing', ''],
  ])('%s is none of the pictures that are taken', async (_, text) => {
    const error = await refusal(avatarFrom(Buffer.from(text, 'latin1')));
    expect(error.code).toBe('unsupported-media-type');
  });

  test.each([
    ['a GIF that is a script', Buffer.from('GIF89a=1;alert(document.domain);/*', 'latin1')],
    ['a PNG that is a page', Buffer.from(`\x89PNG\r\n\x1a\n${script}`, 'latin1')],
    ['a JPEG that is a page', Buffer.from(`\xff\xd8\xff\xe0${script}`, 'latin1')],
    ['a WebP that is a page', Buffer.from(`RIFF\xff\0\0\0WEBP${script}`, 'latin1')],
    ['half a picture', Buffer.from(onePixelPng.subarray(0, 50))],
  ])('%s is damaged', async (_, bytes) => {
    expect((await refusal(avatarFrom(bytes))).code).toBe('invalid-request');
  });

  test('half a photograph is damaged, and not filled up with grey', async () => {
    const jpeg = await cameraJpeg(300, 300);
    expect((await refusal(avatarFrom(jpeg.subarray(0, jpeg.length / 2)))).code).toBe('invalid-request');
  });

  test.each([
    ['behind its end', (png: Buffer) => Buffer.concat([png, Buffer.from(script)])],
    [
      'in a comment',
      (png: Buffer) =>
        Buffer.concat([
          png.subarray(0, 33),
          pngChunk('tEXt', Buffer.from(`Comment\0${script}`)),
          png.subarray(33),
        ]),
    ],
  ])('a picture with a page %s becomes one without', async (_, hidden) => {
    const bytes = hidden(flatPng(64, 64));
    expect(bytes.includes('alert')).toBe(true);
    expect((await avatarFrom(bytes)).includes('alert')).toBe(false);
  });
});

describe('a bomb', () => {
  const noise = { width: 3000, height: 4001 };
  let progressive: Buffer;
  let interlaced: Buffer;
  beforeAll(async () => {
    const large = sharp({ create: { ...noise, channels: 3, background: '#808080' } });
    progressive = await large.clone().jpeg({ progressive: true }).toBuffer();
    interlaced = await large.clone().png({ progressive: true }).toBuffer();
  });

  test.each([
    ['30,000 × 30,000 pixels in 100 kB', () => flatPng(30_000, 30_000)],
    ['a frame larger than its GIF', () => dottedGif(10, 10, 1, 65_535)],
    ['as much that has to be in memory at once (JPEG)', () => progressive],
    ['as much that has to be in memory at once (PNG)', () => interlaced],
  ])('of %s is refused by its header', async (_, bomb) => {
    const bytes = bomb();
    expect(bytes.length).toBeLessThan(1_000_000);
    const startMs = performance.now();
    const error = await refusal(avatarFrom(bytes));
    expect(error).toMatchObject({
      code: 'payload-too-large',
      message: expect.stringMatching(/\d × \d+ pixels/),
    });
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  test('of a packed comment or profile is not unpacked', async () => {
    const packed = deflateSync(Buffer.alloc(100_000_000), { level: 9 });
    const chunks = ['zTXt', 'iCCP'].map((type) =>
      pngChunk(type, Buffer.concat([Buffer.from('x\0\0'), packed])),
    );
    const made = await avatarFrom(flatPng(32, 32, chunks));
    expect(made.length).toBeLessThan(5000);
  });

  test('as large as one may be is taken', async () => {
    expect((await avatarFrom(flatPng(6300, 6300))).length).toBeGreaterThan(0);
    expect(6300 * 6300).toBeLessThan(PICTURE_LIMITS.pixels);
  });
});

test('the library reads nothing but these four kinds, even where it is asked to', async () => {
  const makers = createPictureMaker();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
  await expect(sharp(svg).metadata()).rejects.toThrow('unsupported image format');
  await expect(sharp('/etc/hostname').metadata()).rejects.toThrow();
  expect((await makers.avatar(onePixelPng)).length).toBeGreaterThan(0);
});

test('only so many stand in line', async () => {
  const makers = createPictureMaker();
  const picture = flatPng(1000, 1000);
  const made = await Promise.allSettled(Array.from({ length: 30 }, () => makers.avatar(picture)));
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toHaveLength(8);
  expect(refused[0]).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
  expect((await makers.avatar(picture)).length).toBeGreaterThan(0);
});

describe('who has no picture', () => {
  test.each([...avatarShapes, undefined])('is drawn as %s, the same each time', async (shape) => {
    const avatar = { color: '#336699', ...(shape && { shape }) };
    const drawn = await drawnPng(avatar, 'Ada');
    expect(await sharp(drawn).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
    expect(await drawnPng(avatar, 'Ada')).toEqual(drawn);
    const { channels } = await sharp(drawn).stats();
    expect(channels.map(({ min }) => min)).toEqual([0x33, 0x66, 0x99]);
    expect(channels[0]?.max).toBeGreaterThan(0x60);
  });

  test('is grey where its colour says nothing', async () => {
    const { channels } = await sharp(await drawnPng({ color: 'url(javascript:1)' }, 'Ada')).stats();
    expect(channels.map(({ min }) => min)).toEqual([0x4a, 0x55, 0x68]);
  });
});

test('a picture that was made here can be had as PNG', async () => {
  const png = await pngFrom(await avatarFrom(await cameraJpeg(96, 96)));
  expect((await sharp(png).metadata()).format).toBe('png');
  expect(await cornersOf(png)).toEqual([red, green, blue, yellow]);
});

function dot() {
  return sharp({ create: { width: 30, height: 20, channels: 3, background: '#d02020' } }).png();
}
