/** The rows with which the functions of an ensemble's networks are called, and the buffers that they name. */

import { bytes } from "../../wasm/assembler.ts";
import type { Ensemble, EnsembleEpochs, EnsembleMember, EnsembleSetting } from "../network.ts";
import type { AdamOptimizer } from "../optimizers.ts";
import { epochArguments, scoreBytes } from "./epochs_code.ts";
import type { Kernel, WasmMemory } from "./memory.ts";
import { factorBytes, writeCorrections, writeFactors } from "./optimizer_factors.ts";
import { rowLength } from "./pool.ts";
import type { SampleStore } from "./sample_store.ts";
import { encodeShuffle, generatorWords } from "./shuffle_code.ts";

type Argument = typeof epochArguments[number];
/** The arguments in which networks differ. */
const ownArguments = [
  ...["parameters", "state", "factors", "orders", "seeds"] as const,
  ...["corrections", "rates", "scores", "kept"] as const,
];
type OwnArgument = typeof ownArguments[number];
type SharedArgument = Exclude<Argument, OwnArgument>;

const isOwn = (name: Argument): name is OwnArgument => ownArguments.some((own) => own === name);
const ownPlaces = ownArguments.map((name) => [name, epochArguments.indexOf(name)] as const);

/** Writes the rows of an ensemble for some epochs. */
export class EnsembleTable {
  readonly #factors: Uint8Array;
  readonly #seeds: ReadonlyMap<Uint32Array, { at: number; shared: boolean }>;
  readonly #shuffle: Kernel;
  readonly #words: Uint32Array;
  readonly #grown = new Map<string, Uint32Array>();

  /**
   * @param functions The index of each network's function.
   * @param order The address of this thread's buffer for an order; workers have their own.
   */
  constructor(
    readonly memory: WasmMemory,
    readonly samples: SampleStore,
    readonly setting: EnsembleSetting,
    readonly members: readonly EnsembleMember[],
    readonly functions: readonly number[],
    readonly order: number,
  ) {
    this.#factors = factorsOf(memory, members);
    this.#seeds = seedsOf(memory, members);
    this.#shuffle = memory.kernels("shuffle", encodeShuffle).shuffle;
    this.#words = memory.integers(generatorWords);
  }

  /** Writes the rows of the active networks: the index of a function and its arguments. */
  tableOf(
    { first, epochs, active, keep }: Parameters<Ensemble["run"]>[0],
    { sums, kept }: EnsembleEpochs,
  ): Uint32Array {
    const { train, test, batchSize } = this.setting;
    const blocks = test && this.samples.addressesOfBlocks(test);
    const shared: Record<SharedArgument, number> = {
      ...this.samples.rowsOf(train),
      order: this.order,
      count: train.count,
      batchSize: Math.min(batchSize, train.count),
      testInputs: blocks?.inputs ?? 0,
      testTargets: blocks?.targets ?? 0,
      testCount: test?.count ?? 0,
      epochs,
      keeps: this.#keeps({ first, epochs, keep }),
    };
    const keptBytes = kept.byteLength / active.length;
    const words = epochArguments.map((name) => isOwn(name) ? 0 : shared[name]);
    const corrections = this.#corrections(first, epochs);
    const orders = this.#orders(first, epochs);
    const rates = this.#rates(first, epochs);
    const table = this.#grow("table", active.length * rowLength);
    active.forEach((index, row) => {
      const { parameters, optimizerState, optimizer, orderSeeds, learningRates } = this
        .members[index];
      const own: Record<OwnArgument, number> = {
        parameters: parameters.byteOffset,
        state: optimizerState.byteOffset,
        factors: this.#factors.byteOffset + index * factorBytes,
        orders: orders.get(orderSeeds) ?? 0,
        seeds: this.#seeds.get(orderSeeds)!.at + first * bytes,
        corrections: optimizer.kind === "adam" ? corrections.get(betasOf(optimizer))! : 0,
        rates: learningRates ? rates.get(learningRates)! : 0,
        scores: sums.byteOffset + index * epochs * scoreBytes,
        kept: kept.byteOffset + row * keptBytes,
      };
      // The workers wait for thousands of rows: an array of all words of each takes several times as long.
      const at = row * rowLength;
      table[at] = this.functions[index];
      table.set(words, at + 1);
      for (const [name, place] of ownPlaces) table[at + 1 + place] = own[name];
    });
    return table;
  }

  /** A buffer for the scores, NaN until they are written. */
  sumsOf(epochs: number): Float64Array {
    const length = this.members.length * epochs * scoreBytes / 8;
    const { buffer, byteOffset } = this.#grow("scores", 2 * length);
    return new Float64Array(buffer, byteOffset, length).fill(NaN);
  }

  /** A buffer for so many numbers of parameters that are kept. */
  keptOf(numbers: number): Float32Array {
    const { buffer, byteOffset } = this.#grow("kept", numbers);
    return new Float32Array(buffer, byteOffset, numbers);
  }

  /** The address of what says for each epoch whether its parameters are kept; 0 if none are. */
  #keeps({ first, epochs, keep }: { first: number; epochs: number; keep: readonly number[] }) {
    if (keep.length === 0) return 0;
    const keeps = this.#grow("keeps", epochs).fill(0);
    for (const epoch of keep) keeps[epoch - first - 1] = 1;
    return keeps.byteOffset;
  }

  /** The addresses of Adam's corrections, by the two decay rates. */
  #corrections(first: number, epochs: number): Map<string, number> {
    const { train, batchSize } = this.setting;
    const steps = Math.ceil(train.count / batchSize);
    const found = new Map<string, number>();
    for (const { optimizer } of this.members) {
      if (optimizer.kind !== "adam" || found.has(betasOf(optimizer))) continue;
      const key = betasOf(optimizer);
      const { buffer, byteOffset } = this.#grow(`corrections ${key}`, 4 * steps * epochs);
      const values = new Float64Array(buffer, byteOffset, 2 * steps * epochs);
      writeCorrections(optimizer, { first: first * steps + 1, count: steps * epochs }, values);
      found.set(key, byteOffset);
    }
    return found;
  }

  /** The addresses of the learning rates of all steps, by the rates of their members. */
  #rates(first: number, epochs: number): Map<Float64Array, number> {
    const { train, batchSize, epochs: all } = this.setting;
    const steps = Math.ceil(train.count / batchSize);
    const found = new Map<Float64Array, number>();
    for (const { learningRates } of this.members) {
      if (!learningRates || found.has(learningRates)) continue;
      const { buffer, byteOffset } = this.#grow(`rates ${found.size}`, 2 * steps * epochs);
      const perRate = all * steps / learningRates.length;
      const values = new Float64Array(buffer, byteOffset, steps * epochs);
      for (let at = 0; at < values.length; at++) {
        values[at] = learningRates[Math.floor((first * steps + at) / perRate)];
      }
      found.set(learningRates, byteOffset);
    }
    return found;
  }

  /** The addresses of orders that networks share, by their seeds; others are drawn by the workers. */
  #orders(first: number, epochs: number): Map<Uint32Array, number> {
    const { count } = this.setting.train;
    const found = new Map<Uint32Array, number>();
    for (const [seeds, { at, shared }] of this.#seeds) {
      if (!shared) continue;
      const orders = this.#grow(`orders ${at}`, count * epochs);
      for (let epoch = 0; epoch < epochs; epoch++) {
        const address = orders.byteOffset + epoch * count * bytes;
        this.#shuffle(seeds[first + epoch], count, address, this.#words.byteOffset);
      }
      found.set(seeds, orders.byteOffset);
    }
    return found;
  }

  /** The buffer of that name, of at least that many words. */
  #grow(name: string, length: number): Uint32Array {
    let buffer = this.#grown.get(name);
    // Half as much again, as memory that is outgrown is lost until the network is released.
    if (!buffer || buffer.length < length) {
      this.#grown.set(name, buffer = this.memory.integers(Math.ceil(1.5 * length)));
    }
    return buffer;
  }
}

const betasOf = ({ beta1, beta2 }: AdamOptimizer) => `${beta1} ${beta2}`;

/** The factors of all members, one behind the other. */
function factorsOf(memory: WasmMemory, members: readonly EnsembleMember[]): Uint8Array {
  const { buffer, byteOffset } = memory.integers(members.length * factorBytes / bytes);
  for (const [index, member] of members.entries()) {
    writeFactors(member, buffer, byteOffset + index * factorBytes);
  }
  return new Uint8Array(buffer, byteOffset);
}

/** Copies the seeds of the orders, and finds those that several networks share. */
function seedsOf(memory: WasmMemory, members: readonly EnsembleMember[]) {
  const found = new Map<Uint32Array, { at: number; shared: boolean }>();
  for (const { orderSeeds } of members) {
    const known = found.get(orderSeeds);
    if (known) {
      known.shared = true;
      continue;
    }
    const copy = memory.integers(orderSeeds.length);
    copy.set(orderSeeds);
    found.set(orderSeeds, { at: copy.byteOffset, shared: false });
  }
  return found;
}
