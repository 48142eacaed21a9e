import { Play, Settings } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { Fold } from '../ui/fold.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Meter } from '../ui/meter.tsx';
import { OptionList } from '../ui/option-list.tsx';
import { SecretInput } from '../ui/secret-input.tsx';
import { Select } from '../ui/select.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Slider } from '../ui/slider.tsx';
import { Switch } from '../ui/switch.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { TextArea } from '../ui/text-area.tsx';

const MODELS = Array.from({ length: 12 }, (_, index) => ({
  value: `model-${index}`,
  label: `Model ${index}`,
  note: 'reads 128K tokens · price unknown',
}));
const VARIANTS = ['primary', 'secondary', 'quiet', 'danger'] as const;

export function ControlStates() {
  const [text, setText] = useState('A laugh is four hundred people finding out at the same time.');
  const [size, setSize] = useState(100);
  const [on, setOn] = useState(true);
  const [pace, setPace] = useState('natural');
  const [model, setModel] = useState('model-2');
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <div className="flex flex-col gap-4">
        {VARIANTS.map((variant) => (
          <div key={variant} className="flex flex-wrap gap-2">
            <Button variant={variant}>{variant}</Button>
            <Button variant={variant} icon={<Play size={16} aria-hidden="true" />} shortcut="Space">
              {`${variant} with icon`}
            </Button>
            <Button variant={variant} busy>
              {`${variant} busy`}
            </Button>
            <Button variant={variant} disabledReason="Nobody is on stage.">
              {`${variant} blocked`}
            </Button>
          </div>
        ))}
        <div className="flex items-center gap-3">
          <IconButton label="Settings" icon={<Settings size={20} aria-hidden="true" />} shortcut="g s" />
          <Badge>cached</Badge>
          <Kbd keys="Mod+k" />
          <Kbd keys="g h" />
        </div>
        <Skeleton className="h-10 w-60" />
        <Meter label="Turns" value={8} max={40} valueText="8 of 40" />
        <Meter label="Money" value={0.47} max={0.5} valueText="$0.47 of $0.50" />
      </div>
      <div className="flex flex-col gap-4">
        <Field label="Name" hint="As the others say it.">
          {(control) => <input {...control} className={fieldLook} defaultValue="Dorothy" />}
        </Field>
        <Field label="Address" error="This is no address.">
          {(control) => <input {...control} className={fieldLook} defaultValue="htp:/" />}
        </Field>
        <Field label="Words">
          {(control) => (
            <TextArea {...control} value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <Field label="Pace">
          {(control) => (
            <Select
              {...control}
              value={pace}
              onValueChange={setPace}
              options={['slow', 'natural', 'quick'].map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        <Field label="Key" hint="Sealed on the server.">
          {(control) => <SecretInput {...control} showLabel="Show the key" hideLabel="Hide the key" />}
        </Field>
        <OptionList
          label="Model"
          searchLabel="Find a model"
          options={MODELS}
          value={model}
          noMatch={(query) => `No model is called “${query}”.`}
          onValueChange={setModel}
        />
        <Fold label="More">
          <p>What most people never need.</p>
        </Fold>
        <Slider
          label="Size"
          value={size}
          min={90}
          max={150}
          valueText={`${size} %`}
          onValueChange={setSize}
        />
        <Switch label="Single keys" hint="Space plays." checked={on} onCheckedChange={setOn} />
        <Tabs
          label="Parts"
          tabs={[
            { id: 'cast', label: 'Cast', content: <p>Who is here.</p> },
            { id: 'limits', label: 'Limits', content: <p>When it ends.</p> },
          ]}
        />
      </div>
    </div>
  );
}
