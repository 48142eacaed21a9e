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

/** What a vendor would refuse, or a seat must not be told. */
export function faultsOfRequest(spoken: Spoken, size: ModelSize, seatId: string): string[] {
  const { messages, tail, tokens, body } = spoken;
  const talk = messages.filter(({ role }) => role === 'user' || role === 'assistant');
  const heard = talk
    .filter(({ role }) => role === 'user')
    .flatMap(({ parts }) => parts.join('\n\n').split('\n\n'));
  const own = talk.filter(({ role }) => role === 'assistant').flatMap(({ parts }) => parts);
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
      'a whisper that was not for it',
      seatId !== 'bo' && JSON.stringify(messages).includes('And what do the fish say?'),
    ],
    ['a line from the stage that a person wrote', JSON.stringify(messages).includes('[Director]')],
    ['a mark of a chat template', JSON.stringify(messages).includes('<|im_end|>')],
    ['the note is not last', !(talk.at(-1)?.parts.at(-1) ?? '').endsWith(tail)],
    ['more than four cache marks', marks > 4],
    ['longer than the context', tokens > size.contextTokens],
  ];
  return checks.filter(([, holds]) => holds).map(([fault]) => fault);
}
