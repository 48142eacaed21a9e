const PROBE_MS = 1000;

/** Throws while the server cannot serve. */
export async function probe(database: { ping(): Promise<void> }, isReady: () => boolean): Promise<void> {
  if (!isReady()) throw new Error('The server is shutting down.');
  const late = new Promise<never>((_, reject) => {
    setTimeout(
      () => reject(new Error(`The database did not answer within ${PROBE_MS} ms.`)),
      PROBE_MS,
    ).unref();
  });
  await Promise.race([database.ping(), late]);
}
