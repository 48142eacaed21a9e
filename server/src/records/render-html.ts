import type { Conversation } from '@chimera/protocol/conversation';
import type { NumberedEvent } from '@chimera/protocol/event';
import { escapeHtml } from './escape-html.ts';
import { dayOf, openingFacts, timeOf, totalsFacts } from './facts.ts';
import { htmlStyle } from './html-style.ts';
import { type Line, linesOf } from './line.ts';
import type { Edits } from './event-log.ts';
import { messageHtml } from './message-html.ts';
import { plainName } from './plain-characters.ts';
import type { Renderer } from './render-log.ts';

/** One printable page that needs nothing else: no script, nothing loaded. A renderer serves one page. */
export function htmlRenderer(): Renderer {
  /** The colour of each seat, by the order in which they came in; twelve colours, then again from the first. */
  const colours = new Map<string, number>();
  const colourOf = (seatId: string): number => {
    const colour = colours.get(seatId) ?? (colours.size % SEAT_COLOURS) + 1;
    colours.set(seatId, colour);
    return colour;
  };

  return {
    openingOf(conversation) {
      for (const { id } of conversation.seats) colourOf(id);
      return opening(conversation);
    },
    linesFor(numbered, before, edits) {
      return lines(numbered, before, edits, colourOf);
    },
    totalsOf(conversation) {
      const facts = totalsFacts(conversation).map((fact) => `<li>${name(fact)}</li>\n`);
      return `</main>\n<footer>\n<h2>Totals</h2>\n<ul>\n${facts.join('')}</ul>\n</footer>\n</body>\n</html>\n`;
    },
  };
}

const SEAT_COLOURS = 12;
/** Even if something slipped through, a browser would run and load nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

function opening(conversation: Conversation): string {
  const { title, facts, cast } = openingFacts(conversation);
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    '<meta name="referrer" content="no-referrer">\n',
    `<title>${name(title)}</title>\n<style>${htmlStyle}</style>\n</head>\n<body>\n<header>\n`,
    `<h1 dir="auto">${name(title)}</h1>\n<dl>\n`,
    ...facts.map(({ label, value }) => `<dt>${label}</dt><dd dir="auto">${name(value)}</dd>\n`),
    '</dl>\n<h2>Cast</h2>\n<ul>\n',
    ...cast.map(
      (seat) => `<li><bdi>${name(seat.name)}</bdi> <span class="note">${name(seat.brain)}</span></li>\n`,
    ),
    `</ul>\n</header>\n<main${languageOf(conversation)}>\n<h2 lang="en">What was said</h2>\n`,
    dayHeading(conversation.createdAt),
  ].join('');
}

function lines(
  numbered: NumberedEvent,
  before: Conversation,
  edits: Edits,
  colourOf: (seatId: string) => number,
): string {
  const { at } = numbered.event;
  const heading = dayOf(at) === dayOf(before.updatedAt) ? '' : dayHeading(at);
  return (
    heading +
    linesOf(numbered, before, edits)
      .map((line) => lineHtml(line, colourOf))
      .join('')
  );
}

function lineHtml(line: Line, colourOf: (seatId: string) => number): string {
  if (line.kind === 'stage') return `<p class="stage" lang="en" dir="auto">${name(line.text)}</p>\n`;
  const { author, narrated, whisperTo } = line;
  const classes = [
    ...(author.seatId === undefined ? [] : [`seat-${colourOf(author.seatId)}`]),
    ...(narrated ? ['narrated'] : []),
    ...(whisperTo ? ['whisper'] : []),
  ];
  const notes = [
    timeHtml(line.at),
    ...(whisperTo ? [`whispers to ${whisperTo.map((to) => `<bdi>${name(to)}</bdi>`).join(', ')}`] : []),
    ...line.notes.map(name),
  ];
  const speaker = `<bdi class="name">${narrated ? 'Narrator' : name(author.name)}</bdi>`;
  return [
    `<article class="${classes.join(' ')}">\n`,
    `<p class="head" lang="en">${speaker} <span class="note">${notes.join(' · ')}</span></p>\n`,
    `<div class="said" dir="auto">\n${messageHtml(line.text)}</div>\n</article>\n`,
  ].join('');
}

function dayHeading(at: string): string {
  return `<h3 lang="en">${dayOf(at)}</h3>\n`;
}

function timeHtml(at: string): string {
  return `<time datetime="${escapeHtml(at)}">${timeOf(at)}</time>`;
}

/** What is said is in the language of the conversation, when that is known; the page around it is English. */
function languageOf({ settings: { language } }: Conversation): string {
  return language !== undefined && /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(language)
    ? ` lang="${language}"`
    : '';
}

function name(text: string): string {
  return escapeHtml(plainName(text));
}
