import type { Conversation } from '@chimera/protocol/conversation';
import type { NumberedEvent } from '@chimera/protocol/event';
import { escapeInline, quoteItalic, quoteMarkdown } from './escape-markdown.ts';
import { dayOf, openingFacts, timeOf, totalsFacts } from './facts.ts';
import { type Line, linesOf } from './line.ts';
import type { Edits } from './event-log.ts';
import type { Renderer } from './render-log.ts';

/** The record: markdown that is grown event by event, so that a file can follow the log. */
export const markdownRenderer: Renderer = { openingOf, linesFor, totalsOf };

/** The top of the record, from the conversation as it began (with the title that it has now). */
export function openingOf(conversation: Conversation): string {
  const { title, facts, cast } = openingFacts(conversation);
  return [
    `# ${escapeInline(title)}\n\n`,
    ...facts.map(({ label, value }) => `- **${label}:** ${escapeInline(value)}\n`),
    '\n## Cast\n\n',
    ...cast.map(({ name, brain }) => `- **${escapeInline(name)}** — ${escapeInline(brain)}\n`),
    '\n## What was said\n',
    dayHeading(conversation.createdAt),
  ].join('');
}

/** What one event adds below. Each new day begins with its date. */
export function linesFor(numbered: NumberedEvent, before: Conversation, edits: Edits = new Map()): string {
  const { at } = numbered.event;
  const heading = dayOf(at) === dayOf(before.updatedAt) ? '' : dayHeading(at);
  return heading + linesOf(numbered, before, edits).map(lineText).join('');
}

/** The foot of the record. */
export function totalsOf(conversation: Conversation): string {
  const facts = totalsFacts(conversation).map((fact) => `- ${escapeInline(fact)}\n`);
  return `\n## Totals\n\n${facts.join('')}`;
}

function dayHeading(at: string): string {
  return `\n### ${dayOf(at)}\n`;
}

function lineText(line: Line): string {
  if (line.kind === 'stage') return `\n*${escapeInline(line.text)}* · ${timeOf(line.at)}\n`;
  const speaker = line.narrated ? '*Narrator*' : `**${escapeInline(line.author.name)}**`;
  const whisper = line.whisperTo ? [`whispers to ${line.whisperTo.map(escapeInline).join(', ')}`] : [];
  const head = [speaker, timeOf(line.at), ...whisper, ...line.notes.map(escapeInline)].join(' · ');
  return `\n${head}\n\n${line.narrated ? quoteItalic(line.text) : quoteMarkdown(line.text)}`;
}
