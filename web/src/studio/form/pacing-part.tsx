import { SHEET_LIMITS } from '@chimera/protocol/sheet-limits';
import { Slider } from '../../ui/slider.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';

/** Longer ones come with cards; the slider reaches as far as it has to. */
const USUAL_MOST_MS = 10_000;
const STEP_MS = 100;

/** How long it thinks before it speaks. One pause pushes the other, so that they never cross. */
export function PacingPart() {
  const { sheet, edit } = useSheet();
  const words = useStudioWords();
  const { minMs, maxMs } = sheet.pacing;
  const mostMs = maxMs > USUAL_MOST_MS ? SHEET_LIMITS.pauseMs : USUAL_MOST_MS;
  const slider = (label: string, valueMs: number, onMs: (ms: number) => void) => (
    <Slider
      label={label}
      min={0}
      max={mostMs}
      step={STEP_MS}
      value={valueMs}
      valueText={words.seconds(Math.round(valueMs / STEP_MS) / (1000 / STEP_MS))}
      onValueChange={onMs}
    />
  );
  return (
    <div data-field="pacing" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-note text-muted">{words.pacingHint}</p>
      {slider(words.shortestPause, minMs, (ms) =>
        edit({ pacing: { minMs: ms, maxMs: Math.max(ms, maxMs) } }),
      )}
      {slider(words.longestPause, maxMs, (ms) => edit({ pacing: { minMs: Math.min(ms, minMs), maxMs: ms } }))}
    </div>
  );
}
