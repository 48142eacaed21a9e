import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../../scripts/test-requirements.ts';

/** Nothing of the browser's own housekeeping: no updates, no downloads, no calls home. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** The Chromium of this machine, without a window. */
export async function launchChromium(more: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) {
    throw new Error('There is no Chromium. Install it, or say where it is with CHROMIUM_PATH.');
  }
  return chromium.launch({ executablePath, args: [...QUIET, ...more] });
}
