/** Statistics of networks by generated WebAssembly code, in float32, where that is precise enough. */

import { parameterCount } from "../../models/layout.ts";
import { bytes } from "../../wasm/assembler.ts";
import type { Loss } from "../losses.ts";
import type { Samples } from "../network.ts";
import {
  gradientNorms,
  type NetworkStatistics,
  normOf,
  totalWeight,
  UnitTotals,
  weightNorms,
} from "../statistics.ts";
import type { Activations } from "../../models/activations.ts";
import { WasmMemory } from "./memory.ts";
import { computeParts, type PartsOptions } from "./parts.ts";
import { isPrecise } from "./precision.ts";
import { SampleStore } from "./sample_store.ts";
import {
  encodeStatistics,
  resultBytes,
  statisticsName,
  type StatisticsShape,
  unitSums,
} from "./statistics_code.ts";
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
/** Numbers of parameters and results in the memory at once. */
const maxFloats = 2 ** 24;

/** A network, apart from its sizes. */
export interface MeasuredModel {
  readonly parameters: Float32Array;
  readonly activation: Activations;
}

/** Computes the statistics of networks of equal sizes on the same samples, for one caller at a time. */
export class SimdStatistics {
  readonly #memory = new WasmMemory();
  readonly #workspace: Float32Array;
  readonly #samples: SampleStore;
  /** The end of what stays in the memory. */
  readonly #end: number;
  readonly #inputNorm: number;
  readonly #rows: number;

  constructor(
    readonly sizes: readonly number[],
    readonly batch: { readonly samples: Samples; readonly loss: Loss },
  ) {
    const rows = rowsOfBlock(sizes);
    this.#rows = rows;
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
  }

  /**
   * Computes the statistics of each network; null for one whose statistics need more precision.
   *
   * @throws {Error} if a worker fails, or what `pause` throws; it must not be used any more then
   */
  async measure(
    models: readonly MeasuredModel[],
    options: PartsOptions,
  ): Promise<(NetworkStatistics | null)[]> {
    const floats = parameterCount(this.sizes) + this.#resultFloats;
    const atOnce = Math.max(1, Math.floor(maxFloats / floats));
    const all: (NetworkStatistics | null)[] = [];
    for (let first = 0; first < models.length; first += atOnce) {
      const some = models.slice(first, first + atOnce);
      const left = models.length - first - some.length;
      all.push(...await this.#compute(some, { options, later: left }));
      this.#memory.release(this.#end);
    }
    return all;
  }

  get #resultFloats(): number {
    return resultBytes(this.#shapeOf("relu"), this.batch.samples.count) / bytes;
  }

  #shapeOf(activation: Activations): StatisticsShape {
    return { sizes: this.sizes, rows: this.#rows, activation, loss: this.batch.loss };
  }

  async #compute(
    models: readonly MeasuredModel[],
    { options, later }: { options: PartsOptions; later: number },
  ): Promise<(NetworkStatistics | null)[]> {
    const memory = this.#memory;
    const { samples } = this.batch;
    const { inputs, targets } = this.#samples.addressesOfBlocks(samples);
    const activations = new Map(models.map(({ activation }) => [`${activation}`, activation]));
    const names = [...activations.keys()];
    const results = models.map(() => memory.unset(this.#resultFloats));
    const parts = models.map(({ parameters, activation }, at) => {
      const copy = memory.unset(parameters.length);
      copy.set(parameters);
      const own = [copy.byteOffset, inputs, targets, samples.count, results[at].byteOffset];
      return [names.indexOf(`${activation}`), ...own];
    });
    const modules = [...activations.values()].map((activation) => {
      const shape = this.#shapeOf(activation);
      return { name: statisticsName(shape), encode: () => encodeStatistics(shape) };
    });
    const { byteOffset: workspace, byteLength: workspaceBytes } = this.#workspace;
    await computeParts(
      { memory, modules, name: "measure", workspace, workspaceBytes, parts, later },
      options,
    );
    return models.map((model, at) => this.#statisticsOf(model, results[at]));
  }

  /** The statistics from the sums in the memory. */
  #statisticsOf(
    { parameters, activation }: MeasuredModel,
    results: Float32Array,
  ): NetworkStatistics | null {
    const { sizes, batch: { samples } } = this;
    const { count } = samples;
    const tables = results.length - parameterCount(sizes) - 2;
    const gradients = results.subarray(tables, -2);
    const { layers, deltas } = addSums(results.subarray(0, tables), {
      sizes,
      count,
      rows: this.#rows,
    });
    const { buffer, byteOffset, byteLength } = results;
    const lossSum = new DataView(buffer, byteOffset + byteLength - 8).getFloat64(0, true);
    const factor = 1 / totalWeight(samples);
    const statistics = {
      loss: lossSum * factor,
      ...gradientNorms(sizes, gradients, factor * count),
      weightNorm: weightNorms(sizes, parameters),
      hidden: layers.map((layer) => layer.statistics(count)),
    };
    const precise = isPrecise(statistics, {
      ...{ sizes, activation, inputNorm: this.#inputNorm },
      deltas: deltas.map((delta) => delta * factor * count),
    });
    return precise ? statistics : null;
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
