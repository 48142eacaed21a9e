import type { ComposedSheet } from '@chimera/protocol/audition';
import type { Style } from '@chimera/protocol/persona';
import { Slider } from '../../ui/slider.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';
import { scaleWord } from './scale-word.ts';

const STYLES = [
  'verbosity',
  'formality',
  'humor',
  'warmth',
  'creativity',
] as const satisfies readonly (keyof Style)[];
const STEP = 0.05;

/** How it talks, as sliders; beside each the words that it puts into the prompt. */
export function StyleSliders({ composed }: { readonly composed: ComposedSheet | undefined }) {
  const { sheet, edit } = useSheet();
  const { persona: page, versions } = usePersonaWords();
  const words = useStudioWords();
  const { style, talkativeness } = sheet;

  function effect(name: keyof Style): string {
    if (composed === undefined) return words.waitsForPrompt;
    const said = composed.style[name];
    return said === undefined ? words.notInPrompt : words.inPrompt(said);
  }

  return (
    <div className="grid gap-4">
      <div data-field="style" className="grid gap-4">
        <div>
          <h3 className="text-body font-medium">{versions.fields.style}</h3>
          <p className="text-note text-muted">{words.styleHint}</p>
        </div>
        {STYLES.map((name) => (
          <Slider
            key={name}
            label={page.styles[name]}
            min={0}
            max={1}
            step={STEP}
            value={style[name]}
            valueText={words.slider(scaleWord(page.styleWords[name], style[name]), style[name])}
            hint={effect(name)}
            onValueChange={(value) => edit({ style: { ...style, [name]: value } })}
          />
        ))}
      </div>
      <div data-field="talkativeness">
        <Slider
          label={versions.fields.talkativeness}
          min={0}
          max={1}
          step={STEP}
          value={talkativeness}
          valueText={words.slider(scaleWord(words.talkativenessWords, talkativeness), talkativeness)}
          hint={words.talkativenessHint}
          onValueChange={(value) => edit({ talkativeness: value })}
        />
      </div>
    </div>
  );
}
