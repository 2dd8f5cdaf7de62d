/** Times pieces of work against each other. */

/** Pieces of work that do the same, by name. */
export type Contenders<Name extends string> = Readonly<Record<Name, () => Promise<void>>>;

/**
 * Runs each contender once to warm it up, then all of them in turn, several times over.
 *
 * @param contenders What is timed.
 * @param options How many turns count, and what ends the timing early.
 * @returns The median of each contender's turns, in seconds.
 */
export async function measureInTurns<Name extends string>(
  contenders: Contenders<Name>,
  { turns, signal }: { turns: number; signal: AbortSignal },
): Promise<Record<Name, number>> {
  const entries = Object.entries(contenders) as [Name, () => Promise<void>][];
  const times = new Map(entries.map(([name]) => [name, [] as number[]]));
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, run] of entries) {
      const started = performance.now();
      await run();
      if (turn > 0) times.get(name)?.push((performance.now() - started) / 1000);
      // A timer, so that a signal is seen between two pieces of work.
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal.throwIfAborted();
    }
  }
  return Object.fromEntries(
    [...times].map(([name, seconds]) => [name, median(seconds)]),
  ) as Record<Name, number>;
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
