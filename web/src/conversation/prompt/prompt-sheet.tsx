import type { Message } from '@chimera/protocol/message';
import type { SentPrompt, SentTry } from '@chimera/protocol/sent-prompt';
import { reasonOf } from '../../queries/reason-of.ts';
import { useSentPrompt } from '../../queries/use-sent-prompt.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { usePromptWords } from '../../words/use-prompt-words.ts';
import { useStage } from '../stage.tsx';
import { GateReport } from './gate-report.tsx';
import { SentParts } from './sent-parts.tsx';

/** What was sent for a message, part by part, and what the gate did with the answer. */
export function PromptSheet({
  message,
  onClose,
}: {
  readonly message: Message;
  readonly onClose: () => void;
}) {
  const { id } = useStage();
  const words = usePromptWords();
  const { data, error } = useSentPrompt(id, message);
  const brain = message.brain ? `${message.brain.kind} · ${message.brain.model}` : '';
  return (
    <Sheet
      title={words.title}
      description={words.about(message.author.name, brain)}
      open
      onOpenChange={(open) => !open && onClose()}
      {...(data && { footer: <CopyAll prompt={data} /> })}
    >
      {error !== null && <ErrorBlock title={words.missing}>{reasonOf(error)}</ErrorBlock>}
      {data && <Tries tries={data.tries} />}
      {!data && error === null && (
        <output aria-label={words.loading} className="grid gap-3">
          <Skeleton className="h-5 w-1/2" />
          <Skeleton className="h-24" />
          <Skeleton className="h-16" />
        </output>
      )}
    </Sheet>
  );
}

function Tries({ tries }: { readonly tries: readonly SentTry[] }) {
  const words = usePromptWords();
  const [only] = tries;
  if (tries.length === 1 && only) return <OneTry sent={only} />;
  const tabs = tries.map((sent, at) => ({
    id: String(at),
    label: words.tryNumber(at + 1),
    content: <OneTry sent={sent} isOneOfMany />,
  }));
  return <Tabs label={words.tries} tabs={tabs} />;
}

function OneTry({ sent, isOneOfMany = false }: { readonly sent: SentTry; readonly isOneOfMany?: boolean }) {
  const words = usePromptWords();
  const { brain, usage } = sent;
  return (
    <div className="grid gap-6">
      <p className="text-note text-muted">
        {isOneOfMany && (
          <>
            {brain.kind} · {brain.model}
            <br />
          </>
        )}
        {words.tokens(sent.tokens)}
        {usage !== undefined && ` (${words.counted(usage.inputTokens)})`}
        <br />
        {words.longest(sent.maxTokens)}
      </p>
      <section aria-label={words.gate}>
        <h3 className="mb-2 text-note font-medium text-muted">{words.gate}</h3>
        <GateReport sent={sent} />
      </section>
      <section aria-label={words.sent}>
        <h3 className="mb-2 text-note font-medium text-muted">{words.sent}</h3>
        <SentParts parts={sent.parts} />
      </section>
    </div>
  );
}

function CopyAll({ prompt }: { readonly prompt: SentPrompt }) {
  const { act } = useStage();
  const words = usePromptWords();
  const text = prompt.tries
    .map(({ parts }) => parts.map((part) => `${part.role}:\n${part.text}`).join('\n\n'))
    .join('\n\n———\n\n');
  return (
    <Button onClick={() => void act(navigator.clipboard.writeText(text), words.copied)}>{words.copy}</Button>
  );
}
