/** Measuring: contenders timed in turns, and their results compared. */

/** Runs a piece of work, and says how many seconds it took. */
export type Timed = () => Promise<number>;

/** How long to go on. */
export interface Turns {
  /** Timed turns, after one that warms up. */
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

/** Values of a result that are compared at most. */
const maxValues = 4096;
/** The largest difference that rounding in float32 may come to, as a share of values beyond 1. */
const tolerance = 1e-4;

/** Evenly spaced values of a result, the first and the last among them; all of a short one. */
export function thinned(values: Float32Array): Float32Array {
  if (values.length <= maxValues) return values.slice();
  const step = (values.length - 1) / (maxValues - 1);
  return Float32Array.from({ length: maxValues }, (_, at) => values[Math.round(at * step)]);
}

/**
 * How two results disagree, in words, or undefined where they agree.
 *
 * @param values What was computed.
 * @param reference What it is held against; nothing to compare where either is empty.
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
