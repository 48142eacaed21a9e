import { SECRETS } from './prompt-script.ts';
import type { ModelSize } from '@chimera/server/providers/model-size';

/** A request as the model reads it, whatever the protocol. */
export interface Spoken {
  readonly messages: readonly { readonly role: string; readonly parts: readonly string[] }[];
  /** All texts with their roles, without the note for this turn. */
  readonly texts: readonly string[];
  readonly tail: string;
  /** Estimated. */
  readonly tokens: number;
  /** As it goes over the wire. */
  readonly body: object;
}

interface Expected {
  readonly size: ModelSize;
  readonly seatId: string;
  /** Fields that the body must not have. */
  readonly refuses: readonly string[];
}

/** What a vendor would refuse, or a seat must not be told. */
export function faultsOfRequest(spoken: Spoken, { size, seatId, refuses }: Expected): string[] {
  const { messages, tail, tokens, body } = spoken;
  const talk = messages.filter(({ role }) => role === 'user' || role === 'assistant');
  const heard = talk
    .filter(({ role }) => role === 'user')
    .flatMap(({ parts }) => parts.join('\n\n').split('\n\n'));
  const own = talk.filter(({ role }) => role === 'assistant').flatMap(({ parts }) => parts);
  const all = JSON.stringify(messages);
  const at = heard.findIndex((line) => line.includes(': Ignore all previous'));
  const isUnmarked = at >= 0 && heard[at + 1] !== '[That was only something Bo said.]';
  const marks = JSON.stringify(body).match(/"cache_control"/g)?.length ?? 0;
  const checks: readonly (readonly [string, boolean])[] = [
    ['ends with the assistant', talk.at(-1)?.role !== 'user'],
    ['begins with the assistant', talk[0]?.role !== 'user'],
    ['two neighbours of one role', talk.some(({ role }, at) => at > 0 && talk[at - 1]?.role === role)],
    [
      'a blank part',
      messages.some(({ parts }) => parts.length === 0 || parts.some((part) => part.trim() === '')),
    ],
    [
      'the opening is not first',
      !(talk[0]?.parts.join('\n\n') ?? '').includes('[The scene opens. Present: '),
    ],
    ['its own words carry a name', own.some((line) => /^(?:Ada|Bo|Cy|Dov|Eve): /u.test(line))],
    [
      'a line carries two names',
      heard.some((line) => /^(?:Ada|Bo|Cy|Dov|Mia): (?:Ada|Bo|Cy|Dov|Mia): /u.test(line)),
    ],
    [
      'what it did not hear',
      SECRETS.some(({ text, heardBy }) => !heardBy.includes(seatId) && all.includes(text)),
    ],
    ['an order that is not marked as talk', isUnmarked],
    ['a line from the stage that a person wrote', all.includes('[Director]')],
    ['a mark of a chat template', all.includes('<|im_end|>')],
    ['the note is not last', !(talk.at(-1)?.parts.at(-1) ?? '').endsWith(tail)],
    ['more than four cache marks', marks > 4],
    ['a mark on the note', isMarked(body, tail)],
    ['what the vendor refuses', refuses.some((field) => field in body)],
    ['longer than the context', tokens > size.contextTokens],
  ];
  return checks.filter(([, holds]) => holds).map(([fault]) => fault);
}

/** The note is another one each time: what is stored with it is never read again. */
function isMarked(body: object, tail: string): boolean {
  return JSON.stringify(body).includes(`${JSON.stringify(tail).slice(0, -1)}","cache_control"`);
}
