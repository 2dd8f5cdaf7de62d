/** Outputs of networks at points by generated WebAssembly code, in float32. */

import type { Activations } from "../../models/activations.ts";
import { parameterCount } from "../../models/layout.ts";
import { bytes } from "../../wasm/assembler.ts";
import {
  encodeInference,
  type InferenceLayout,
  inferenceLayout,
  inferenceName,
} from "./inference_code.ts";
import { WasmMemory } from "./memory.ts";
import { computeParts, type PartsOptions } from "./parts.ts";

/** Numbers beyond the coordinates of a grid's columns, which the code reads in whole vectors. */
const beyond = 3;
/** Numbers in the memory at once, at most: inputs and outputs of some points, or one point's. */
const maxFloats = 2 ** 23;
/** Multiplications of a part: some milliseconds. */
const productsOfPart = 2e7;
/** What a point costs besides its products, in multiplications. */
const productsOfPoint = 64;

/** A network, apart from its sizes. */
interface Model {
  readonly parameters: Float32Array;
  readonly activation: Activations;
}

/** Points: as they are, `[count × features]`, or by the coordinates of a grid's columns and rows. */
export type Points =
  | { readonly inputs: Float32Array }
  | { readonly x: Float32Array; readonly y: Float32Array };

/** Some of the points. */
interface Range {
  readonly first: number;
  readonly count: number;
}

/** The arguments of a part between the parameters and the outputs. */
type ArgumentsOf = (range: Range) => number[];

/** Computes networks of equal sizes, for one caller at a time. */
export class SimdInference {
  readonly #memory = new WasmMemory();
  readonly #layout: InferenceLayout;
  readonly #workspace: Float32Array;
  #failed = false;

  constructor(readonly sizes: readonly number[]) {
    this.#layout = inferenceLayout(sizes);
    this.#workspace = this.#memory.floats(this.#layout.size / bytes);
  }

  /** Frees all buffers, and tells whether it is worth keeping for another use. */
  release(): boolean {
    this.#memory.release(this.#workspace.byteOffset + this.#workspace.byteLength);
    return !this.#failed && this.#memory.isSmall;
  }

  /**
   * Computes outputs `[models × points × width]`.
   *
   * @throws {Error} if a worker fails, or what `pause` throws
   */
  async outputs(
    models: readonly Model[],
    points: Points,
    options: PartsOptions,
  ): Promise<Float32Array> {
    const { sizes } = this;
    const [features, width] = [sizes[0], sizes[sizes.length - 1]];
    const total = "inputs" in points
      ? points.inputs.length / features
      : points.x.length * points.y.length;
    const all = new Float32Array(models.length * total * width);
    const atOnce = Math.max(1, Math.floor(maxFloats / (features + width)));
    let left = models.length * total;
    for (let first = 0; first < total; first += atOnce) {
      const range = { first, count: Math.min(atOnce, total - first) };
      for (const group of groupsOf(models, parameterCount(sizes) + range.count * width)) {
        const own = group.models.length * range.count;
        left -= own;
        const outputs = await this.#compute(group.models, {
          ...{ points, range, options },
          later: left / own,
        });
        const length = range.count * width;
        for (let index = 0; index < group.models.length; index++) {
          const own = outputs.subarray(index * length, (index + 1) * length);
          all.set(own, ((group.first + index) * total + first) * width);
        }
        this.release();
      }
    }
    return all;
  }

  /** Computes outputs of some models at some points, in the memory. */
  async #compute(
    models: readonly Model[],
    { points, range, options, later }: {
      points: Points;
      range: Range;
      options: PartsOptions;
      /** How often as much work follows. */
      later: number;
    },
  ): Promise<Float32Array> {
    const memory = this.#memory;
    const width = this.sizes[this.sizes.length - 1];
    const outputs = memory.unset(models.length * range.count * width);
    const grid = "x" in points;
    const argumentsOf = grid ? this.#gridPoints(points) : this.#points(points.inputs, range);
    const activations = new Map(models.map(({ activation }) => [`${activation}`, activation]));
    const names = [...activations.keys()];
    const parts = models.flatMap(({ parameters, activation }, model) => {
      const at = this.#copyOf(parameters);
      return this.#rangesOf(range).map((part) => {
        const to = (model * range.count + part.first - range.first) * width;
        const index = names.indexOf(`${activation}`);
        return [index, at, ...argumentsOf(part), outputs.byteOffset + to * bytes];
      });
    });
    const modules = [...activations.values()].map((activation) => {
      const shape = { sizes: this.sizes, activation };
      return { name: inferenceName(shape), encode: () => encodeInference(shape) };
    });
    const { byteOffset: workspace, byteLength: workspaceBytes } = this.#workspace;
    const name = grid ? "grid" : "predict";
    const work = { memory, modules, name, workspace, workspaceBytes, parts };
    try {
      await computeParts({ ...work, later: later * parts.length }, options);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
    return outputs;
  }

  #gridPoints({ x, y }: { x: Float32Array; y: Float32Array }): ArgumentsOf {
    const across = this.#memory.floats(x.length + beyond);
    across.set(x);
    const up = this.#copyOf(y);
    return ({ first, count }) => [across.byteOffset, up, x.length, first, count];
  }

  #points(inputs: Float32Array, range: Range): ArgumentsOf {
    const features = this.sizes[0];
    const start = range.first * features;
    const at = this.#copyOf(inputs.subarray(start, start + range.count * features));
    return ({ first, count }) => [at + (first * features - start) * bytes, count];
  }

  /** The address of a copy. */
  #copyOf(values: Float32Array): number {
    const copy = this.#memory.unset(values.length);
    copy.set(values);
    return copy.byteOffset;
  }

  /** Parts of about equal work, in whole blocks. */
  #rangesOf({ first, count }: Range): Range[] {
    const { points } = this.#layout;
    const wanted = productsOfPart / (parameterCount(this.sizes) + productsOfPoint);
    const size = points * Math.max(1, Math.round(wanted / points));
    const parts: Range[] = [];
    for (let at = 0; at < count; at += size) {
      parts.push({ first: first + at, count: Math.min(size, count - at) });
    }
    return parts;
  }
}

/** Models in groups that fit in the memory at once, with so many numbers each. */
function* groupsOf(
  models: readonly Model[],
  floats: number,
): Generator<{ first: number; models: readonly Model[] }> {
  const atOnce = Math.max(1, Math.floor(maxFloats / floats));
  for (let first = 0; first < models.length; first += atOnce) {
    yield { first, models: models.slice(first, first + atOnce) };
  }
}
