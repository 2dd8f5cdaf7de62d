/** Statistics of networks by generated WebAssembly code, in float32, where that is precise enough. */

import { type Layer, layersOf, parameterCount } from "../../models/layout.ts";
import { bytes, doubleBytes } from "../../wasm/assembler.ts";
import type { Loss } from "../losses.ts";
import type { Samples } from "../network.ts";
import { type NetworkStatistics, totalWeight } from "../statistics.ts";
import type { Activations } from "../../models/activations.ts";
import { hiddenStatistics } from "../unit_totals.ts";
import { WasmMemory } from "./memory.ts";
import type { HelpOptions } from "./helpers.ts";
import { type PartsOptions, PartsQueue } from "./parts.ts";
import { rowLength } from "./pool.ts";
import { precisionOf } from "./precision.ts";
import { SampleStore } from "./sample_store.ts";
import {
  encodeStatistics,
  resultDoubles,
  statisticsName,
  type StatisticsShape,
  workspaceBytes,
} from "./statistics_code.ts";
import { totalAt, type TotalName } from "./statistics_totals_code.ts";
import { type MeasuredModel, type Results, StatisticsSeries } from "./statistics_series.ts";
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
/** Numbers of the places that are allocated at once. */
const floatsAtOnce = 2 ** 12;
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
    const shape = this.#shapeOf("relu");
    this.#workspace = this.#memory.floats(workspaceBytes(shape) / bytes);
    const [features, width] = [sizes[0], sizes[sizes.length - 1]];
    const rowFloats = layout.rowStride / bytes;
    this.#samples = new SampleStore(this.#memory, { features, width, rows, rowFloats });
    this.#samples.addressesOfBlocks(batch.samples);
    this.#end = this.#memory.unset(1).byteOffset;
    const { count, inputs } = batch.samples;
    let squares = 0;
    for (const input of inputs) squares += input * input;
    this.#inputNorm = Math.sqrt(squares / count);
    this.#factor = 1 / totalWeight(batch.samples);
    const resultFloats = resultDoubles(sizes) * doubleBytes / bytes;
    const floats = parameterCount(sizes) + resultFloats + rowLength + 2 * lineFloats;
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
   * @param options `most`: how many networks are added, at most; the memory may have room for fewer.
   */
  start(
    activations: readonly Activations[],
    { most, ...options }: HelpOptions & { readonly most: number },
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
    const slots = this.#slots();
    return new StatisticsSeries(new PartsQueue(code, { ...options, capacity }), {
      capacity,
      place: ({ parameters, activation }) => {
        const { address, results } = slots(parameters);
        const own = [address, inputs, targets, samples.count];
        const to = results.numbers.byteOffset + results.first * doubleBytes;
        return { part: [names.indexOf(`${activation}`), ...own, to], results };
      },
      statisticsOf: (model, results) => this.#statisticsOf(model, results),
    });
  }

  /**
   * Copies networks to the memory, with room for their results. Many have their places in one array each, as
   * an array takes longer than the parameters of a small network.
   */
  #slots(): (parameters: Float32Array) => { address: number; results: Results } {
    const doubles = resultDoubles(this.sizes);
    const stride = Math.ceil(parameterCount(this.sizes) / lineFloats) * lineFloats;
    const resultStride = Math.ceil(doubles * doubleBytes / bytes / lineFloats) * lineFloats;
    const slotFloats = stride + resultStride;
    const atOnce = Math.max(1, Math.floor(floatsAtOnce / slotFloats));
    let all: Float32Array = new Float32Array();
    let numbers: Float64Array = new Float64Array();
    let used = atOnce;
    return (parameters) => {
      if (used === atOnce) {
        all = this.#memory.unset(atOnce * slotFloats);
        numbers = new Float64Array(all.buffer, all.byteOffset, all.byteLength / doubleBytes);
        used = 0;
      }
      const at = used++ * slotFloats;
      all.set(parameters, at);
      const first = (at + stride) * bytes / doubleBytes;
      return { address: all.byteOffset + at * bytes, results: { numbers, first } };
    };
  }

  #shapeOf(activation: Activations): StatisticsShape {
    return { sizes: this.sizes, rows: this.#rows, activation, loss: this.batch.loss };
  }

  /** The statistics from the totals in the memory. */
  #statisticsOf(
    { activation }: MeasuredModel,
    { numbers, first }: Results,
  ): NetworkStatistics | null {
    const { sizes, batch: { samples: { count } } } = this;
    const factor = this.#factor;
    const read = (layer: number, name: TotalName) => numbers[first + totalAt(layer, name)];
    const norms = (name: TotalName, factor: number) =>
      this.#layers.map((_, layer) => factor * Math.sqrt(read(layer, name)));
    const statistics = {
      loss: numbers[first] * factor,
      gradientNorm: norms("gradients", factor * count),
      biasGradientNorm: norms("biasGradients", factor * count),
      weightNorm: norms("weights", 1),
      hidden: this.#layers.slice(0, -1).map(({ outputs: units }, layer) => {
        const totals = {
          mean: read(layer, "mean"),
          squares: read(layer, "squares"),
          saturated: read(layer, "saturated"),
          dead: read(layer, "dead"),
        };
        return hiddenStatistics(totals, { samples: count, units });
      }),
    };
    const precise = precisionOf(statistics, {
      ...{ sizes, activation, inputNorm: this.#inputNorm },
      deltas: norms("deltas", factor * count),
    });
    if (precise === "no") return null;
    if (precise === "all") return statistics;
    return { ...statistics, biasGradientNorm: statistics.biasGradientNorm.with(-1, NaN) };
  }
}
