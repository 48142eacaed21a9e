import type { SentGateAction, SentTry } from '@chimera/protocol/sent-prompt';
import { useWords } from '../../words/use-words.ts';

type PromptWords = ReturnType<typeof useWords>['prompt'];

/** What the gate did with an answer, in sentences. */
export function GateReport({ sent }: { readonly sent: SentTry }) {
  const { prompt: words } = useWords();
  const { actions, refused, broke } = sent;
  const sentences = [
    ...(refused ? [words.refused(refused.text)] : []),
    ...(broke ? [words.broke(broke.text)] : []),
  ];
  if (sentences.length + actions.length === 0) return <p className="text-body">{words.untouched}</p>;
  return (
    <ul className="grid gap-2 text-body">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
      {actions.map((action) => (
        <li key={`${action.rule} ${action.action} ${action.text ?? ''}`}>
          {sentenceOf(action, words)}
          {action.text !== undefined && (
            <q dir="auto" className="mt-1 block text-note wrap-anywhere text-muted">
              {action.text}
            </q>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Codes of other versions are shown as they are. */
function sentenceOf({ rule, action }: SentGateAction, words: PromptWords): string {
  const what = words.rules[rule] ?? rule;
  return words.actions[action]?.(what) ?? `${action}: ${what}.`;
}
