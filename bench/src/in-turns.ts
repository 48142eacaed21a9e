/** Does the same for each of a list, so many at a time; the outcomes come in the order of the list. */
export async function inTurns<Item, Outcome>(
  items: readonly Item[],
  work: (item: Item) => Promise<Outcome>,
  atOnce: number,
  signal: AbortSignal,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = items.entries();
  const go = async () => {
    for (const [index, item] of waiting) {
      signal.throwIfAborted();
      outcomes[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, go));
  return outcomes;
}
