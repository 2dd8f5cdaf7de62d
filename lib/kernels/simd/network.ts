/** Training, evaluation and gradients of MLPs by generated WebAssembly code, in float32. */

import type { Activations } from "../../models/activations.ts";
import { parameterCount } from "../../models/layout.ts";
import { bytes, lanes } from "../../wasm/assembler.ts";
import type { Floats } from "../floats.ts";
import { addScore, type BatchScore, type Loss, overflowed } from "../losses.ts";
import type { Network } from "../network.ts";
import type { Optimizer } from "../optimizers.ts";
import { SimdEnsemble } from "./ensemble.ts";
import { transformsOf } from "./gradient_code.ts";
import { scoreOffsets } from "./loss_code.ts";
import { WasmMemory } from "./memory.ts";
import { ruleOf, writeCorrections, writeFactors } from "./optimizer_factors.ts";
import { encodePass, passName, type PassShape } from "./pass_code.ts";
import { SampleStore } from "./sample_store.ts";
import { encodeShuffle, generatorWords } from "./shuffle_code.ts";
import { layoutOf } from "./workspace.ts";

/** Rows of one pass: enough to amortize a call, few enough for the cache. */
const minRows = 64;
const maxRows = 128;
/** Bytes of the workspaces of all workers. */
const maxWorkspaces = 2 ** 29;

/** Layers that code is generated for: engines limit the size of a function. */
const maxGenerated = 4000;

/** Whether there is code for networks of `sizes`: where WebAssembly is (`--jitless` takes it away). */
export function canGenerate(sizes: readonly number[]): boolean {
  return typeof WebAssembly === "object" && sizes.length <= maxGenerated;
}

/**
 * Creates the computations of networks of `sizes` with a memory of their own. They are generated for
 * these sizes, and need no permission and no file.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @param batchSize The size of most batches.
 */
export function createSimdNetwork(sizes: readonly number[], batchSize = minRows): Network {
  const passes = Math.ceil(batchSize / maxRows);
  const rows = Math.max(minRows, Math.ceil(batchSize / passes / lanes) * lanes);
  return new SimdNetwork(sizes, rows);
}

class SimdNetwork implements Network {
  readonly #memory = new WasmMemory();
  readonly #layout;
  readonly #workspace: Float32Array;
  readonly #batchScore: ScoreView;
  readonly #score: ScoreView;
  readonly #samples: SampleStore;
  #own = new WeakSet<Floats>();
  #foreign: Float32Array[] = [];
  #order: Uint32Array = new Uint32Array(0);
  #words: Uint32Array | undefined;
  #corrections = noCorrections;
  #rates = noRates;

  constructor(readonly sizes: readonly number[], readonly rows: number) {
    const layout = layoutOf({ sizes, rows });
    this.#layout = layout;
    this.#workspace = this.#memory.floats(layout.size / bytes);
    const { buffer, byteOffset } = this.#workspace;
    this.#batchScore = new ScoreView(buffer, byteOffset + layout.batchScore);
    this.#score = new ScoreView(buffer, byteOffset + layout.score);
    const [features, width] = [sizes[0], sizes[sizes.length - 1]];
    const rowFloats = layout.rowStride / bytes;
    this.#samples = new SampleStore(this.#memory, { features, width, rows, rowFloats });
  }

  readonly allocate = (length: number): Floats => {
    const buffer = this.#memory.floats(length);
    this.#own.add(buffer);
    return buffer;
  };

  release(): boolean {
    this.#memory.release(this.#workspace.byteOffset + this.#workspace.byteLength);
    this.#samples.clear();
    this.#own = new WeakSet();
    this.#foreign = [];
    this.#order = new Uint32Array(0);
    this.#words = undefined;
    this.#corrections = noCorrections;
    this.#rates = noRates;
    return this.#memory.isSmall;
  }

  order(seed: number, count: number): Uint32Array {
    const { shuffle } = this.#memory.kernels("shuffle", encodeShuffle);
    this.#words ??= this.#memory.integers(generatorWords);
    const order = this.#orderBuffer(count);
    shuffle(seed, count, order.byteOffset, this.#words.byteOffset);
    return order;
  }

  train(...[state, { samples, order, settings, score }]: Parameters<Network["train"]>): void {
    const { optimizer, batchSize } = settings;
    const { train } = this.#kernels(settings, {
      ...{ rule: ruleOf(optimizer), transforms: transformsOf(settings) },
    });
    const parameters = this.#resident(state.parameters, 0);
    const optimizerState = this.#resident(state.optimizerState, 1);
    const { inputs, targets, weights } = this.#samples.rowsOf(samples);
    const steps = Math.ceil(order.length / batchSize);
    const { buffer, byteOffset } = this.#workspace;
    writeFactors(settings, buffer, byteOffset + this.#layout.factors);
    const corrections = this.#correctionsOf(optimizer, { first: state.steps + 1, count: steps });
    this.#score.set(score);
    this.#memory.stopped = false;
    train(
      ...[parameters.byteOffset, optimizerState.byteOffset, inputs, targets],
      ...[this.#orderOf(order), order.length, Math.min(batchSize, order.length), corrections],
      ...[this.#ratesOf(settings.learningRates, steps), weights],
    );
    Object.assign(score, this.#score.get());
    state.steps += steps;
    if (parameters !== state.parameters) state.parameters.set(parameters);
    if (optimizerState !== state.optimizerState) state.optimizerState.set(optimizerState);
  }

  score(
    ...[given, { samples, activation, loss, start = 0, end = samples.count, ...to }]: Parameters<
      Network["score"]
    >
  ): BatchScore {
    const { score } = this.#kernels({ activation, loss });
    const { byteOffset: parameters } = this.#resident(given, 0);
    const total = to.score ?? { lossSum: 0, correct: 0 };
    for (const { inputs, targets, count } of this.#samples.blocksOf(samples, { start, end })) {
      score(parameters, inputs, targets, count);
      addScore(total, this.#takeBatchScore(loss));
    }
    return total;
  }

  gradients(
    ...[given, { samples, activation, loss, gradients }]: Parameters<Network["gradients"]>
  ): number {
    const { pass } = this.#kernels({ activation, loss });
    const { byteOffset: parameters } = this.#resident(given, 0);
    const whole = { start: 0, end: samples.count };
    for (const { inputs, targets, count } of this.#samples.blocksOf(samples, whole)) {
      pass(parameters, inputs, targets, count, samples.count);
    }
    const own = this.#floatsAt(this.#layout.gradients, parameterCount(this.sizes));
    gradients.set(own);
    own.fill(0);
    return this.#takeBatchScore(loss).lossSum / samples.count;
  }

  ensemble(
    ...[setting, members, threads]: Parameters<NonNullable<Network["ensemble"]>>
  ): SimdEnsemble {
    const own = { ...setting, sizes: this.sizes, rows: this.rows };
    const fitting = Math.floor(maxWorkspaces / this.#layout.size);
    const by = { ...threads, workers: Math.min(threads.workers, fitting) };
    const { byteOffset } = this.#workspace;
    return new SimdEnsemble(this.#memory, this.#samples, own, members, by, byteOffset);
  }

  #kernels(
    { activation, loss }: { activation: Activations; loss: Loss },
    training: Pick<PassShape, "rule" | "transforms"> = {},
  ) {
    const { sizes, rows } = this;
    const shape = { sizes, rows, activation, loss, ...training };
    const encode = () => encodePass(shape);
    return this.#memory.kernels(passName(shape), encode, this.#workspace.byteOffset);
  }

  #floatsAt(start: number, length: number): Float32Array {
    return this.#workspace.subarray(start / bytes, start / bytes + length);
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

  /** The address of the order in this memory: its own, or that of a copy. */
  #orderOf(order: Uint32Array): number {
    if (order.buffer === this.#order.buffer) return order.byteOffset;
    const copy = this.#orderBuffer(order.length);
    copy.set(order);
    return copy.byteOffset;
  }

  #orderBuffer(count: number): Uint32Array {
    if (this.#order.length < count) this.#order = this.#memory.integers(count);
    return this.#order.subarray(0, count);
  }

  /** The address of Adam's corrections. Members of an ensemble mostly share them. */
  #correctionsOf(optimizer: Optimizer, steps: { first: number; count: number }): number {
    if (optimizer.kind !== "adam") return 0;
    const { beta1, beta2 } = optimizer;
    const key = `${beta1} ${beta2} ${steps.first} ${steps.count}`;
    let { values } = this.#corrections;
    if (key !== this.#corrections.key) {
      const length = 2 * steps.count;
      if (values.length < length) values = this.#memory.doubles(length);
      writeCorrections(optimizer, steps, values);
      this.#corrections = { key, values };
    }
    return values.byteOffset;
  }

  /** The address of a copy of the learning rates of that many steps; 0 without rates. */
  #ratesOf(learningRates: Float64Array | undefined, steps: number): number {
    if (!learningRates) return 0;
    if (this.#rates.length < steps) this.#rates = this.#memory.doubles(steps);
    this.#rates.set(learningRates.subarray(0, steps));
    return this.#rates.byteOffset;
  }

  #takeBatchScore(loss: Loss): BatchScore {
    const { lossSum, correct } = this.#batchScore.get();
    this.#batchScore.set({ lossSum: 0, correct: 0 });
    return { lossSum: overflowed(loss, lossSum, this.sizes[this.sizes.length - 1]), correct };
  }
}

const noRates = new Float64Array(0) as Float64Array;
const noCorrections = { key: "", values: new Float64Array(0) as Float64Array };

/** A score in the memory. */
class ScoreView {
  readonly #lossSum: Float64Array;
  readonly #correct: Int32Array;

  constructor(buffer: ArrayBufferLike, at: number) {
    this.#lossSum = new Float64Array(buffer, at + scoreOffsets.lossSum, 1);
    this.#correct = new Int32Array(buffer, at + scoreOffsets.correct, 1);
  }

  get(): BatchScore {
    return { lossSum: this.#lossSum[0], correct: this.#correct[0] };
  }

  set({ lossSum, correct }: BatchScore): void {
    this.#lossSum[0] = lossSum;
    this.#correct[0] = correct;
  }
}
