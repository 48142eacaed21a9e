/** One key or a combination, as printed on the keyboard: `Mod+k` is ⌘ K on a Mac and Ctrl K elsewhere. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center gap-0.5 rounded-key border border-line px-1 font-chrome text-note text-muted">
      {keyNames(keys).join(' ')}
    </kbd>
  );
}

const printed: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};

function keyNames(keys: string): string[] {
  return parts(keys).map((part) => {
    if (part === 'Mod') return isApple() ? '⌘' : 'Ctrl';
    return printed[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}

/** The same keys in the form of `aria-keyshortcuts`; a sequence (`g h`) has none there. */
export function ariaKeys(keys: string): string | undefined {
  if (keys.includes(' ')) return undefined;
  return parts(keys)
    .map((part) => (part === 'Mod' ? (isApple() ? 'Meta' : 'Control') : part === '+' ? 'Plus' : part))
    .join('+');
}

function parts(keys: string): string[] {
  if (keys === '+') return ['+'];
  return keys.split(/[+ ]/).filter((part) => part !== '');
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
