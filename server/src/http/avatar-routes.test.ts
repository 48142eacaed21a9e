import { request } from 'node:http';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type HttpAnswer, problemIn } from '../../test/http-answer.ts';
import { multipart, onePixelPng } from '../../test/multipart.ts';
import { cameraJpeg, cornerColors, cornersOf, flatPng, SECRET_IN_PICTURE } from '../../test/pictures.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

const [red, green, blue, yellow] = cornerColors;

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

function upload(
  bytes: Uint8Array,
  fields: Record<string, string> = {},
  name = 'face.png',
): Promise<HttpAnswer> {
  const { headers, body } = multipart([{ field: 'file', name, bytes }], fields);
  return ask(`${server.url}/api/avatars`, { method: 'POST', headers, body });
}

async function uploaded(bytes: Uint8Array, fields: Record<string, string> = {}): Promise<string> {
  const answer = await upload(bytes, fields);
  expect(answer.status).toBe(201);
  const { imageUrl }: { imageUrl: string } = JSON.parse(answer.text);
  return imageUrl;
}

/** The bytes of an answer. */
function bytesOf(path: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => resolve(Buffer.concat(chunks)));
    })
      .on('error', reject)
      .end();
  });
}

describe('a picture that was uploaded', () => {
  test('is shown as the WebP that was made of it, and as nothing else', async () => {
    const path = await uploaded(await cameraJpeg(120, 120, 6));
    expect(path).toMatch(/^\/api\/avatars\/[\w-]{30,100}$/);
    const { status, headers } = await ask(`${server.url}${path}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': 'inline; filename="avatar.webp"',
    });
    expect(headers['content-security-policy']).toContain("sandbox; default-src 'none'");
    const picture = await bytesOf(path);
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'webp', width: 512, height: 512 });
    expect(await cornersOf(picture)).toEqual([red, green, blue, yellow]);
    expect(picture.includes(SECRET_IN_PICTURE)).toBe(false);
  });

  test('is not sent again to who has it', async () => {
    const path = await uploaded(onePixelPng);
    const first = await ask(`${server.url}${path}`);
    const etag = String(first.headers['etag']);
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await ask(`${server.url}${path}`, { headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
    expect(again.headers).toMatchObject({ etag, 'cache-control': 'private, max-age=31536000, immutable' });
    const other = await ask(`${server.url}${path}`, { headers: { 'if-none-match': '"other"' } });
    expect(other.status).toBe(200);
  });

  test('is the face of a persona, and stays when another one follows', async () => {
    const imageUrl = await uploaded(onePixelPng);
    const body = { name: 'Ada', avatar: { color: '#336699', imageUrl } };
    const persona = await server.rest.call('createPersona', { body });
    expect(persona.avatar.imageUrl).toBe(imageUrl);
    const other = await uploaded(onePixelPng);
    expect(other).not.toBe(imageUrl);
    expect((await ask(`${server.url}${imageUrl}`)).status).toBe(200);
  });

  test.each(['nobody', '..%2f..%2fetc%2fpasswd', "' or 1=1 --", '%00'])('is not found as %s', async (id) => {
    const answer = await ask(`${server.url}/api/avatars/${encodeURI(id)}`);
    expect([400, 404]).toContain(problemIn(answer).status);
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('a square', () => {
  test('is cut as the picture is shown, not as it lies in the file', async () => {
    const path = await uploaded(await cameraJpeg(120, 80, 6), { x: '80', y: '0', size: '40' });
    expect(await cornersOf(await bytesOf(path))).toEqual([green, green, green, green]);
  });

  test.each([
    [{ x: '1' }, ['y', 'size']],
    [{ x: '-1', y: '0', size: '5' }, ['x']],
    [{ x: '0', y: '1.5', size: '5' }, ['y']],
    [{ x: '0', y: '0', size: '0' }, ['size']],
    [{ x: '0', y: '0', size: 'Infinity' }, ['size']],
    [{ x: '0', y: '1e3', size: '5' }, ['y']],
    [{ x: '30', y: '0', size: '40' }, ['x']],
    [{ x: '', y: '', size: '' }, ['x', 'y', 'size']],
  ])('such as %j is refused, field by field', async (fields, paths) => {
    const problem = problemIn(await upload(flatPng(64, 64), fields));
    expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(problem.errors?.map(({ path }) => path)).toEqual(paths);
  });

  test('whose numbers are very long is too much', async () => {
    const problem = problemIn(await upload(flatPng(64, 64), { x: '1'.repeat(5000), y: '0', size: '5' }));
    expect(problem.status).toBe(413);
  });
});

describe('no picture', () => {
  test.each([
    ['face.png', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['face.gif', '<html><script>alert(1)</script>'],
    ['face.jpg', '%PDF-1.7'],
    ['face.webp', 'ID3\u0003\0\0\0'],
  ])('is taken by its name (%s)', async (name, text) => {
    const problem = problemIn(await upload(Buffer.from(text, 'latin1'), {}, name));
    expect(problem).toMatchObject({ status: 415, code: 'unsupported-media-type' });
    expect(problem.detail).toContain('PNG, JPEG, WebP and GIF');
  });

  test.each([
    ['GIF89a=1;alert(document.domain);/*', 400],
    ['\x89PNG\r\n\x1a\n<script>alert(1)</script>', 400],
  ])('is taken by its beginning (%j)', async (text, status) => {
    const answer = await upload(Buffer.from(text, 'latin1'));
    expect(problemIn(answer)).toMatchObject({ status, code: 'invalid-request' });
  });

  test('two at once are one too many', async () => {
    const file = { field: 'file', name: 'a.png', bytes: onePixelPng };
    const { headers, body } = multipart([file, file]);
    const answer = await ask(`${server.url}/api/avatars`, { method: 'POST', headers, body });
    expect(problemIn(answer).status).toBe(413);
  });
});
