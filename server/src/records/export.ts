import type { ExportFormat } from '@chimera/protocol/conversation-api';
import type { Conversation } from '@chimera/protocol/conversation';
import { unreachable } from '@chimera/protocol/unreachable';
import { contentDisposition, titleForFile } from './file-name.ts';
import type { EventLog } from './event-log.ts';
import { htmlRenderer } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderJsonl } from './render-jsonl.ts';
import { renderLog } from './render-log.ts';
import { markdownRenderer } from './render-markdown.ts';
import { textRenderer } from './render-text.ts';

export interface Exported {
  readonly contentType: string;
  /** May hold letters of any script; `contentDisposition` is what may stand in a header. */
  readonly fileName: string;
  readonly contentDisposition: string;
  /** Made while it is read, so that a long conversation is never in memory as a whole. */
  readonly body: AsyncIterable<string>;
}

/** A whole conversation as a file. `events` is its log; a `pagedLog` keeps a long one out of memory. */
export function exportConversation(
  format: ExportFormat,
  source: { readonly conversation: Conversation; readonly events: EventLog },
): Exported {
  const { contentType, extension } = types[format];
  const fileName = `${titleForFile(source.conversation.title)}.${extension}`;
  return {
    contentType,
    fileName,
    contentDisposition: contentDisposition(fileName),
    body: joined(pieces(format, source.conversation, source.events)),
  };
}

const types: Record<ExportFormat, { readonly contentType: string; readonly extension: string }> = {
  markdown: { contentType: 'text/markdown; charset=utf-8', extension: 'md' },
  html: { contentType: 'text/html; charset=utf-8', extension: 'html' },
  json: { contentType: 'application/json; charset=utf-8', extension: 'json' },
  jsonl: { contentType: 'application/x-ndjson; charset=utf-8', extension: 'jsonl' },
  text: { contentType: 'text/plain; charset=utf-8', extension: 'txt' },
};

const PIECE_LENGTH = 65_536;

function pieces(format: ExportFormat, conversation: Conversation, log: EventLog): AsyncIterable<string> {
  switch (format) {
    case 'markdown':
      return renderLog(markdownRenderer, conversation, log);
    case 'html':
      return renderLog(htmlRenderer(), conversation, log);
    case 'text':
      return renderLog(textRenderer, conversation, log);
    case 'json':
      return renderJson(log);
    case 'jsonl':
      return renderJsonl(log);
    default:
      return unreachable(format);
  }
}

/** Pieces of a size worth a write each. */
async function* joined(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < PIECE_LENGTH) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
