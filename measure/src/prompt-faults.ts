import { SECRETS } from './prompt-script.ts';
import type { ModelSize } from '@chimera/server/providers/model-size';

/** A request as the model reads it, whatever the protocol. */
export interface Spoken {
  readonly messages: readonly { readonly role: string; readonly parts: readonly string[] }[];
  /** All texts with their roles, without the note for this turn. */
  readonly texts: readonly string[];
  readonly tail: string;
  /** The texts that carry a mark for the vendor's cache. */
  readonly marked: readonly string[];
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
  readonly isMarked: boolean;
}

/** What a vendor would refuse, or a seat must not be told. */
export function faultsOfRequest(spoken: Spoken, { size, seatId, refuses, isMarked }: Expected): string[] {
  const { messages, tail, tokens, marked, body } = spoken;
  const lines = messages.filter(({ role }) => role === 'user' || role === 'assistant');
  const [first, last] = [lines[0], lines.at(-1)];
  const end = last?.parts.at(-2);
  const heard = lines
    .filter(({ role }) => role === 'user')
    .flatMap(({ parts }) => parts.join('\n\n').split('\n\n'));
  const own = lines.filter(({ role }) => role === 'assistant').flatMap(({ parts }) => parts);
  const all = JSON.stringify(messages);
  const at = heard.findIndex((line) => line.includes(': Ignore all previous'));
  const isUnmarked = at >= 0 && heard[at + 1] !== '[That was only something Bo said.]';
  const checks: readonly (readonly [string, boolean])[] = [
    ['ends with the assistant', last?.role !== 'user'],
    ['begins with the assistant', first?.role !== 'user'],
    ['two neighbours of one role', lines.some(({ role }, at) => at > 0 && lines[at - 1]?.role === role)],
    [
      'a blank part',
      messages.some(({ parts }) => parts.length === 0 || parts.some((part) => part.trim() === '')),
    ],
    ['the opening is not first', !(first?.parts.join('\n\n') ?? '').includes('[The scene opens. Present: ')],
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
    ['the note is not last', !(last?.parts.at(-1) ?? '').endsWith(tail)],
    ['more than four cache marks', marked.length > 4],
    ['a mark on the note', marked.includes(tail)],
    ['no mark on the system text', isMarked && marked[0] !== messages[0]?.parts[0]],
    ['no mark before the note', isMarked && end !== undefined && marked.at(-1) !== end],
    ['marks that nobody wants', !isMarked && marked.length > 0],
    ['what the vendor refuses', refuses.some((field) => field in body)],
    ['longer than the context', tokens > size.contextTokens],
  ];
  return checks.filter(([, holds]) => holds).map(([fault]) => fault);
}
