import type { FocusPlace } from './find-action.ts';

const FIELDS =
  'input:not([type=button],[type=submit],[type=checkbox],[type=radio]),textarea,select,[contenteditable=""],[contenteditable=true],[role=textbox],[role=combobox],[role=slider],[role=listbox]';
const CONTROLS =
  'button,a[href],summary,input,[role=button],[role=link],[role=tab],[role=switch],[role=menuitem]';
const DIALOGS = '[role=dialog],[role=alertdialog],[role=menu]';

export function focusPlace(target: EventTarget | null): FocusPlace {
  if (document.querySelector(`[role=dialog][data-state=open],[role=alertdialog][data-state=open]`))
    return 'dialog';
  if (!(target instanceof Element)) return 'page';
  if (target.closest(DIALOGS)) return 'dialog';
  if (target.closest(FIELDS)) return 'field';
  return target.closest(CONTROLS) ? 'control' : 'page';
}
