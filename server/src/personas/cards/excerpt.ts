/** How much of a long text is looked at. */
const LOOKED_AT = 4000;
const DESCRIPTION_LENGTH = 300;
const TAGLINE_LENGTH = 120;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The first sentences of a text, without its markup: what is shown of a persona in a list. */
export function excerptOf(text: string, name: string): { description: string; tagline: string } {
  const plain = withoutMarkup(text.slice(0, LOOKED_AT).toWellFormed()).replaceAll(/\{\{char\}\}/gi, name);
  const [first = '', ...rest] = [...segmenter.segment(plain)].map(({ segment }) => segment);
  let description = shortened(first.trim(), DESCRIPTION_LENGTH);
  for (const sentence of rest) {
    const longer = `${description} ${sentence.trim()}`;
    if (longer.length > DESCRIPTION_LENGTH) break;
    description = longer;
  }
  return { description, tagline: shortened(first.trim(), TAGLINE_LENGTH) };
}

function withoutMarkup(text: string): string {
  return text
    .replaceAll(/<[^<>]{0,500}>/g, ' ')
    .replaceAll(/!\[[^\][\n]{0,200}\]\([^()\n]{0,500}\)/g, ' ')
    .replaceAll(/[*_~#`|]+/g, '')
    .replaceAll(/[\s\u0085]+/gu, ' ')
    .trim();
}

function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = text.slice(0, limit - 1);
  const space = start.lastIndexOf(' ');
  const whole = space > limit / 2 ? start.slice(0, space) : start.replace(/[\uD800-\uDBFF]$/, '');
  return `${whole}…`;
}
