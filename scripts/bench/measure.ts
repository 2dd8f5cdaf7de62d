/** Measurements: times of contenders in turns, and comparison of their results. */

/** Runs a task, and returns the time that it took in seconds. */
export type Timed = () => Promise<number>;

/** The limits of a measurement. */
export interface Turns {
  /** The number of timed runs, after one warm-up run. */
  readonly turns: number;
  /** The maximum time of all runs of one contender together, in seconds. */
  readonly allowance: number;
  /** Aborts the measurement between two runs. */
  readonly signal: AbortSignal;
}

/**
 * Runs each contender once to warm it up, and then all of them in turn, several times, so that a change
 * in the machine's speed affects all of them. A contender that exceeds its budget gets fewer runs; if not
 * even a second run fits, the warm-up run counts.
 *
 * @returns The times in seconds of each contender's runs, one or more; or its error.
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

/** Whether there is time for one more run that takes as long as the others. */
function fits(all: readonly number[], allowance: number): boolean {
  const spent = all.reduce((sum, seconds) => sum + seconds, 0);
  return all.length === 0 || spent + spent / all.length <= allowance;
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The median: the middle value, or the mean of the two middle values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The maximum number of values of a result that are compared. */
const maxValues = 4096;
/** The tolerance for rounding in float32: relative for values above 1, otherwise absolute. */
const tolerance = 1e-4;

/** Returns evenly spaced values of a result, including the first and the last; all values if it is short. */
export function thinned(values: Float32Array): Float32Array {
  if (values.length <= maxValues) return values.slice();
  const step = (values.length - 1) / (maxValues - 1);
  return Float32Array.from({ length: maxValues }, (_, at) => values[Math.round(at * step)]);
}

/**
 * Describes the first difference between two results; returns undefined if they agree.
 *
 * @param values The result.
 * @param reference The expected result. An empty result agrees with all others.
 */
export function disagreement(values: Float32Array, reference: Float32Array): string | undefined {
  if (values.length === 0 || reference.length === 0) return undefined;
  if (values.length !== reference.length) {
    return `${values.length} values instead of ${reference.length}`;
  }
  for (const [at, value] of values.entries()) {
    const expected = reference[at];
    if (!(Math.abs(value - expected) <= tolerance * Math.max(1, Math.abs(expected)))) {
      return `${value} instead of ${expected}`;
    }
  }
  return undefined;
}
