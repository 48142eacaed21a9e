import type { Pace } from '@chimera/protocol/conversation';
import { Pause, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { paces } from './pace.ts';

const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const;

/** Play or pause: one button, the label changes. */
export function PlayButton() {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const running = useSelected(store.conversation, (conversation) => conversation?.state === 'running');
  return (
    <Button
      variant="primary"
      shortcut="Space"
      icon={running ? <Pause {...icon} /> : <Play {...icon} />}
      onClick={() =>
        void (running ? act(direction.pause(), words.paused) : act(direction.play(), words.playing))
      }
      className="min-h-11 min-w-28 max-[359px]:min-w-0 max-[359px]:px-3"
    >
      {running ? words.pause : words.play}
    </Button>
  );
}

export function StepButton() {
  const { direction, act } = useStage();
  const { conversation: words } = useWords();
  return (
    <Button shortcut="." onClick={() => void act(direction.step(), words.stepping)} className="min-h-11">
      {words.step}
    </Button>
  );
}

/** Beside Pause only while it talks; shows its work, because a stop cannot be taken back. */
export function StopButton() {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const running = useSelected(store.conversation, (conversation) => conversation?.state === 'running');
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    await act(direction.stop(), words.stopped);
    setBusy(false);
  };
  return (
    <IconButton
      label={words.stopTip}
      shortcut="s"
      icon={<Square {...icon} />}
      disabled={busy || !running}
      onClick={() => void stop()}
      className="size-11! border border-line-strong bg-raised"
    />
  );
}

export function PaceSelect({ id }: { readonly id?: string }) {
  const { store, direction, act } = useStage();
  const { conversation: words } = useWords();
  const pace = useSelected(store.conversation, (conversation) => conversation?.settings.pace);
  if (pace === undefined) return null;
  return (
    <Select
      {...(id !== undefined && { id })}
      aria-label={words.pace}
      value={pace}
      onValueChange={(value) => {
        const chosen = paces.find((one): one is Pace => one === value);
        if (chosen) void act(direction.setPace(chosen), words.paceNow(words.paces[chosen]));
      }}
      options={paces.map((value) => ({ value, label: words.paces[value] }))}
      className="[&_select]:min-h-11"
    />
  );
}
