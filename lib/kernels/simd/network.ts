/** Training, evaluation and gradients of MLPs by generated WebAssembly code, in float32. */

import type { Activation } from "../../models/activations.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Floats } from "../floats.ts";
import { addScore, type BatchScore, type Loss, overflowed } from "../losses.ts";
import type { Network, Samples } from "../network.ts";
import { WasmMemory } from "./memory.ts";
import { encodeStep, ruleOf, writeFactors, writeStepFactors } from "./optimizer_code.ts";
import { encodePass, layoutOf } from "./pass_code.ts";

const bytes = 4;
const lanes = 4;
/** Rows of one pass: enough to amortize a call, few enough for the cache. */
const minRows = 64;
const maxRows = 128;

/** Samples in the memory: their addresses. */
interface LoadedSamples {
  readonly inputs: number;
  readonly targets: number;
}

/**
 * Creates the computations of networks of `sizes` with a memory of their own. They are generated for
 * these sizes, and need no permission and no file.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @param batchSize The size of most batches.
 * @param maxLoaded Samples of so many numbers at most are copied to the memory as a whole; of others
 * the rows of each pass are.
 */
export function createSimdNetwork(
  sizes: readonly number[],
  batchSize = minRows,
  maxLoaded = 2 ** 26,
): Network {
  return new SimdNetwork(sizes, rowsFor(batchSize), maxLoaded);
}

/** Rows of one pass for batches of that size. */
function rowsFor(batchSize: number): number {
  const chunks = Math.ceil(batchSize / maxRows);
  return Math.max(minRows, Math.ceil(batchSize / chunks / lanes) * lanes);
}

class SimdNetwork implements Network {
  readonly #memory = new WasmMemory();
  readonly #layout;
  readonly #workspace: Float32Array;
  readonly #score: { lossSum: Float64Array; correct: Int32Array };
  readonly #count: number;
  readonly #features: number;
  readonly #width: number;
  /** Bytes of the buffers that every call uses. */
  readonly #fixed: number;
  #own = new WeakSet<Floats>();
  #loaded = new WeakMap<Samples, LoadedSamples>();
  #blocks = new WeakMap<Samples, LoadedSamples>();
  #order: Uint32Array = new Uint32Array(0);
  #foreign: Float32Array[] = [];

  constructor(
    readonly sizes: readonly number[],
    readonly rows: number,
    readonly maxLoaded: number,
  ) {
    this.#layout = layoutOf({ sizes, rows });
    const { start, end } = this.#layout;
    this.#memory.floats((end - start) / bytes);
    this.#workspace = this.#memory.upTo(end);
    const { buffer } = this.#workspace;
    this.#score = {
      lossSum: new Float64Array(buffer, this.#layout.score, 1),
      correct: new Int32Array(buffer, this.#layout.score + 8, 1),
    };
    this.#count = parameterCount(sizes);
    this.#features = sizes[0];
    this.#width = sizes[sizes.length - 1];
    this.#fixed = this.#layout.end;
  }

  readonly allocate = (length: number): Floats => {
    const buffer = this.#memory.floats(length);
    this.#own.add(buffer);
    return buffer;
  };

  release(): boolean {
    this.#memory.release(this.#fixed);
    this.#own = new WeakSet();
    this.#loaded = new WeakMap();
    this.#blocks = new WeakMap();
    this.#order = new Uint32Array(0);
    this.#foreign = [];
    return this.#memory.isSmall;
  }

  train(
    ...[state, { samples, order, settings, score }]: Parameters<Network["train"]>
  ): void {
    const { optimizer, loss, batchSize } = settings;
    const kernels = this.#pass(settings);
    const { step } = this.#memory.kernels(
      ruleOf(optimizer),
      () => encodeStep(ruleOf(optimizer)),
    );
    const parameters = this.#resident(state.parameters, 0);
    const optimizerState = this.#resident(state.optimizerState, 1);
    const factors = this.#floatsAt(this.#layout.factors, 16);
    writeFactors(optimizer, factors);
    const gather = this.#gatherer(samples, order, kernels.gather);
    for (let start = 0; start < order.length; start += batchSize) {
      const total = Math.min(batchSize, order.length - start);
      const rows = this.#rowsOf(total);
      for (let done = 0; done < total; done += rows) {
        const count = Math.min(rows, total - done);
        gather(start + done, count);
        kernels.train(parameters.byteOffset, count, total);
      }
      addScore(score, this.#takeScore(loss));
      writeStepFactors(optimizer, ++state.steps, factors);
      const { gradients, factors: at } = this.#layout;
      step(parameters.byteOffset, gradients, optimizerState.byteOffset, this.#count, at);
    }
    if (parameters !== state.parameters) state.parameters.set(parameters);
    if (optimizerState !== state.optimizerState) state.optimizerState.set(optimizerState);
  }

  score(
    ...[given, { samples, activation, loss, start = 0, end = samples.count }]: Parameters<
      Network["score"]
    >
  ): BatchScore {
    const { score } = this.#pass({ activation, loss });
    const { byteOffset: parameters } = this.#resident(given, 0);
    const total = { lossSum: 0, correct: 0 };
    const blocks = this.#blocksOf(samples);
    const stride = this.#layout.rowStride;
    for (let first = start; first < end; first += this.rows) {
      const count = Math.min(this.rows, end - first);
      if (blocks) {
        const block = first / this.rows * stride;
        const inputs = blocks.inputs + block * this.#features;
        score(parameters, inputs, blocks.targets + block * this.#width, count);
      } else {
        this.#fill(samples, count, (row) => first + row);
        score(parameters, this.#layout.inputs, this.#layout.targets, count);
      }
      addScore(total, this.#takeScore(loss));
    }
    return total;
  }

  predict(
    ...[given, { inputs, outputs, activation }]: Parameters<Network["predict"]>
  ): void {
    const { predict } = this.#pass({ activation, loss: "meanSquaredError" });
    const { byteOffset: parameters } = this.#resident(given, 0);
    const { rowStride, layers } = this.#layout;
    const stride = rowStride / bytes;
    const from = this.#floatsAt(layers[layers.length - 1].preActivations, this.#width * stride);
    const count = inputs.length / this.#features;
    for (let first = 0; first < count; first += this.rows) {
      const rows = Math.min(this.rows, count - first);
      this.#fillMatrix(this.#layout.inputs, inputs, this.#features, rows, (row) => first + row);
      predict(parameters, rows);
      for (let row = 0, to = first * this.#width; row < rows; row++) {
        for (let k = 0, at = row; k < this.#width; k++, at += stride) outputs[to++] = from[at];
      }
    }
  }

  gradients(
    ...[given, { samples, activation, loss, gradients }]: Parameters<Network["gradients"]>
  ): number {
    const { train } = this.#pass({ activation, loss });
    const { byteOffset: parameters } = this.#resident(given, 0);
    const { count } = samples;
    const rows = this.#rowsOf(count);
    for (let first = 0; first < count; first += rows) {
      const part = Math.min(rows, count - first);
      this.#fill(samples, part, (row) => first + row);
      train(parameters, part, count);
    }
    const own = this.#floatsAt(this.#layout.gradients, this.#count);
    gradients.set(own);
    own.fill(0);
    return this.#takeScore(loss).lossSum / count;
  }

  #pass({ activation, loss }: { activation: Activation; loss: Loss }) {
    const { sizes, rows } = this;
    const name = `${sizes} ${rows} ${activation} ${loss}`;
    return this.#memory.kernels(name, () => encodePass({ sizes, rows, activation, loss }));
  }

  #floatsAt(start: number, length: number): Float32Array {
    return this.#workspace.subarray(start / bytes, start / bytes + length);
  }

  /** Rows of each pass over a batch of `total` rows, in passes of about equal size. */
  #rowsOf(total: number): number {
    const passes = Math.ceil(total / this.rows);
    return Math.ceil(total / passes / lanes) * lanes;
  }

  /** The numbers in this memory: themselves, or a copy in the buffer of that index. */
  #resident(values: Floats, index: number): Floats {
    if (this.#own.has(values)) return values;
    let buffer = this.#foreign[index];
    if (!buffer || buffer.length < values.length) {
      this.#foreign[index] = buffer = this.#memory.floats(values.length);
    }
    buffer = buffer.subarray(0, values.length);
    buffer.set(values);
    return buffer;
  }

  /** What copies `count` samples of the order from `start` to the pass's inputs and targets. */
  #gatherer(
    samples: Samples,
    order: Uint32Array,
    gather: (...values: number[]) => void,
  ): (start: number, count: number) => void {
    const loaded = this.#load(samples);
    if (!loaded) {
      return (start, count) => this.#fill(samples, count, (row) => order[start + row]);
    }
    if (this.#order.length < order.length) {
      this.#order = this.#memory.integers(Math.max(order.length, samples.count));
    }
    this.#order.set(order);
    const { byteOffset } = this.#order;
    return (start, count) =>
      gather(loaded.inputs, loaded.targets, byteOffset + start * bytes, count);
  }

  /** The samples as they are, copied on first use; null where they are too many. */
  #load(samples: Samples): LoadedSamples | null {
    const { inputs, targets } = samples;
    if (inputs.length + targets.length > this.maxLoaded) return null;
    let loaded = this.#loaded.get(samples);
    if (!loaded) {
      const copyOf = (values: Floats) => {
        const buffer = this.#memory.floats(values.length);
        buffer.set(values);
        return buffer.byteOffset;
      };
      this.#loaded.set(samples, loaded = { inputs: copyOf(inputs), targets: copyOf(targets) });
    }
    return loaded;
  }

  /** The samples in blocks of the rows of a pass, copied on first use; null where they are too many. */
  #blocksOf(samples: Samples): LoadedSamples | null {
    if (samples.inputs.length + samples.targets.length > this.maxLoaded) return null;
    let blocks = this.#blocks.get(samples);
    if (!blocks) {
      const count = Math.ceil(samples.count / this.rows);
      const stride = this.#layout.rowStride / bytes;
      const copyOf = (values: Floats, width: number) => {
        const buffer = this.#memory.floats(count * width * stride);
        for (let row = 0; row < samples.count; row++) {
          const block = Math.floor(row / this.rows);
          const at = block * width * stride + row % this.rows;
          for (let k = 0; k < width; k++) buffer[at + k * stride] = values[row * width + k];
        }
        return buffer.byteOffset;
      };
      const inputs = copyOf(samples.inputs, this.#features);
      this.#blocks.set(
        samples,
        blocks = { inputs, targets: copyOf(samples.targets, this.#width) },
      );
    }
    return blocks;
  }

  #fill({ inputs, targets }: Samples, rows: number, pick: (row: number) => number): void {
    this.#fillMatrix(this.#layout.inputs, inputs, this.#features, rows, pick);
    this.#fillMatrix(this.#layout.targets, targets, this.#width, rows, pick);
  }

  /** Writes samples to the columns of a matrix of the pass, and repeats the last to a multiple of four. */
  #fillMatrix(
    start: number,
    values: Floats,
    width: number,
    rows: number,
    pick: (row: number) => number,
  ): void {
    const stride = this.#layout.rowStride / bytes;
    const end = Math.ceil(rows / lanes) * lanes;
    for (let row = 0; row < end; row++) {
      const from = pick(Math.min(row, rows - 1)) * width;
      const to = start / bytes + row;
      for (let k = 0; k < width; k++) this.#workspace[to + k * stride] = values[from + k];
    }
  }

  #takeScore(loss: Loss): BatchScore {
    const { lossSum, correct } = this.#score;
    const score = { lossSum: overflowed(loss, lossSum[0], this.#width), correct: correct[0] };
    lossSum[0] = 0;
    correct[0] = 0;
    return score;
  }
}
