/** Says what is being done, on standard error, so that the outcome can be piped. */
export function progress(what: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${what} …`);
}
