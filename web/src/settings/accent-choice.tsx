import { Button } from '../ui/button.tsx';
import { Slider } from '../ui/slider.tsx';
import { useWords } from '../words/use-words.ts';

/** The brick of the house, for the slider's first position. */
const HOUSE_HUE = 38;

export interface AccentChoiceProps {
  readonly hue: number | null;
  readonly onHueChange: (hue: number | null) => void;
}

/** The accent's hue and nothing else: contrast cannot be broken by taste. */
export function AccentChoice({ hue, onHueChange }: AccentChoiceProps) {
  const { settings: words } = useWords();
  return (
    <div className="flex flex-col items-start gap-1">
      <div className="w-full">
        <Slider
          label={words.accent}
          hint={words.accentHint}
          value={hue ?? HOUSE_HUE}
          min={0}
          max={360}
          valueText={words.accentValue(hue ?? HOUSE_HUE)}
          onValueChange={onHueChange}
        />
      </div>
      {hue !== null && (
        <Button variant="quiet" className="-ml-4" onClick={() => onHueChange(null)}>
          {words.accentReset}
        </Button>
      )}
    </div>
  );
}
