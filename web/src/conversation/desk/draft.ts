/** The words one has not sent yet, kept on this device for each conversation. */
export function readDraft(conversationId: string): string {
  try {
    return localStorage.getItem(keyOf(conversationId)) ?? '';
  } catch {
    // Storage may be forbidden: the draft then lives as long as the page.
    return '';
  }
}

export function keepDraft(conversationId: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), text);
  } catch {
    // Full or forbidden: as above.
  }
}

function keyOf(conversationId: string): string {
  return `chimera.draft.${conversationId}`;
}
