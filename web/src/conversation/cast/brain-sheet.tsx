import type { Brain } from '@chimera/protocol/provider';
import { useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { useModels } from '../../queries/use-models.ts';
import { useProviders } from '../../queries/use-providers.ts';
import { Button } from '../../ui/button.tsx';
import { Field, fieldLook } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

/** Gives a seat another brain; open while one is being chosen. */
export function BrainSheet() {
  const { rebraining, store } = useStage();
  const { conversation: words } = useWords();
  const seatId = useReading(rebraining);
  if (seatId === null) return null;
  const seat = store.seat(seatId).get()?.seat;
  return (
    <Sheet
      title={words.brainOf(seat?.name ?? '')}
      description={words.brainHint}
      open
      onOpenChange={(open) => !open && rebraining.set(null)}
    >
      <BrainForm seatId={seatId} brain={seat?.brain ?? null} />
    </Sheet>
  );
}

const BY_SERVER = '';

function BrainForm({ seatId, brain }: { readonly seatId: string; readonly brain: Brain | null }) {
  const { direction, act, rebraining } = useStage();
  const { conversation: words } = useWords();
  const { data: providers } = useProviders();
  const own = brain !== null && 'connectionId' in brain ? brain : null;
  const [connectionId, setConnectionId] = useState(own?.connectionId ?? BY_SERVER);
  const [model, setModel] = useState(own?.model ?? '');
  const models = useModels(connectionId === BY_SERVER ? null : connectionId);
  const connections = providers?.flatMap((provider) => provider.connections) ?? [];
  const offered = models.data ?? [];
  const chosen = model === '' ? (offered[0]?.id ?? '') : model;

  const save = () => {
    rebraining.set(null);
    const next = connectionId === BY_SERVER ? null : { connectionId, model: chosen };
    void act(direction.changeSeat(seatId, { brain: next }));
  };
  return (
    <form
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label={words.connection}>
        {(control) => (
          <Select
            {...control}
            value={connectionId}
            onValueChange={(value) => {
              setConnectionId(value);
              setModel('');
            }}
            options={[
              { value: BY_SERVER, label: words.chosenByServer },
              ...connections.map(({ id, label }) => ({ value: id, label })),
            ]}
          />
        )}
      </Field>
      {connectionId !== BY_SERVER && (
        <Field label={words.model} error={models.isError ? words.modelsFailed : undefined}>
          {(control) =>
            models.isError ? (
              <input
                {...control}
                value={model}
                onChange={(event) => setModel(event.target.value)}
                className={fieldLook}
              />
            ) : (
              <Select
                {...control}
                value={chosen}
                disabled={models.isPending}
                onValueChange={setModel}
                options={offered.map(({ id, name }) => ({ value: id, label: name ?? id }))}
              />
            )
          }
        </Field>
      )}
      <Button variant="primary" type="submit" disabled={connectionId !== BY_SERVER && chosen === ''}>
        {words.useBrain}
      </Button>
    </form>
  );
}
