import { useRef, useState } from 'react';
import { BY_SERVER, type ModelChoice } from '../../brains/brain-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { LongText } from '../../ui/long-text.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import type { Studio } from '../use-studio.ts';
import { BrainChoice } from './brain-choice.tsx';
import { MeetForm } from './meet-form.tsx';
import { Said } from './said.tsx';
import { type Asked, useTryout } from './use-tryout.ts';

/** Hear it before it is kept: say something to it, or let it meet another. */
export function PreviewPanel({
  studio,
  personaKey,
}: {
  readonly studio: Studio;
  readonly personaKey: string;
}) {
  const words = useStudioWords();
  const { sheet, problems, current } = studio;
  const { tryout, start, stop } = useTryout();
  const [choice, setChoice] = useState<ModelChoice>({ connectionId: BY_SERVER, model: '' });
  const [asked, setAsked] = useState<Asked | null>(null);
  const blocked = problems.size > 0 ? words.notTried : undefined;

  function begin(next: Asked): void {
    setAsked(next);
    const model = choice.model.trim();
    const brain = choice.connectionId === BY_SERVER || model === '' ? null : { ...choice, model };
    void start(current(), next, brain);
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4">
      <BrainChoice choice={choice} ownBrain={sheet.brain} onChange={setChoice} />
      <Prompts name={sheet.name} blocked={blocked} onAsk={(prompt) => begin({ kind: 'prompt', prompt })} />
      <MeetForm
        ownId={personaKey}
        blocked={blocked}
        onMeet={(personaId, topic) => begin({ kind: 'meet', personaId, topic })}
      />
      <Said
        tryout={tryout}
        sheet={sheet}
        personaKey={personaKey}
        blocked={blocked}
        onStop={stop}
        onAgain={asked === null ? undefined : () => begin(asked)}
      />
    </div>
  );
}

/** Three ways to begin, with words of one's own or without. */
function Prompts({
  name,
  blocked,
  onAsk,
}: {
  readonly name: string;
  readonly blocked: string | undefined;
  readonly onAsk: (prompt: string) => void;
}) {
  const words = useStudioWords();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const own = text.trim();

  function answer(): void {
    setMissing(own === '');
    if (own === '') field.current?.focus();
    else onAsk(own);
  }

  return (
    <div className="grid gap-2">
      <Field label={words.ask} error={missing && own === '' ? words.askMissing : undefined}>
        {(control) => (
          <LongText
            {...control}
            ref={field}
            rows={1}
            value={text}
            maxLength={3000}
            placeholder={words.askPlaceholder}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey);
              if (!isSend || event.nativeEvent.isComposing) return;
              event.preventDefault();
              if (blocked === undefined) answer();
            }}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          disabledReason={blocked}
          onClick={() => onAsk(words.hello(name.trim() === '' ? words.nameless : name.trim()))}
        >
          {words.sayHello}
        </Button>
        <Button disabledReason={blocked} shortcut="Mod+Enter" onClick={answer}>
          {words.answerThis}
        </Button>
        <Button
          disabledReason={blocked}
          onClick={() => onAsk(words.contradict(own === '' ? words.claim : own))}
        >
          {words.disagree}
        </Button>
      </div>
    </div>
  );
}
