/** Times pieces of work against each other. */

/** Runs a piece of work, and says how many seconds it took. */
export type Timed = () => Promise<number>;

/** How long to go on. */
export interface Turns {
  /** Timed turns, besides the one that warms up. */
  readonly turns: number;
  /** Seconds that the turns of one contender may take together. */
  readonly allowance: number;
  /** Ends the timing between two pieces of work. */
  readonly signal: AbortSignal;
}

/**
 * Runs each contender once to warm it up, then all of them in turn, several times over, so that a
 * machine whose speed drifts slows all of them. One that needs more than its allowance takes fewer
 * turns; where not even a second run fits, the first one counts.
 *
 * @returns The seconds of each contender's turns that count, one or more; or what it failed with.
 */
export async function measureInTurns<Name extends string>(
  contenders: ReadonlyMap<Name, Timed>,
  { turns, allowance, signal }: Turns,
): Promise<Map<Name, number[] | Error>> {
  const results = new Map<Name, number[] | Error>();
  const ran = new Map<Name, number[]>([...contenders.keys()].map((name) => [name, []]));
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, run] of contenders) {
      const all = ran.get(name) ?? [];
      if (results.get(name) instanceof Error || !fits(all, allowance)) continue;
      const seconds = await run().catch(asError);
      signal.throwIfAborted();
      if (!(seconds instanceof Error)) all.push(seconds);
      results.set(name, seconds instanceof Error ? seconds : all.slice(all.length > 1 ? 1 : 0));
    }
  }
  return results;
}

/** Whether there is time for one more run, if it takes as long as the others did. */
function fits(all: readonly number[], allowance: number): boolean {
  const spent = all.reduce((sum, seconds) => sum + seconds, 0);
  return all.length === 0 || spent + spent / all.length <= allowance;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The middle value, or the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
