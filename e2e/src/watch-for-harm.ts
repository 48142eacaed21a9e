import type { Page } from 'playwright-core';

export interface Watch {
  readonly foreign: string[];
}

/** From now on notes every call of `pwned()`, every element that could do harm, every dialog and foreign request. */
export async function watchForHarm(page: Page): Promise<Watch> {
  const foreign: string[] = [];
  page.on('dialog', (dialog) => {
    foreign.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).hostname.endsWith('.invalid')) foreign.push(`request: ${request.url()}`);
  });
  page.on('popup', () => foreign.push('popup'));
  await page.addInitScript(() => {
    const seen: string[] = [];
    Reflect.set(window, 'harm', seen);
    Reflect.set(window, 'pwned', () => seen.push('pwned() was called'));
    const bad =
      'script, iframe, object, embed, form, input, style, link, meta, base, svg, math, img, video, audio, template';
    const look = () => {
      for (const element of document.querySelectorAll('.said, .said *')) {
        // The app's own buttons, such as the one that copies code, have icons.
        if (element.closest('.said button')) continue;
        if (element.matches(bad)) seen.push(`element: ${element.outerHTML}`);
        for (const { name, value } of element.attributes) {
          if (name === 'class' && !/^said(?:-\w+)?$|(?:^| )(?:relative|pr-14!)(?: |$)/.test(value))
            seen.push(`class: ${value}`);
          if (name.startsWith('on') || name === 'style' || name === 'id' || name === 'ping')
            seen.push(`attribute: ${name}=${value}`);
        }
      }
      for (const link of document.querySelectorAll('.said a')) {
        if (
          link.getAttribute('rel') !== 'noopener noreferrer nofollow ugc' ||
          link.getAttribute('target') !== '_blank'
        )
          seen.push(`link: ${link.outerHTML}`);
      }
      for (const element of document.querySelectorAll('[href], [src], [action], [formaction], [data]')) {
        for (const name of ['href', 'src', 'action', 'formaction', 'data', 'xlink:href']) {
          const value = element.getAttribute(name) ?? '';
          if (/^[\s\p{Cc}]*(?:javascript|vbscript|data):/iu.test(value)) seen.push(`address: ${value}`);
        }
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
  return { foreign };
}

export async function harm(page: Page, { foreign }: Watch): Promise<readonly string[]> {
  const seen = await page.evaluate((): string[] => Reflect.get(window, 'harm'));
  return [...new Set([...seen, ...foreign])];
}
