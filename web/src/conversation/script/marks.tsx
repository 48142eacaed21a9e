import type { Message } from '@chimera/protocol/message';
import type { SpokenBy } from '@chimera/protocol/provider';
import { Fragment, type ReactNode } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { useWords, type Words } from '../../words/use-words.ts';
import { isolate } from '../../ui/isolate.ts';
import { useStage } from '../stage.tsx';

/** What is to be known about a line, in words, separated by middle dots. */
export function Marks({ message }: { readonly message: Message }) {
  const { store } = useStage();
  const words = useWords();
  const seats = useSelected(store.conversation, (conversation) => conversation?.seats);
  const to = message.to?.map((id) => seats?.find((seat) => seat.id === id)?.name ?? id).map(isolate);
  const marks = [
    message.brain && brainMark(message.brain, words),
    to && words.conversation.whisperTo(words.common.names(to)),
    ...stateMarks(message, words),
  ];
  return <Dotted marks={marks.filter((mark) => mark !== undefined && mark !== '')} />;
}

/** The brain of a line. The demo brain always says that it is not an AI. */
export function brainMark(brain: Pick<SpokenBy, 'kind' | 'model'>, { conversation }: Words): string {
  if (brain.kind === 'demo') return conversation.improvisedBadge;
  return `${conversation.providers[brain.kind]} · ${brain.model}`;
}

/** One text, so that a long mark goes on in the line where it begins. */
export function Dotted({ marks }: { readonly marks: readonly ReactNode[] }) {
  if (marks.length === 0) return null;
  return (
    <span className="wrap-anywhere">
      {marks.map((mark, index) => (
        // The marks of a line have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {index > 0 && <span aria-hidden="true"> · </span>}
          <span>{mark}</span>
        </Fragment>
      ))}
    </span>
  );
}

/** Reasons with which the guard rails end a line early. */
const CUT = new Set(['spoke-for-seat', 'spoke-for-human', 'role-flip', 'template-marks']);
const SHORTENED = new Set(['too-long', 'output-limit']);

/** Who did not speak and why: a head has room for the beginning of it, the rest stands behind. */
function fallbackMark(
  { fallbackFrom, fallbackReason = '' }: SpokenBy,
  words: Words['conversation'],
): ReactNode {
  if (fallbackFrom === undefined) return undefined;
  const from = asPeopleKnowIt(fallbackFrom, words);
  const whole = words.fallback(from, fallbackReason);
  if (fallbackReason.length <= REASON_LENGTH) return whole;
  const end = fallbackReason.lastIndexOf(' ', REASON_LENGTH);
  const beginning = fallbackReason.slice(0, end > 0 ? end : REASON_LENGTH).toWellFormed();
  return <span title={whole}>{words.fallback(from, `${beginning} …`)}</span>;
}

const REASON_LENGTH = 90;

/** The log names a brain by its kind: `openai · gpt-5`. */
function asPeopleKnowIt(label: string, { providers }: Words['conversation']): string {
  const known = Object.entries(providers).find(([kind]) => label.startsWith(`${kind} · `));
  return known === undefined ? label : known[1] + label.slice(known[0].length);
}

function stateMarks(message: Message, { conversation }: Words): ReactNode[] {
  const { status, reason, brain, cached, editedAt } = message;
  return [
    cached === true ? conversation.cached : undefined,
    brain && fallbackMark(brain, conversation),
    reason !== undefined && CUT.has(reason) ? conversation.cut : undefined,
    reason !== undefined && SHORTENED.has(reason) ? conversation.shortened : undefined,
    status === 'interrupted' && !CUT.has(reason ?? '') ? conversation.interrupted : undefined,
    status === 'failed' ? conversation.failed : undefined,
    editedAt === undefined ? undefined : conversation.edited,
  ];
}
