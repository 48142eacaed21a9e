/** The more telling names come first: Edge also says Chrome, and Chrome also says Safari. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bLinux\b/, 'Linux'],
];

export interface ClientName {
  /** The browser, or what a program calls itself; empty: it says nothing. */
  readonly program: string;
  readonly system: string | null;
}

/** What a client calls itself, as people would say it. */
export function clientName(client: string): ClientName {
  const system = SYSTEMS.find(([sign]) => sign.test(client))?.[1] ?? null;
  const browser = BROWSERS.find(([sign]) => sign.test(client))?.[1];
  if (browser !== undefined) return { program: browser, system };
  return { program: client.split(/[/\s]/)[0] ?? '', system };
}
