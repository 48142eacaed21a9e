import type { Avatar } from '@chimera/protocol/persona';
import { Field, fieldLook } from '../../ui/field.tsx';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { useSheet } from '../sheet-context.tsx';

const OFFERED = [
  '🎭',
  '🦊',
  '🐙',
  '🦉',
  '🐈',
  '🌵',
  '🌙',
  '🔭',
  '🧮',
  '🕯️',
  '🍳',
  '📚',
  '⚓',
  '🎻',
  '🪐',
  '🤖',
] as const;

/** One emoji: typed, or one of some. */
export function EmojiField({
  avatar,
  onChange,
}: {
  readonly avatar: Avatar;
  readonly onChange: (avatar: Avatar) => void;
}) {
  const { errorAt } = useSheet();
  const words = useStudioWords();
  const { emoji = '', ...rest } = avatar;
  const pick = (text: string) => onChange(text === '' ? rest : { ...rest, emoji: text });
  return (
    <div className="grid gap-2">
      <Field label={words.emoji} hint={words.emojiHint} error={errorAt('avatar.emoji')}>
        {(control) => (
          <input
            {...control}
            autoComplete="off"
            value={emoji}
            onChange={({ target }) => pick(lastCharacter(target.value))}
            className={`${fieldLook} max-w-24 text-center text-title!`}
          />
        )}
      </Field>
      <ul className="flex flex-wrap gap-1">
        {OFFERED.map((one) => (
          <li key={one}>
            <button
              type="button"
              aria-label={words.offeredEmoji(one)}
              aria-pressed={one === emoji}
              onClick={() => pick(one)}
              className="grid size-[var(--control)] place-items-center rounded-card border border-transparent text-head hover:bg-sunken aria-pressed:border-line-strong aria-pressed:bg-raised"
            >
              {one}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What was typed last takes the place of what was there; an emoji may be made of many code points. */
function lastCharacter(text: string): string {
  const parts = [...new Intl.Segmenter().segment(text.trim())];
  return parts.at(-1)?.segment ?? '';
}
