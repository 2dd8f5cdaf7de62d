/** How long something will take, by how long less of it took. */

/** How many times a cell's budget a single run may take: the lab is what the bench is about. */
const timesTheBudget = { lab: 20, peer: 5 } as const;

/** Remembers how fast each contender was at each kind of work. */
export class Paces {
  readonly #secondsPerWork = new Map<string, number>();

  /** Takes note that so much work took so long. */
  note(contender: string, likeness: string, { work, seconds }: { work: number; seconds: number }) {
    const key = `${contender}: ${likeness}`;
    const known = this.#secondsPerWork.get(key) ?? Infinity;
    // What is not in proportion, as the wait for a result, only makes small work look slower.
    this.#secondsPerWork.set(key, Math.min(known, seconds / work));
  }

  /** Seconds that so much work will take at most; undefined where nothing like it has been done. */
  estimate(contender: string, likeness: string, work: number): number | undefined {
    const secondsPerWork = this.#secondsPerWork.get(`${contender}: ${likeness}`);
    return secondsPerWork === undefined ? undefined : secondsPerWork * work;
  }
}

/**
 * Why a run is left out, or undefined where it need not be.
 *
 * @param seconds What it would take, as far as is known.
 * @param options Whether the lab itself runs, and how many seconds the runs of a cell may take.
 */
export function tooLong(
  seconds: number | undefined,
  { lab, budget }: { lab: boolean; budget: number },
): string | undefined {
  const most = budget * timesTheBudget[lab ? "lab" : "peer"];
  if (seconds === undefined || seconds <= most) return undefined;
  return `would take about ${Number(seconds.toPrecision(2))} s`;
}
