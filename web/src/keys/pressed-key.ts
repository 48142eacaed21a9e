const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Process', 'Unidentified']);

/** The key of an event in the notation of `Action.keys`; null for a modifier alone. */
export function pressedKey(event: KeyboardEvent): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const command = event.ctrlKey !== event.metaKey;
  // AltGr types characters on many keyboards and reports itself as Control and Alt.
  if (event.getModifierState('AltGraph')) return event.key;
  const typed = event.key !== ' ' && /^.$/u.test(event.key);
  const parts = [
    command && 'Mod',
    event.altKey && 'Alt',
    // The shift of a typed character is in the character itself: `?` needs Shift on one keyboard and not on another.
    event.shiftKey && !typed && 'Shift',
    keyName(event.key, command),
  ];
  return parts.filter((part) => part !== false).join('+');
}

/** True when the key types nothing by itself, so that it may act while a field has the focus. */
export function hasModifier(key: string): boolean {
  return key.startsWith('Mod+') || key.startsWith('Alt+') || /^(?:Shift\+)?F\d+$/.test(key);
}

function keyName(key: string, command: boolean): string {
  if (key === ' ') return 'Space';
  return command && key.length === 1 ? key.toLowerCase() : key;
}
