/** The statistics of a series of networks, which workers compute while further ones are added. */

import type { Activations } from "../../models/activations.ts";
import type { NetworkStatistics } from "../statistics.ts";
import type { PartsQueue } from "./parts.ts";

/** A network, apart from its sizes. */
export interface MeasuredModel {
  readonly parameters: Float32Array;
  readonly activation: Activations;
}

/** Where the results of a network begin. */
export interface Results {
  readonly numbers: Float64Array;
  readonly first: number;
}

/** What a series of networks is computed with. */
interface SeriesSetting {
  readonly capacity: number;
  /** Copies a network to the memory, for a part of the queue. */
  place(model: MeasuredModel): { part: readonly number[]; results: Results };
  statisticsOf(model: MeasuredModel, results: Results): NetworkStatistics | null;
}

/** The statistics of networks that are added one after the other, while workers compute them. */
export class StatisticsSeries {
  readonly #added: { model: MeasuredModel; results: Results }[] = [];

  constructor(readonly queue: PartsQueue, readonly setting: SeriesSetting) {}

  /** The number of networks that are in the series. */
  get count(): number {
    return this.#added.length;
  }

  /** Adds those of `models` that are behind the ones in the series, as many as there is room for. */
  add(models: readonly MeasuredModel[]): void {
    const { capacity, place } = this.setting;
    for (const end = Math.min(capacity, models.length); this.count < end;) {
      const model = models[this.count];
      const { part, results } = place(model);
      this.#added.push({ model, results });
      this.queue.add(part);
    }
  }

  /** See `PartsQueue`. */
  computeBeside(left: number): void {
    this.queue.computeBeside(left);
  }

  /**
   * Computes what is left, and gives the statistics of all; see `SimdStatistics.measure`.
   *
   * @param later The number of networks that follow in further series.
   */
  async finish(pause: () => Promise<void>, later = 0): Promise<(NetworkStatistics | null)[]> {
    await this.queue.finish(pause, later);
    return this.#added.map(({ model, results }) => this.setting.statisticsOf(model, results));
  }

  /** Ends what is under way. Its `SimdStatistics` must not be used any more. */
  close(): void {
    this.queue.close();
  }
}
