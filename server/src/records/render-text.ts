import type { Conversation } from '@chimera/protocol/conversation';
import type { NumberedEvent } from '@chimera/protocol/event';
import { dayOf, openingFacts, timeOf, totalsFacts } from './facts.ts';
import { type Line, linesOf } from './line.ts';
import type { Edits } from './event-log.ts';
import { plainCharacters, plainName } from './plain-characters.ts';
import type { Renderer } from './render-log.ts';

/** Plain text: what people said is indented, all that begins at the margin was written by Chimera. */
export const textRenderer: Renderer = { openingOf, linesFor, totalsOf };

const INDENT = '    ';

function openingOf(conversation: Conversation): string {
  const { title, facts, cast } = openingFacts(conversation);
  return [
    `${plainName(title)}\n\n`,
    ...facts.map(({ label, value }) => `${label}: ${plainName(value)}\n`),
    '\nCast\n',
    ...cast.map(({ name, brain }) => `- ${plainName(name)}: ${plainName(brain)}\n`),
    `\n${dayOf(conversation.createdAt)}\n`,
  ].join('');
}

function linesFor(numbered: NumberedEvent, before: Conversation, edits: Edits): string {
  const day = dayOf(numbered.event.at);
  const heading = day === dayOf(before.updatedAt) ? '' : `\n${day}\n`;
  return heading + linesOf(numbered, before, edits).map(lineText).join('');
}

function totalsOf(conversation: Conversation): string {
  const facts = totalsFacts(conversation).map((fact) => `- ${plainName(fact)}\n`);
  return `\nTotals\n${facts.join('')}`;
}

function lineText(line: Line): string {
  if (line.kind === 'stage') return `\n[${timeOf(line.at)}] (${plainName(line.text)})\n`;
  const whisper = line.whisperTo ? [`whispers to ${line.whisperTo.map(plainName).join(', ')}`] : [];
  const notes = [...whisper, ...line.notes.map(plainName)];
  const speaker = line.narrated ? 'Narrator' : plainName(line.author.name);
  const head = `[${timeOf(line.at)}] ${speaker}${notes.length > 0 ? ` (${notes.join('; ')})` : ''}:`;
  const said = plainCharacters(line.text)
    .trim()
    .split('\n')
    .map((text) => (text.trim() === '' ? '\n' : `${INDENT}${text}\n`));
  return `\n${head}\n${said.join('')}`;
}
