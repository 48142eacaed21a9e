const CONTROLS = 'input:not([type=file]):not([hidden]), textarea, select, button';

/** Leads to a field of the form, to what is wrong in it if anything is, and opens what it is folded into. */
export function goToField(form: HTMLElement | null, field: string): void {
  const part = form?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"]`);
  if (!part) return;
  for (let fold = part.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) {
    fold.open = true;
  }
  const wrong = part.querySelector<HTMLElement>('[aria-invalid=true]');
  (wrong ?? part.querySelector<HTMLElement>(CONTROLS))?.focus();
  part.scrollIntoView({ block: 'nearest' });
}
