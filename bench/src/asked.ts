/** A request that the model server answered. */
export interface Asked {
  readonly bytes: number;
  /** From its arrival to the end of the answer. */
  readonly ms: number;
  readonly model: string;
  readonly maxTokens: number | null;
}

/** What it answered since somebody last asked this. */
export async function askedSince(modelUrl: string): Promise<readonly Asked[]> {
  const asked: readonly Asked[] = JSON.parse(await (await fetch(`${modelUrl}/asked`)).text());
  return asked;
}
