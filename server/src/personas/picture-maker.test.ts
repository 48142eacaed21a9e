import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { onePixelPng } from '../../test/multipart.ts';
import { createPictureMaker } from './picture-maker.ts';

const isLoaded = () =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => /[\\/]sharp[\\/]/.test(path));

test('the library is loaded with the first picture, not with the server', async () => {
  const pictures = createPictureMaker();
  expect(isLoaded()).toBe(false);
  const [first, second] = await Promise.all([pictures.avatar(onePixelPng), pictures.avatar(onePixelPng)]);
  expect(isLoaded()).toBe(true);
  expect(first.equals(second)).toBe(true);
  expect(first.toString('latin1', 8, 12)).toBe('WEBP');
});
