/** Statistics of the activations of a hidden layer, from sums over its units' samples. */

/** The statistics of a hidden layer over all pairs of a sample and a unit. */
export interface HiddenStatistics {
  /** The mean of the activations. */
  readonly activationMean: number;
  /** Their standard deviation, of the population. */
  readonly activationStd: number;
  /**
   * The share of saturated pairs, from 0 to 1: those at whose pre-activation the absolute value of the
   * derivative is below 5% of its maximum. For a ReLU that is a pre-activation up to 0.
   */
  readonly saturated: number;
  /** The share of dead units, from 0 to 1: those that are saturated for all samples. */
  readonly dead: number;
}

/** The sums of a hidden layer's units over samples. */
export class UnitTotals {
  /** Of each unit. */
  readonly #saturated: Float64Array;
  #count = 0;
  #mean = 0;
  /** The sum of squared differences from the mean. */
  #squares = 0;

  constructor(readonly units: number) {
    this.#saturated = new Float64Array(units);
  }

  /**
   * Adds samples of a unit by their mean and the sum of squared differences from it, as Chan, Golub and
   * LeVeque (1979) do.
   */
  merge(
    unit: number,
    { count, mean, squares, saturated }: {
      count: number;
      mean: number;
      squares: number;
      saturated: number;
    },
  ): void {
    const total = this.#count + count;
    const difference = mean - this.#mean;
    this.#mean += difference * count / total;
    this.#squares += squares + difference * difference * this.#count * count / total;
    this.#count = total;
    this.#saturated[unit] += saturated;
  }

  /** The statistics of so many samples. */
  statistics(samples: number): HiddenStatistics {
    const totals = {
      mean: this.#mean,
      squares: this.#squares,
      saturated: this.#saturated.reduce((sum, count) => sum + count, 0),
      dead: this.#saturated.filter((count) => count === samples).length,
    };
    return hiddenStatistics(totals, { samples, units: this.units });
  }
}

/** The sums of a hidden layer. */
export interface HiddenTotals {
  readonly mean: number;
  /** Of the differences from the mean. */
  readonly squares: number;
  /** The number of saturated pairs. */
  readonly saturated: number;
  /** The number of dead units. */
  readonly dead: number;
}

/** The statistics of a hidden layer from its sums. */
export function hiddenStatistics(
  { mean, squares, saturated, dead }: HiddenTotals,
  { samples, units }: { readonly samples: number; readonly units: number },
): HiddenStatistics {
  const pairs = samples * units;
  return {
    activationMean: mean,
    activationStd: Math.sqrt(squares / pairs),
    saturated: saturated / pairs,
    dead: dead / units,
  };
}
