import { request } from 'undici';
import { readBareLines } from './bare-lines.ts';
import { serveChunkReader } from './chunk-reader.ts';
import { OPENING } from './opening-words.ts';
import { wireShapes } from './wire-shape.ts';

/**
 * The floor of a provider: lines split, JSON.parse, and the text taken from where it must be. It asks by
 * undici's `request`, which the product's own client is made of and which costs less than `fetch`.
 */
const [modelUrl = '', kind = ''] = process.argv.slice(2);
const shape = Object.entries(wireShapes).find(([name]) => name === kind)?.[1];
if (!shape) throw new Error(`There is no vendor ${kind}.`);

serveChunkReader(async ({ model, onText }, signal) => {
  const { statusCode, body } = await request(`${modelUrl}/${kind}${shape.path(model)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: OPENING }] }),
    signal,
  });
  if (statusCode !== 200) throw new Error(`The model answered ${statusCode}.`);
  await readBareLines(body, (line) => onText(shape.textOf(line).length));
});
