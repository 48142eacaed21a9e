import type { Sheet } from '@chimera/protocol/persona';
import { Meter } from '../../ui/meter.tsx';
import { Part } from '../../ui/part.tsx';
import { isolate } from '../../ui/isolate.ts';
import { type PersonaWords, usePersonaWords } from '../../words/use-persona-words.ts';
import { useNumbers } from '../../words/use-numbers.ts';
import { useWords } from '../../words/use-words.ts';

const STYLES = ['creativity', 'verbosity', 'formality', 'humor', 'warmth'] as const;

/** How it behaves: traits, the measures of its style, and how it takes part in a talk. */
export function SheetManner({ sheet }: { readonly sheet: Sheet }) {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const { count } = useNumbers();
  const { traits, aliases } = sheet;
  return (
    <>
      <Part title={words.style}>
        <div className="grid gap-3">
          {STYLES.map((name) => (
            <Meter
              key={name}
              label={words.styles[name]}
              value={sheet.style[name]}
              max={1}
              valueText={fifth(words.styleWords[name], sheet.style[name])}
              tone="plain"
            />
          ))}
        </div>
      </Part>
      <Part title={words.talk}>
        <ul className="grid gap-1 text-body">
          {talkOf(sheet, words, count).map((line) => (
            <li key={line} className="wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      </Part>
      {traits.length > 0 && (
        <Part title={words.traits}>
          <ul className="flex flex-wrap gap-2 text-body">
            {traits.map((trait) => (
              <li key={trait} dir="auto" className="max-w-full rounded-key bg-sunken px-2 py-1 wrap-anywhere">
                {trait}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {aliases.length > 0 && (
        <Part title={words.aliases}>
          <p className="text-body wrap-anywhere">{common.names(aliases.map(isolate))}</p>
        </Part>
      )}
    </>
  );
}

/** How it takes part, as sentences. */
function talkOf(
  { talkativeness, pacing, voice, brain }: Sheet,
  words: PersonaWords['persona'],
  count: (value: number) => string,
): readonly string[] {
  const { minMs, maxMs } = pacing;
  const [least = '', most = ''] = [minMs, maxMs].map((ms) => count(Math.round(ms / 100) / 10));
  const pause =
    maxMs === 0
      ? words.atOnce
      : least === most
        ? words.answersAfter(least)
        : words.answersBetween(least, most);
  return [
    fifth(words.talkativeness, talkativeness),
    pause,
    ...(brain && 'model' in brain ? [words.ownBrain(isolate(brain.model))] : []),
    ...(voice === undefined ? [] : [words.voice(isolate(voice))]),
  ];
}

/** The word of five that is nearest to a number from 0 to 1. */
function fifth(scale: readonly [string, string, string, string, string], share: number): string {
  return scale[Math.round(Math.min(1, Math.max(0, share)) * 4)] ?? scale[2];
}
