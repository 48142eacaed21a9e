import { connect } from 'node:net';
import { accountOperations, api } from '@chimera/protocol/api';
import type { Operation } from '@chimera/protocol/operation';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

describe('health', () => {
  test.each(['/livez', '/readyz'])('%s says ok, and nothing else about the server', async (path) => {
    const answer = await ask(`${server.url}${path}`);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { status: 'ok' }]);
  });

  test('while the server closes it is not ready, and says so in the words of every problem', async () => {
    const closing = await startTestApp();
    const socket = connect(Number(new URL(closing.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    // The request is on its way as the server begins to close.
    socket.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = closing.close();
    socket.write('\r\n');
    await new Promise((resolve) => socket.on('close', resolve));
    await closed;
    expect(text).toMatch(/^HTTP\/1.1 503 /);
    expect(text).toContain('"code":"unavailable"');
    expect(text).toMatch(/^retry-after: 2\r$/m);
  });

  test('a reader who takes no answer keeps the server from closing for a few seconds only', async () => {
    const closing = await startTestApp();
    const socket = connect(Number(new URL(closing.url).port), '127.0.0.1');
    socket.write(
      'POST /api/conversations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    socket.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startMs = performance.now();
    await closing.close();
    expect(performance.now() - startMs).toBeLessThan(6000);
    socket.destroy();
  });
});

const referenceSchema = z.record(z.string(), z.unknown());
const contentSchema = z.record(z.string(), z.object({ schema: referenceSchema }));
const openApiSchema = z.object({
  openapi: z.string(),
  info: z.object({ title: z.string().min(1), version: z.string().min(1) }),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

describe('openapi.json', () => {
  async function document() {
    const answer = await ask(`${server.url}/openapi.json`);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    return openApiSchema.parse(JSON.parse(answer.text));
  }

  test('is OpenAPI 3.1, and no reference in it leads nowhere', async () => {
    const whole = await document();
    expect(whole.openapi).toMatch(/^3\.1\.\d+$/);
    for (const reference of JSON.stringify(whole).matchAll(/"\$ref":"([^"]*)"/g)) {
      expect(reference[1]).toMatch(/^#\//);
      const found = reference[1]
        ?.slice(2)
        .split('/')
        .reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), whole);
      expect([reference[1], found !== undefined]).toEqual([reference[1], true]);
    }
  });

  test('has every operation of the table, each once, and no other', async () => {
    const { paths } = await document();
    const named = Object.values(paths).flatMap((item) =>
      Object.values(item).flatMap((operation) => (isRecord(operation) ? [operation['operationId']] : [])),
    );
    // Without accounts there is no trace of them.
    const expected = Object.keys(api).filter((name) => !accountOperations.has(name));
    expect(new Set(named)).toEqual(new Set(expected));
    expect(named).toHaveLength(expected.length);
  });

  const operations = Object.entries<Operation>(api)
    .filter(([name]) => !accountOperations.has(name))
    .map(([name, operation]) => ({ name, operation }));
  test.each(operations)('says of $name what it takes and what it answers', async ({ name, operation }) => {
    const { paths } = await document();
    const item = paths[operation.path.replaceAll(/:(\w+)/g, '{$1}')];
    const found = operationSchema.parse(item?.[operation.method.toLowerCase()]);
    expect(found).toMatchObject({ operationId: name, summary: operation.summary, tags: [operation.tag] });

    const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, parameter]) => parameter);
    const parameters = found.parameters ?? [];
    expect(
      parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name),
    ).toEqual(inPath);
    expect(parameters.filter((parameter) => parameter.in === 'path').every(({ required }) => required)).toBe(
      true,
    );
    const query = operation.query ? propertiesOf(operation.query, 'input') : [];
    expect(
      parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name),
    ).toEqual(query);

    expect(found.requestBody?.content['application/json']?.schema['properties'] !== undefined).toBe(
      Boolean(operation.body),
    );
    const answer = found.responses[String(operation.status)];
    const types = [...(operation.response ? ['application/json'] : []), ...(operation.produces ?? [])];
    expect(Object.keys(answer?.content ?? {})).toEqual(types);
    const { properties = {} } = answer?.content?.['application/json']?.schema ?? {};
    const answered = operation.response ? propertiesOf(operation.response, 'output') : [];
    expect(Object.keys(z.looseObject({}).parse(properties))).toEqual(answered);
    const problem = found.responses['4XX']?.content?.['application/problem+json']?.schema;
    expect(problem?.['required']).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
  });
});

const operationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean() })).optional(),
  requestBody: z.object({ content: contentSchema }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string().min(1), content: contentSchema.optional() }),
  ),
});

function propertiesOf(schema: z.ZodType, io: 'input' | 'output'): string[] {
  const { properties } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return Object.keys(properties ?? {});
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

describe('the page of documentation', () => {
  test('lists every operation with its method, its address and what it is for', async () => {
    const { text, headers } = await ask(`${server.url}/docs`);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const [name, { method, path, summary }] of Object.entries<Operation>(api)) {
      expect(text).toContain(`<article id="${name}"><h3><code>${method} ${path}</code></h3>`);
      expect(text).toContain(`<p>${summary.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</p>`);
    }
  });

  test('loads one style sheet from here, and holds nothing that the policy would stop', async () => {
    const { text } = await ask(`${server.url}/docs`);
    expect([...text.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      '/docs/style.css',
      '/openapi.json',
    ]);
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=|<iframe|<img/);
    const style = await ask(`${server.url}/docs/style.css`);
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8');
    expect(style.text).not.toMatch(/url\(|@import/);
  });

  test('is found by the name of every problem', async () => {
    const { detail } = problemIn(await ask(`${server.url}/api/nothing`));
    expect(detail).toContain('/docs');
  });
});
