import { Dices, Play } from 'lucide-react';
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useFormats } from '../queries/use-formats.ts';
import type { usePersonas } from '../queries/use-personas.ts';
import type { useStartConversation } from '../queries/use-start-conversation.ts';
import { useSuggestTopic } from '../queries/use-suggest-topic.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field } from '../ui/field.tsx';
import { useWords } from '../words/use-words.ts';
import { CastChoice } from './cast-choice.tsx';
import { defaultCast } from './default-cast.ts';
import { castProblem, FormatChoice, FormatNote } from './format-choice.tsx';

export interface TopicFormProps {
  readonly personas: ReturnType<typeof usePersonas>;
  /** The cast until somebody chooses another. */
  readonly preferredIds: readonly string[];
  readonly start: ReturnType<typeof useStartConversation>;
}

const FREE_TALK = 'free-talk';

/** A topic, a cast, a format, Play. */
export function TopicForm({ personas, preferredIds, start }: TopicFormProps) {
  const { common, home } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [topic, setTopic] = useState('');
  const [error, setError] = useState<string>();
  const [chosenIds, setChosenIds] = useState<readonly string[] | null>(null);
  const [formatId, setFormatId] = useState(FREE_TALK);
  const formats = useFormats();
  const castIds = chosenIds ?? defaultCast(preferredIds, personas.data ?? []);
  const cast = castIds.flatMap((id) => personas.data?.find((persona) => persona.id === id) ?? []);
  const format = formats.data?.find(({ id }) => id === formatId);
  const surprise = useSurprise({ castIds, chosen: chosenIds !== null });

  function play(event: FormEvent): void {
    event.preventDefault();
    if (start.isPending) return;
    const missing =
      topic.trim() === '' ? home.topicMissing : castIds.length === 0 ? home.castEmpty : undefined;
    setError(missing);
    // Too few seats for the format: it says so itself.
    const misfits = format !== undefined && castProblem(format, cast) !== null;
    if (missing !== undefined) field.current?.focus();
    else if (!misfits)
      start.mutate({
        topic,
        seats: castIds.map((personaId) => ({ personaId })),
        ...(formatId !== FREE_TALK && { format: formatId }),
      });
  }

  async function takeSurprise(): Promise<void> {
    const found = await surprise.take();
    if (typeof found === 'string') {
      setError(found);
      return;
    }
    setError(undefined);
    setTopic(found.topic);
    if (chosenIds === null && found.personaIds.length > 1) setChosenIds(found.personaIds);
    field.current?.focus();
  }

  return (
    <form onSubmit={play} className="mt-4 max-w-3xl">
      <div className="flex flex-wrap gap-2 sm:flex-nowrap">
        <div className="w-full min-w-0 sm:flex-1">
          <Field label={home.topicLabel} labelHidden error={error}>
            {(control) => (
              <input
                {...control}
                ref={field}
                type="text"
                value={topic}
                onChange={(event) => setTopic(event.target.value)}
                placeholder={home.topicPlaceholder}
                autoComplete="off"
                maxLength={2000}
                enterKeyHint="go"
                className="h-12 w-full rounded-card border border-line-strong bg-raised px-4 font-serif text-head text-ink aria-invalid:border-danger"
              />
            )}
          </Field>
        </div>
        <Button
          type="submit"
          variant="primary"
          busy={start.isPending && start.variables.title === undefined}
          icon={<Play size={18} strokeWidth={1.75} aria-hidden="true" />}
          className="h-12 flex-1 sm:flex-none"
        >
          {common.play}
        </Button>
        <Button
          busy={surprise.busy}
          onClick={() => void takeSurprise()}
          icon={<Dices size={18} strokeWidth={1.5} aria-hidden="true" />}
          className="h-12 flex-1 sm:flex-none"
        >
          {home.surprise}
        </Button>
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <CastChoice
          personas={personas.data}
          failed={personas.isError}
          onRetry={() => void personas.refetch()}
          chosenIds={castIds}
          onChange={setChosenIds}
        />
        {!formats.isError && <FormatChoice formats={formats.data} format={format} onChange={setFormatId} />}
      </div>
      {!formats.isError && <FormatNote format={format} cast={cast} />}
      {start.isError && (
        <div className="mt-4">
          <ErrorBlock title={home.notStarted}>{reasonOf(start.error)}</ErrorBlock>
        </div>
      )}
    </form>
  );
}

/** Hands out the suggested topics one by one, and asks for more when they are used up. */
function useSurprise({ castIds, chosen }: { readonly castIds: readonly string[]; readonly chosen: boolean }) {
  const { home } = useWords();
  const announcer = useAnnouncer();
  const suggest = useSuggestTopic();
  const left = useRef<{ for: string; topics: { topic: string; personaIds: readonly string[] }[] }>({
    for: '',
    topics: [],
  });

  async function take() {
    const wanted = chosen ? castIds : [];
    const key = wanted.join();
    if (left.current.for !== key || left.current.topics.length === 0) {
      try {
        left.current = { for: key, topics: [...(await suggest.mutateAsync(wanted))] };
      } catch (cause) {
        return reasonOf(cause);
      }
    }
    const next = left.current.topics.shift();
    if (next === undefined) return home.noTopics;
    announcer.status(home.surprised(next.topic));
    return next;
  }

  return { take, busy: suggest.isPending };
}
