/** Statistics of networks of equal sizes: by generated code where it is precise, else in float64. */

import type { Activations } from "../models/activations.ts";
import { canGenerate } from "./simd/network.ts";
import { SimdStatistics } from "./simd/statistics.ts";
import type { MeasuredModel, StatisticsSeries } from "./simd/statistics_series.ts";
import type { WorkerOptions } from "./simd/pool.ts";
import {
  type NetworkStatistics,
  plainLastBiasNorms,
  plainStatistics,
  type StatisticsBatch,
} from "./statistics.ts";

/** What measures networks on one batch of samples. */
export class Measurement {
  #simd: SimdStatistics | undefined;
  #series: StatisticsSeries | undefined;

  constructor(
    readonly sizes: readonly number[],
    readonly batch: Omit<StatisticsBatch, "activation">,
    readonly workers: WorkerOptions,
  ) {}

  /**
   * Has workers measure networks, beside what this thread does until it calls `statistics` for these
   * networks and, at most, further ones behind them.
   *
   * @param models All networks that are to be measured by now: those of the last call, and new ones.
   * @param activations The activations of all networks that there will be.
   * @param left The number of networks to come.
   */
  computeBeside(
    models: readonly MeasuredModel[],
    activations: readonly Activations[],
    left: number,
  ): void {
    if (!canGenerate(this.sizes) || this.workers.crew.size < 2) return;
    this.#simd ??= new SimdStatistics(this.sizes, this.batch);
    const most = models.length + left;
    this.#series ??= this.#simd.start(activations, { ...this.#options, most });
    this.#series.add(models);
    this.#series.computeBeside(left);
  }

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
    /** Those whose last biases' gradient needs more precision. */
    const cancelling: number[] = [];
    for (const [at, { parameters, activation }] of models.entries()) {
      const found = fast?.[at];
      all.push(found ?? await plainStatistics(sizes, parameters, { ...batch, activation }, pause));
      if (found && Number.isNaN(found.biasGradientNorm.at(-1))) cancelling.push(at);
    }
    const own = cancelling.map((at) => models[at]);
    const norms = await plainLastBiasNorms(sizes, own, batch, pause);
    for (const [index, at] of cancelling.entries()) {
      const { biasGradientNorm } = all[at];
      all[at] = { ...all[at], biasGradientNorm: biasGradientNorm.with(-1, norms[index]) };
    }
    return all;
  }

  /** Ends what workers compute. */
  close(): void {
    this.#series?.close();
    this.#forget();
  }

  get #options() {
    return { ...this.workers, action: "probe layers" };
  }

  async #fast(models: readonly MeasuredModel[], pause: () => Promise<void>) {
    if (!canGenerate(this.sizes)) return undefined;
    try {
      this.#simd ??= new SimdStatistics(this.sizes, this.batch);
      const found = await this.#series?.finish(pause) ?? [];
      this.#series = undefined;
      const left = models.slice(found.length);
      return [...found, ...await this.#simd.measure(left, { ...this.#options, pause })];
    } catch (error) {
      // Its memory may be in the middle of a pass.
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#simd = this.#series = undefined;
  }
}
