import { z } from 'zod';
import { api } from '@chimera/protocol/api';
import type { Operation } from '@chimera/protocol/operation';

/** A readable page of the whole API, made from the same table as the routes. No script, nothing from elsewhere. */
export function docsPage(): string {
  const byTag = Map.groupBy(Object.entries<Operation>(api), ([, { tag }]) => tag);
  const sections = [...byTag].map(
    ([tag, operations]) =>
      `<section><h2>${escape(tag)}</h2>${operations.map(operationHtml).join('')}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Chimera API</title><link rel="stylesheet" href="/docs/style.css"></head>
<body><main><h1>Chimera API</h1>
<p>JSON over HTTP, described in full by <a href="/openapi.json">openapi.json</a>. Errors are problem details (RFC 9457)
with a <code>code</code> to switch on. Every POST accepts an <code>Idempotency-Key</code>.
The live side is a WebSocket at <code>/ws</code>: send <code>{"type": "subscribe", "conversationId": "…"}</code>, and with
<code>after</code> and <code>gen</code> of the last event you have it goes on right there.</p>
${sections.join('\n')}</main></body></html>`;
}

export const docsStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 48rem; margin: 0 auto; padding: 1.5rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
article { margin: 1.5rem 0; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
code, pre { font: 0.875rem/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); border-radius: 6px; }
summary { cursor: pointer; min-height: 24px; }
`;

function operationHtml([name, operation]: [string, Operation]): string {
  const { method, path, summary, query, body, accepts, response, produces } = operation;
  const other =
    produces || !response ? `<p>Answer: ${escape((produces ?? ['no content']).join(', '))}</p>` : '';
  const answer = `${response ? schemaHtml('Answer', response, 'output') : ''}${other}`;
  const files = accepts ? `<p>Body: ${escape(accepts.join(', '))}</p>` : '';
  return `<article id="${name}"><h3><code>${method} ${escape(path)}</code></h3>
<p>${escape(summary)}</p>${query ? schemaHtml('Query', query, 'input') : ''}${body ? schemaHtml('Body', body, 'input') : ''}${files}${answer}</article>`;
}

function schemaHtml(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const json = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), null, 2);
  return `<details><summary>${title}</summary><pre tabindex="0">${escape(json)}</pre></details>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
