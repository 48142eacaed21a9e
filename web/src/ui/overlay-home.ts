/**
 * Where what lies over the page is put: into the dialog that holds its control, as the rest of the page is hidden
 * while it is open; else into the main part, so that no words stand outside the landmarks.
 */
export function overlayHome(control: Element | null): Element {
  return control?.closest('[role=dialog]') ?? document.querySelector('main') ?? document.body;
}
