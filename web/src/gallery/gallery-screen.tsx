import type { ReactNode } from 'react';
import { useState } from 'react';
import { Page } from '../ui/page.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { ControlStates } from './control-states.tsx';
import { FaceStates } from './face-states.tsx';
import { MessageStates } from './message-states.tsx';
import { OverlayStates } from './overlay-states.tsx';

const THEMES = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const CONTRASTS = [
  { value: 'normal', label: 'Normal' },
  { value: 'more', label: 'High' },
] as const;

/** Every component in its states, for those who build screens. Not linked from the app. */
export function GalleryScreen() {
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const [contrast, setContrast] = useState<'normal' | 'more'>('normal');
  return (
    <div data-theme={theme} data-contrast={contrast} className="min-h-dvh bg-surface text-ink">
      <Page title="Components" product="Chimera" wide>
        <div className="mb-8 flex flex-wrap gap-6">
          <Segmented label="Theme" options={THEMES} value={theme} onValueChange={setTheme} />
          <Segmented label="Contrast" options={CONTRASTS} value={contrast} onValueChange={setContrast} />
        </div>
        <Group title="Faces">
          <FaceStates />
        </Group>
        <Group title="Controls">
          <ControlStates />
        </Group>
        <Group title="Over the page">
          <OverlayStates />
        </Group>
        <Group title="Notes and emptiness">
          <MessageStates />
        </Group>
      </Page>
    </div>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mb-12">
      <h2 className="mb-4 border-b border-line pb-2 font-serif text-head font-medium">{title}</h2>
      {children}
    </section>
  );
}
