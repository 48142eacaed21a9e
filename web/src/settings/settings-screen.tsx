import type { ReactNode } from 'react';
import { TEXT_SIZE } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { Page } from '../ui/page.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import { useWords } from '../words/use-words.ts';
import { AccentChoice } from './accent-choice.tsx';

/** How the app looks, reads and listens to keys, on this device. Every change shows at once. */
export function SettingsScreen() {
  const { common, settings: words } = useWords();
  const { preferences, change } = usePreferences();
  return (
    <Page title={common.settings} product={common.product} lead={words.lead}>
      <Group title={words.look}>
        <Segmented
          label={words.theme}
          value={preferences.theme}
          options={optionsOf(words.themes)}
          onValueChange={(theme) => change({ theme })}
        />
        <Segmented
          label={words.contrast}
          value={preferences.contrast}
          options={optionsOf(words.contrasts)}
          onValueChange={(contrast) => change({ contrast })}
        />
        <Segmented
          label={words.density}
          value={preferences.density}
          options={optionsOf(words.densities)}
          onValueChange={(density) => change({ density })}
        />
        <AccentChoice hue={preferences.accentHue} onHueChange={(accentHue) => change({ accentHue })} />
        <Switch
          label={words.stillFaces}
          hint={words.stillFacesHint}
          checked={preferences.stillFaces}
          onCheckedChange={(stillFaces) => change({ stillFaces })}
        />
      </Group>
      <Group title={words.reading}>
        <Slider
          label={words.textSize}
          value={preferences.textSize}
          min={TEXT_SIZE.min}
          max={TEXT_SIZE.max}
          step={TEXT_SIZE.step}
          valueText={words.percent(preferences.textSize)}
          onValueChange={(textSize) => change({ textSize })}
        />
        <Segmented
          label={words.saidFont}
          value={preferences.saidFont}
          options={optionsOf(words.saidFonts)}
          onValueChange={(saidFont) => change({ saidFont })}
        />
        <figure data-seat="2" className="border-l-2 border-seat pl-4">
          <figcaption className="text-body font-semibold text-seat">{words.sampleName}</figcaption>
          <p className="font-said text-said">{words.sample}</p>
        </figure>
      </Group>
      <Group title={words.keyboard}>
        <Switch
          label={words.singleKeys}
          hint={words.singleKeysHint}
          checked={preferences.singleKeys}
          onCheckedChange={(singleKeys) => change({ singleKeys })}
        />
        <Segmented
          label={words.announcements}
          value={preferences.announcements}
          options={optionsOf(words.announcementKinds)}
          onValueChange={(announcements) => change({ announcements })}
        />
        <Switch
          label={words.steadyTranscript}
          hint={words.steadyTranscriptHint}
          checked={preferences.steadyTranscript}
          onCheckedChange={(steadyTranscript) => change({ steadyTranscript })}
        />
      </Group>
    </Page>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="border-t border-line py-6">
      <h2 className="mb-4 font-serif text-head font-medium">{title}</h2>
      <div className="flex max-w-xl flex-col items-stretch gap-6">{children}</div>
    </section>
  );
}

function optionsOf<T extends string>(labels: Readonly<Record<T, string>>) {
  const values = Object.keys(labels).filter((value): value is T => value in labels);
  return values.map((value) => ({ value, label: labels[value] }));
}
