import type { Scene } from '@chimera/protocol/scene';
import type { Persona } from '@chimera/protocol/persona';
import { Play } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Face } from '../ui/face.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useWords } from '../words/use-words.ts';

export interface SceneSheetProps {
  readonly scene: Scene;
  readonly cast: readonly Persona[];
  readonly busy: boolean;
  readonly onPlay: () => void;
  readonly onClose: () => void;
}

/** A scene before it begins: where it is set, who is in it. */
export function SceneSheet({ scene, cast, busy, onPlay, onClose }: SceneSheetProps) {
  const { common, home } = useWords();
  return (
    <Sheet
      title={scene.title}
      description={scene.billing}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button
          variant="primary"
          busy={busy}
          onClick={onPlay}
          icon={<Play size={18} strokeWidth={1.75} aria-hidden="true" />}
          className="w-full"
        >
          {common.play}
        </Button>
      }
    >
      <p className="font-serif text-stage text-muted italic">{scene.premise}</p>
      {scene.topic !== scene.title && <p className="mt-4 font-serif text-stage">{scene.topic}</p>}
      <h3 className="mt-6 mb-2 text-note font-medium text-muted">{home.cast}</h3>
      <ul className="flex flex-col gap-3">
        {cast.map((persona, index) => (
          <li key={persona.id} className="flex items-center gap-3">
            <Face name={persona.name} seatNumber={index + 1} avatar={persona.avatar} />
            <div className="min-w-0">
              <p className="text-body font-semibold">{persona.name}</p>
              <p className="text-note text-muted">{persona.tagline}</p>
            </div>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
