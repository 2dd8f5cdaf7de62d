/** Slices of a layered training: their passes, the data that these need, and their scores. */

import type { PlanMember } from "../../lib/devices/device.ts";
import { type EpochSums, sumsPerMember } from "../../lib/devices/scores.ts";
import { meanFactor } from "../../lib/kernels/network.ts";
import { orderOfSeed } from "../../lib/random/loader.ts";
import { type Arena, copiesOf, type Reading } from "../arena.ts";
import { correctionFloats, correctionsOfSteps } from "../kernels/corrections.ts";
import { scoreAt, scoreBytes } from "../kernels/score.ts";
import { type Step, stepBytes, stepWords } from "../kernels/step.ts";
import type { Slice, SliceResult } from "../sliced_training.ts";
import { record, type Work } from "../work.ts";
import type { MemberChunk } from "./member_chunk.ts";
import type { Shared } from "./training_passes.ts";

/** A training on the GPU. */
export interface Training {
  readonly shared: Shared;
  /** The chunks; their members, in order, are the plan's. */
  readonly chunks: readonly MemberChunk[];
  /** The number of optimizer steps in an epoch. */
  readonly stepsPerEpoch: number;
  /** The values that change from step to step, for all steps of a slice. */
  readonly steps: GPUBuffer;
}

/** One pass of a chunk over a batch, or over a block of the test samples. */
interface Pass {
  readonly chunk: number;
  /** The number of the step in its epoch, or null for a pass over test samples. */
  readonly step: number | null;
  /** The number of the block of test samples, or null for a step. */
  readonly block: number | null;
}

/** Copies of buffers inside a slice. */
export interface Snapshots {
  /** The numbers of the passes after which copies are made, in ascending order. */
  readonly steps: readonly number[];
  /** Each buffer, and the buffer for its copies, which are stored one after the other. */
  readonly copies: readonly { readonly from: GPUBuffer; readonly to: GPUBuffer }[];
}

/** Runs slices in order, and sums the scores of passes over each epoch. */
export class SliceRunner {
  readonly #training: Training;
  readonly #epochPasses: readonly Pass[];
  /** The orders of one epoch, by the members' seeds. */
  readonly #orders = new Map<Uint32Array, Uint32Array>();
  #ordersEpoch = -1;
  #sums: EpochSums = new Float64Array();

  constructor(training: Training) {
    this.#training = training;
    this.#epochPasses = training.chunks.flatMap(({ testPasses }, chunk) => [
      ...Array.from(
        { length: training.stepsPerEpoch },
        (_, step) => ({ chunk, step, block: null }),
      ),
      ...Array.from(testPasses, (_, block) => ({ chunk, step: null, block })),
    ]);
    this.startEpoch();
  }

  /** The number of passes in an epoch: the steps and test passes of all chunks. */
  get passesPerEpoch(): number {
    return this.#epochPasses.length;
  }

  /** Begins an epoch: sets its sums to zero. */
  startEpoch(): void {
    const { members } = this.#training.shared.plan;
    this.#sums = new Float64Array(sumsPerMember * members.length);
  }

  /**
   * Uploads the data of the passes, and submits them together.
   *
   * @param readings Further buffers to read, with the same wait.
   * @param snapshots Copies of buffers that are made after passes; `readings` contains them.
   * @param own An arena of the slice.
   * @returns A function that waits for the scores of the passes, and for the readings.
   */
  start(
    { first, last }: Slice,
    { readings, snapshots, own }: {
      readonly readings: readonly Reading[];
      readonly snapshots: Snapshots;
      readonly own: Arena;
    },
  ): () => Promise<Pick<SliceResult, "epochs"> & { read: ArrayBuffer[] }> {
    const { shared: { gpu, arena, step }, chunks, steps } = this.#training;
    const passes = Array.from({ length: last - first }, (_, index) => this.#passAt(first + index));
    arena.write(steps, stepWords(this.#upload(first, passes)));
    const encoder = gpu.device.createCommandEncoder();
    for (const [index, pass] of passes.entries()) {
      encoder.copyBufferToBuffer(steps, index * stepBytes, step, 0, stepBytes);
      record(encoder, this.#worksOf(pass));
      const at = snapshots.steps.indexOf(first + index + 1);
      if (at < 0) continue;
      for (const { from, to } of snapshots.copies) {
        encoder.copyBufferToBuffer(from, 0, to, at * from.size, from.size);
      }
    }
    gpu.device.queue.submit([encoder.finish()]);
    const used = [...new Set(passes.map(({ chunk }) => chunk))];
    const reading = own.startReading([
      ...used.map((chunk) => ({
        buffer: chunks[chunk].scores,
        bytes: scoreBytes * passes.length * chunks[chunk].members.length,
      })),
      ...readings,
    ]);
    return async () => {
      const read = await reading.read(copiesOf);
      const scores = new Map(used.map((chunk, index) => [chunk, new Float32Array(read[index])]));
      return { epochs: this.#addScores(first, passes, scores), read: read.slice(used.length) };
    };
  }

  #passAt(number: number): Pass {
    return this.#epochPasses[number % this.#epochPasses.length];
  }

  #worksOf({ chunk, step, block }: Pass): readonly Work[] {
    const { trainingPass, testPasses } = this.#training.chunks[chunk];
    if (block !== null) return testPasses[block];
    const { batchRows, plan: { train } } = this.#training.shared;
    return trainingPass(Math.min(batchRows, train.count - step! * batchRows));
  }

  /** Uploads orders and corrections; returns the offsets of each pass. */
  #upload(first: number, passes: readonly Pass[]): Step[] {
    const { shared: { arena, plan, corrections, corrected }, chunks, stepsPerEpoch } =
      this.#training;
    const { all } = corrected;
    const orders = chunks.map((): Uint32Array[] => []);
    const lengths = chunks.map(() => 0);
    const factors = chunks.map(({ members }) => new Float32Array(passes.length * members.length));
    const allCorrections = new Float32Array(correctionFloats * passes.length * all.length);
    const steps = passes.map(({ chunk, step }, index): Step => {
      const { members } = chunks[chunk];
      const epoch = Math.floor((first + index) / this.#epochPasses.length);
      const place = {
        orderAt: lengths[chunk],
        scoreAt: index * members.length,
        correctionAt: index * all.length,
      };
      if (step === null) return { ...place, epoch: null };
      for (const [at, member] of members.entries()) {
        const order = this.#orderOf(member, { epoch, step });
        orders[chunk].push(order);
        lengths[chunk] += order.length;
        factors[chunk][place.scoreAt + at] = meanFactor(plan.train, order);
      }
      const number = epoch * stepsPerEpoch + step;
      for (const [at, each] of all.entries()) {
        const own = correctionsOfSteps(each, plan, { first: number, last: number + 1 });
        allCorrections.set(own, correctionFloats * (place.correctionAt + at));
      }
      return { ...place, epoch };
    });
    if (all.length > 0) arena.write(corrections, allCorrections);
    for (const [index, chunk] of chunks.entries()) {
      arena.write(chunk.orders, concatenate(orders[index], lengths[index]));
      if (chunk.factors) arena.write(chunk.factors, factors[index]);
    }
    return steps;
  }

  /** The indices of a member's samples in a step. Only the orders of one epoch are kept, to limit memory. */
  #orderOf(
    { orderSeeds }: PlanMember,
    { epoch, step }: { epoch: number; step: number },
  ): Uint32Array {
    const { batchRows, plan: { train } } = this.#training.shared;
    if (epoch !== this.#ordersEpoch) this.#orders.clear();
    this.#ordersEpoch = epoch;
    const order = this.#orders.get(orderSeeds) ?? orderOfSeed(orderSeeds[epoch], train.count);
    this.#orders.set(orderSeeds, order);
    return order.subarray(step * batchRows, (step + 1) * batchRows);
  }

  #addScores(
    first: number,
    passes: readonly Pass[],
    scores: ReadonlyMap<number, Float32Array>,
  ): SliceResult["epochs"] {
    const epochs: EpochSums[] = [];
    let count = 0;
    const firsts = this.#training.chunks.map(({ members }) =>
      (count += members.length) - members.length
    );
    for (const [index, { chunk, step }] of passes.entries()) {
      const { members: { length } } = this.#training.chunks[chunk];
      const read = scores.get(chunk)!;
      for (let member = 0; member < length; member++) {
        const at = sumsPerMember * (firsts[chunk] + member) + (step === null ? 2 : 0);
        const { lossSum, correct } = scoreAt(read, index * length + member);
        this.#sums[at] += lossSum;
        this.#sums[at + 1] += correct;
      }
      if ((first + index + 1) % this.#epochPasses.length > 0) continue;
      epochs.push(this.#sums);
      this.startEpoch();
    }
    return epochs;
  }
}

function concatenate(vectors: readonly Uint32Array[], length: number): Uint32Array {
  const whole = new Uint32Array(length);
  let at = 0;
  for (const vector of vectors) {
    whole.set(vector, at);
    at += vector.length;
  }
  return whole;
}
