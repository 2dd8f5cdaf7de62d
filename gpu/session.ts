/** A session that trains on the GPU slice by slice; between calls it is between two epochs. */

import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "../lib/devices/device.ts";
import { createScores, type EpochSums, meansOf } from "../lib/devices/scores.ts";
import { createYield } from "../lib/yield_to_event_loop.ts";
import { handledLater } from "./arena.ts";
import type { Gpu } from "./gpu.ts";
import type { SlicedTraining } from "./sliced_training.ts";
import { type EndedEpoch, Slices, type StartedSlice } from "./slices.ts";

/** A session of a training that was prepared from a plan, and from `state` if one is given. */
export class GpuSession implements Session {
  readonly #slices: Slices;
  readonly #plan: TrainingPlan;
  readonly #divergedAtEpoch: (number | null)[];
  readonly #stepsPerEpoch: number;
  /** The number of epochs reported. */
  #epoch: number;

  constructor(
    gpu: Gpu,
    training: SlicedTraining,
    { plan, state }: { plan: TrainingPlan; state?: EnsembleState },
  ) {
    this.#plan = plan;
    this.#divergedAtEpoch = plan.members.map((_, index) =>
      state?.members[index].divergedAtEpoch ?? null
    );
    this.#stepsPerEpoch = training.stepsPerEpoch;
    this.#epoch = state?.epoch ?? 0;
    this.#slices = new Slices(gpu, training, this.#stepOf(this.#epoch));
  }

  get epoch(): number {
    return this.#epoch;
  }

  async advance(epochs: number, options: AdvanceOptions = {}): Promise<EpochScores[]> {
    const slices = this.#slices;
    await slices.completeReturn();
    const end = this.#epoch + epochs;
    const kept = (options.keep ?? []).filter((epoch) => epoch > this.#epoch && epoch <= end);
    const all: EpochScores[] = [];
    const pause = createYield(options.signal);
    let next: Promise<StartedSlice> | undefined;
    const start = () => slices.start(this.#stepOf(end), kept.map((epoch) => this.#stepOf(epoch)));
    const startNext = () => {
      if (this.#goesAhead(end)) next ??= handledLater(start());
    };
    try {
      while (this.#epoch < end) {
        await pause();
        let ended: EndedEpoch[] = [{}];
        if (next || !this.#allDiverged()) {
          const slice = await (next ?? start());
          next = undefined;
          ended = await slices.end(slice, startNext);
        }
        for (const epoch of ended) all.push(await this.#report(epoch, { ...options, keep: kept }));
      }
    } catch (error) {
      await next?.then(({ running }) => running.discard()).catch(() => {});
      // After the loss of a GPU the first error names the cause.
      await slices.returnTo(this.#stepOf(this.#epoch)).catch(() => {});
      throw error;
    }
    return all;
  }

  parameters(): Promise<Float32Array[]> {
    return this.#slices.parameters();
  }

  async state(): Promise<EnsembleState> {
    const networks = await this.#slices.networks();
    const members = networks.map((network, index) => ({
      ...network,
      divergedAtEpoch: this.#divergedAtEpoch[index],
    }));
    return { epoch: this.#epoch, members };
  }

  close(): Promise<void> {
    this.#slices.close();
    return Promise.resolve();
  }

  #stepOf(epoch: number): number {
    return epoch * this.#stepsPerEpoch;
  }

  #allDiverged(): boolean {
    return this.#divergedAtEpoch.every((epoch) => epoch !== null);
  }

  /**
   * Whether the next slice is submitted before the epochs of the last one are reported, so that the GPU
   * trains while the CPU computes scores.
   */
  #goesAhead(end: number): boolean {
    const { canRunAhead, step } = this.#slices;
    return canRunAhead && step < this.#stepOf(end) && !this.#allDiverged();
  }

  /** Counts and reports an epoch; its parameters too if it is one of `keep`. */
  async #report(
    { sums, parameters }: EndedEpoch,
    { signal, onEpoch, keep = [], onKeep }: AdvanceOptions,
  ): Promise<EpochScores> {
    signal?.throwIfAborted();
    const scores = this.#endEpoch(sums);
    onEpoch?.(this.#epoch, scores);
    if (keep.includes(this.#epoch)) {
      onKeep?.(this.#epoch, parameters ?? await this.parameters());
    }
    return scores;
  }

  /** Counts an epoch, and records the members that diverged in it. */
  #endEpoch(sums: EpochSums | undefined): EpochScores {
    this.#epoch++;
    this.#slices.skipTo(this.#stepOf(this.#epoch));
    const diverged = this.#divergedAtEpoch;
    if (!sums) return createScores(diverged.length);
    return meansOf({ sums }, this.#plan, {
      isTraining: (member) => diverged[member] === null,
      onDiverged: (member) => diverged[member] = this.#epoch,
    });
  }
}
