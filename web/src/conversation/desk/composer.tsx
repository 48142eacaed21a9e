import { unreachable } from '@chimera/protocol/unreachable';
import { Send } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useReading } from '../../live/use-reading.ts';
import { useSelected } from '../../live/use-selected.ts';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { useWords, type Words } from '../../words/use-words.ts';
import { useStage, type Stage, type Voice } from '../stage.tsx';
import { keepDraft, readDraft } from './draft.ts';
import { LINE_LIMIT, lineOf } from './line-of.ts';

/** Where the person speaks. Enter sends, Shift+Enter begins a new line; what is typed survives a reload. */
export function Composer({ onFocusChange }: { readonly onFocusChange: (inside: boolean) => void }) {
  const stage = useStage();
  const words = useWords();
  const { conversation } = words;
  const voice = useReading(stage.voice);
  const { text, change, send, over } = useLine();
  const label = placeholderOf(voice, stage, words);
  return (
    <div className="flex min-w-0 flex-1 items-end gap-2">
      <div className="min-w-0 flex-1">
        <TextArea
          ref={useCallback((element: HTMLTextAreaElement | null) => stage.composer.set(element), [stage])}
          aria-label={label}
          aria-invalid={over > 0 || undefined}
          aria-describedby={over > 0 ? 'composer-problem' : undefined}
          aria-keyshortcuts="/"
          placeholder={label}
          value={text}
          enterKeyHint="send"
          onChange={(event) => change(event.target.value)}
          onFocus={() => onFocusChange(true)}
          onBlur={() => onFocusChange(false)}
          onKeyDown={(event) => {
            // A word that is being composed ends with Enter too.
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
              event.preventDefault();
              send();
            }
            if (event.key === 'Escape') {
              event.preventDefault();
              if (voice.kind === 'self') stage.script.get()?.focus();
              else stage.voice.set({ kind: 'self' });
            }
          }}
          className="font-said"
        />
        {over > 0 && (
          <p id="composer-problem" className="pt-1 text-note text-danger">
            {conversation.tooLong(over)}
          </p>
        )}
      </div>
      {text.trim() !== '' && (
        <IconButton
          label={conversation.send}
          shortcut="Enter"
          icon={<Send size={20} strokeWidth={1.5} aria-hidden="true" />}
          onPointerDown={(event) => event.preventDefault()}
          onClick={send}
          className="size-11! bg-accent text-accent-ink! hover:bg-accent-hover!"
        />
      )}
    </div>
  );
}

function useLine() {
  const { id, store, voice } = useStage();
  const { status } = useAnnouncer();
  const { conversation: words } = useWords();
  const [text, setText] = useState(() => readDraft(id));
  const over = text.trim().length - LINE_LIMIT;
  const change = (next: string) => {
    setText(next);
    keepDraft(id, next);
  };
  const send = () => {
    if (text.trim() === '' || over > 0) return;
    change('');
    void store.say(lineOf(text, voice.get())).then(() => status(words.sent));
    // One goes on speaking as a seat, but one whisper or stage direction is not the start of another.
    if (voice.get().kind !== 'seat') voice.set({ kind: 'self' });
  };
  return { text, change, send, over };
}

function placeholderOf(voice: Voice, { store }: Stage, { conversation }: Words): string {
  switch (voice.kind) {
    case 'self':
      return conversation.saySomething;
    case 'narrator':
      return conversation.narrateSomething;
    case 'whisper':
      return conversation.whisperSomething(store.seat(voice.seatId).get()?.seat.name ?? '');
    case 'seat':
      return conversation.speakAs(store.seat(voice.seatId).get()?.seat.name ?? '');
    default:
      return unreachable(voice);
  }
}

/** As whom one speaks, as chips above the composer instead of commands to remember. */
export function VoiceChips() {
  const stage = useStage();
  const { conversation: words } = useWords();
  const voice = useReading(stage.voice);
  const seats = useSelected(stage.store.conversation, (conversation) => conversation?.seats) ?? [];
  const taken = seats.filter(({ brain }) => brain !== null && 'human' in brain);
  const whispered = voice.kind === 'whisper' ? seats.find(({ id }) => id === voice.seatId) : undefined;
  return (
    // Pressing a chip must not take the focus from the composer: on a phone the keyboard would close.
    <fieldset
      aria-label={words.sayAs}
      onPointerDown={(event) => event.preventDefault()}
      className="flex min-w-0 items-center gap-2 overflow-x-auto py-0.5"
    >
      <Chip
        on={voice.kind === 'self'}
        label={words.asYourself}
        onPress={() => stage.compose({ kind: 'self' })}
      />
      <Chip
        on={voice.kind === 'narrator'}
        label={words.narrate}
        onPress={() => stage.compose({ kind: 'narrator' })}
      />
      {whispered && (
        <Chip on label={words.whisperChip(whispered.name)} onPress={() => stage.compose({ kind: 'self' })} />
      )}
      {!whispered && seats[0] && <WhisperChip seats={seats} />}
      {taken.map(({ id, name }) => (
        <Chip
          key={id}
          on={voice.kind === 'seat' && voice.seatId === id}
          label={words.asSeat(name)}
          onPress={() => stage.compose({ kind: 'seat', seatId: id })}
        />
      ))}
    </fieldset>
  );
}

function WhisperChip({ seats }: { readonly seats: readonly { id: string; name: string }[] }) {
  const stage = useStage();
  const { conversation: words } = useWords();
  return (
    <span className="relative inline-flex shrink-0" onPointerDown={(event) => event.stopPropagation()}>
      <select
        aria-label={words.whisper}
        value=""
        onChange={(event) => stage.compose({ kind: 'whisper', seatId: event.target.value })}
        className={`${chipLook} w-28 cursor-pointer border-line text-muted`}
      >
        <option value="" disabled hidden>
          {words.whisper}
        </option>
        {seats.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}

const chipLook =
  'min-h-8 max-w-60 shrink-0 truncate rounded-full border bg-raised px-3 text-note whitespace-nowrap touch:min-h-11';

function Chip({
  label,
  on,
  onPress,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className={`${chipLook} ${on ? 'border-accent font-medium text-ink' : 'border-line text-muted hover:text-ink'}`}
    >
      {label}
    </button>
  );
}
