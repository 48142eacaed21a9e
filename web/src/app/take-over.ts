const OWNER = 'chimera.person';
const DRAFT = /^chimera\.draft\./;

/** Notes whose browser this is; removes the drafts of whoever had it before. True: there was another. */
export function takeOver(userId: string): boolean {
  try {
    const before = localStorage.getItem(OWNER);
    localStorage.setItem(OWNER, userId);
    if (before === null || before === userId) return false;
    for (const key of Object.keys(localStorage)) if (DRAFT.test(key)) localStorage.removeItem(key);
    return true;
  } catch {
    // Storage may be forbidden: then nothing was left in it.
    return false;
  }
}
