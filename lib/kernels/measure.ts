/** Statistics of networks of equal sizes: by generated code where it is precise, else in float64. */

import { canGenerate } from "./simd/network.ts";
import { type MeasuredModel, SimdStatistics } from "./simd/statistics.ts";
import type { WorkerOptions } from "./simd/pool.ts";
import { type NetworkStatistics, plainStatistics, type StatisticsBatch } from "./statistics.ts";

/** What measures networks on one batch of samples. */
export class Measurement {
  #simd: SimdStatistics | undefined;

  constructor(
    readonly sizes: readonly number[],
    readonly batch: Omit<StatisticsBatch, "activation">,
    readonly workers: WorkerOptions,
  ) {}

  /**
   * Computes the statistics of each network.
   *
   * @param pause Called between parts of the work; it may throw to end it.
   */
  async statistics(
    models: readonly MeasuredModel[],
    pause: () => Promise<void>,
  ): Promise<NetworkStatistics[]> {
    const { sizes, batch } = this;
    const fast = await this.#fast(models, pause);
    const all: NetworkStatistics[] = [];
    for (const [at, { parameters, activation }] of models.entries()) {
      const found = fast?.[at];
      all.push(found ?? await plainStatistics(sizes, parameters, { ...batch, activation }, pause));
    }
    return all;
  }

  async #fast(models: readonly MeasuredModel[], pause: () => Promise<void>) {
    if (!canGenerate(this.sizes)) return undefined;
    try {
      this.#simd ??= new SimdStatistics(this.sizes, this.batch);
      return await this.#simd.measure(models, { ...this.workers, action: "probe layers", pause });
    } catch (error) {
      // Its memory may be in the middle of a pass.
      this.#simd = undefined;
      throw error;
    }
  }
}
