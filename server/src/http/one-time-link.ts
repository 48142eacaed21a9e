/** Where the secret of a link stands. After `#`, so that browsers send it to nobody, and no log of a proxy has it. */
export function oneTimeLink(baseUrl: string, page: 'join' | 'reset', token: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/${page}#${token}`;
}
