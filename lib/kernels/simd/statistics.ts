/** Statistics of networks by generated WebAssembly code, in float32, where that is precise enough. */

import { type Layer, layersOf, parameterCount } from "../../models/layout.ts";
import { bytes } from "../../wasm/assembler.ts";
import type { Loss } from "../losses.ts";
import type { Samples } from "../network.ts";
import {
  gradientNorms,
  type NetworkStatistics,
  normOf,
  totalWeight,
  weightNorms,
} from "../statistics.ts";
import type { Activations } from "../../models/activations.ts";
import { UnitTotals } from "../unit_totals.ts";
import { WasmMemory } from "./memory.ts";
import type { HelpOptions } from "./helpers.ts";
import { type PartsOptions, PartsQueue } from "./parts.ts";
import { rowLength } from "./pool.ts";
import { precisionOf } from "./precision.ts";
import { SampleStore } from "./sample_store.ts";
import {
  encodeStatistics,
  resultBytes,
  statisticsName,
  type StatisticsShape,
  unitSums,
} from "./statistics_code.ts";
import { type MeasuredModel, StatisticsSeries } from "./statistics_series.ts";
import { layoutOf } from "./workspace.ts";

/** The rows of a block: enough to amortize the calls, few enough for the cache. */
const minRows = 64;
const maxRows = 512;
const cachedFloats = 2 ** 16;

function rowsOfBlock(sizes: readonly number[]): number {
  const units = sizes.reduce((sum, units) => sum + 3 * units, 0);
  const fitting = Math.floor(cachedFloats / units / minRows) * minRows;
  return Math.min(maxRows, Math.max(minRows, fitting));
}
/** Floats of a cache line: the results of a network begin at a line of their own. */
const lineFloats = 16;
/** Numbers of parameters and results in the memory at once. */
const maxFloats = 2 ** 24;

/** Computes the statistics of networks of equal sizes on the same samples, for one caller at a time. */
export class SimdStatistics {
  readonly #memory = new WasmMemory();
  readonly #workspace: Float32Array;
  readonly #samples: SampleStore;
  /** The end of what stays in the memory. */
  readonly #end: number;
  readonly #layers: readonly Layer[];
  readonly #inputNorm: number;
  /** Of the sum over the samples, to give their mean. */
  readonly #factor: number;
  readonly #resultFloats: number;
  readonly #rows: number;
  /** The number of networks, and of their results, for which the memory has room. */
  readonly #capacity: number;

  constructor(
    readonly sizes: readonly number[],
    readonly batch: { readonly samples: Samples; readonly loss: Loss },
  ) {
    const rows = rowsOfBlock(sizes);
    this.#rows = rows;
    this.#layers = layersOf(sizes);
    const layout = layoutOf({ sizes, rows });
    this.#workspace = this.#memory.floats(layout.size / bytes);
    const [features, width] = [sizes[0], sizes[sizes.length - 1]];
    const rowFloats = layout.rowStride / bytes;
    const shape = { features, width, rows, rowFloats };
    this.#samples = new SampleStore(this.#memory, shape);
    this.#samples.addressesOfBlocks(batch.samples);
    this.#end = this.#memory.unset(1).byteOffset;
    const { count, inputs } = batch.samples;
    let squares = 0;
    for (const input of inputs) squares += input * input;
    this.#inputNorm = Math.sqrt(squares / count);
    this.#factor = 1 / totalWeight(batch.samples);
    this.#resultFloats = resultBytes(this.#shapeOf("relu"), count) / bytes;
    const floats = parameterCount(sizes) + this.#resultFloats + rowLength + 2 * lineFloats;
    this.#capacity = Math.max(1, Math.floor(maxFloats / floats));
  }

  /**
   * Computes the statistics of each network; null for one whose statistics need more precision. The norm
   * of the last layer's bias gradient is NaN if it alone does.
   *
   * @throws {Error} if a worker fails, or what `pause` throws; it must not be used any more then
   */
  async measure(
    models: readonly MeasuredModel[],
    { pause, ...options }: PartsOptions,
  ): Promise<(NetworkStatistics | null)[]> {
    const activations = models.map(({ activation }) => activation);
    const all: (NetworkStatistics | null)[] = [];
    while (all.length < models.length) {
      const left = models.length - all.length;
      const series = this.start(activations, { ...options, most: left });
      series.add(models.slice(all.length));
      all.push(...await series.finish(pause, left - series.count));
    }
    return all;
  }

  /**
   * Starts to compute the statistics of a series of networks, which are added one after the other. The
   * series before must be finished.
   *
   * @param activations The activations of the networks.
   * @param options `most`: how many networks are added, at most; as many as fit in the memory by default.
   */
  start(
    activations: readonly Activations[],
    { most = Infinity, ...options }: HelpOptions & { readonly most?: number },
  ): StatisticsSeries {
    const memory = this.#memory;
    memory.release(this.#end);
    const { samples } = this.batch;
    const { inputs, targets } = this.#samples.addressesOfBlocks(samples);
    const shapes = new Map(activations.map((each) => [`${each}`, this.#shapeOf(each)]));
    const names = [...shapes.keys()];
    const modules = [...shapes.values()].map((shape) => ({
      name: statisticsName(shape),
      encode: () => encodeStatistics(shape),
    }));
    const { byteOffset: workspace, byteLength: workspaceBytes } = this.#workspace;
    const code = { memory, modules, name: "measure", workspace, workspaceBytes };
    const capacity = Math.min(most, this.#capacity);
    const resultFloats = this.#resultFloats;
    return new StatisticsSeries(new PartsQueue(code, { ...options, capacity }), {
      capacity,
      place: ({ parameters, activation }) => {
        const { length } = parameters;
        const from = Math.ceil(length / lineFloats) * lineFloats;
        const all = memory.unset(from + resultFloats);
        all.set(parameters);
        const address = all.byteOffset + from * bytes;
        const own = [all.byteOffset, inputs, targets, samples.count, address];
        return { part: [names.indexOf(`${activation}`), ...own], results: all.subarray(from) };
      },
      statisticsOf: (model, results) => this.#statisticsOf(model, results),
    });
  }

  #shapeOf(activation: Activations): StatisticsShape {
    return { sizes: this.sizes, rows: this.#rows, activation, loss: this.batch.loss };
  }

  /** The statistics from the sums in the memory. */
  #statisticsOf(
    { parameters, activation }: MeasuredModel,
    results: Float32Array,
  ): NetworkStatistics | null {
    const { sizes, batch: { samples: { count } } } = this;
    const tables = results.length - parameters.length - 2;
    const gradients = results.subarray(tables, -2);
    const shape = { sizes, count, rows: this.#rows };
    const { layers, deltas } = addSums(results.subarray(0, tables), shape);
    const { buffer, byteOffset, byteLength } = results;
    const lossSum = new DataView(buffer, byteOffset + byteLength - 8).getFloat64(0, true);
    const factor = this.#factor;
    const statistics = {
      loss: lossSum * factor,
      ...gradientNorms(this.#layers, gradients, factor * count),
      weightNorm: weightNorms(this.#layers, parameters),
      hidden: layers.map((layer) => layer.statistics(count)),
    };
    const precise = precisionOf(statistics, {
      ...{ sizes, activation, inputNorm: this.#inputNorm },
      deltas: deltas.map((delta) => delta * factor * count),
    });
    if (precise === "no") return null;
    if (precise === "all") return statistics;
    return { ...statistics, biasGradientNorm: statistics.biasGradientNorm.with(-1, NaN) };
  }
}

/** Adds up the units' sums of all blocks; `deltas` are the norms of the units' absolute deltas. */
function addSums(
  sums: Float32Array,
  { sizes, count, rows: most }: { sizes: readonly number[]; count: number; rows: number },
) {
  const layers = sizes.slice(1, -1).map((units) => new UnitTotals(units));
  const deltas = sizes.slice(1).map((units) => new Float64Array(units));
  let at = 0;
  for (let left = count; left > 0; left -= most) {
    const rows = Math.min(most, left);
    for (const [index, own] of deltas.entries()) {
      for (let unit = 0; unit < own.length; unit++, at += unitSums.length) {
        own[unit] += sums[at + 4];
        if (index === layers.length) continue;
        const [first, differences, squares] = [sums[at], sums[at + 1], sums[at + 2]];
        layers[index].merge(unit, {
          count: rows,
          mean: first + differences / rows,
          squares: Math.max(0, squares - differences * differences / rows),
          saturated: sums[at + 3],
        });
      }
    }
  }
  return { layers, deltas: deltas.map((own) => normOf(own, 0, own.length)) };
}
