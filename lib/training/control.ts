/** What a network's test losses decide: when its training ends, and when its learning rate is reduced. */

import { scoresOf } from "./curves.ts";
import type { Curves } from "./curves.ts";
import type { PlateauSchedule, Schedule } from "./schedules.ts";
import type { EpochOfRun, NetworkSettings } from "./spec.ts";
import type { EarlyStopping } from "./stopping.ts";

/** Throws if a training without test data is to be decided by its test loss. */
export function checkWatched(
  action: string,
  { stop, schedule }: { stop?: EarlyStopping | null; schedule: Schedule },
  { hasTest }: { hasTest: boolean },
): void {
  if (hasTest || !stop && schedule.kind !== "plateau") return;
  const what = stop ? "early stopping" : "the schedule plateau";
  throw new RangeError(`Cannot ${action} as ${what} needs test data, whose loss it watches`);
}

/** Smaller reductions of a learning rate are not made, as in PyTorch. */
const minReduction = 1e-8;

/**
 * The control of one network. It depends on the scores of its epochs alone, so that it need not be saved
 * with a training: `replay` repeats its decisions.
 */
export class MemberControl {
  readonly #stop: EarlyStopping | undefined;
  readonly #plateau: PlateauSchedule | undefined;
  readonly #rates: Float64Array | undefined;
  #lowest = Infinity;
  #waited = 0;
  #plateauLowest = Infinity;
  #plateauWaited = 0;
  #diverged = false;
  /** The epoch with the lowest test loss; null before the first one, and without early stopping. */
  bestEpoch: number | null = null;
  #best: { readonly epoch: number; readonly parameters: Float32Array } | undefined;
  /** The number of epochs after which early stopping has ended the training, or null. */
  stoppedAtEpoch: number | null = null;

  /**
   * @param settings The network's settings.
   * @param rates The learning rate of each epoch; those of epochs to come are changed at a plateau.
   */
  constructor({ stop, schedule }: NetworkSettings, rates: Float64Array | undefined) {
    this.#stop = stop;
    this.#plateau = schedule.kind === "plateau" ? schedule : undefined;
    this.#rates = rates;
  }

  /** Whether the parameters of each best epoch are wanted. */
  get keepsBest(): boolean {
    return this.#stop !== undefined && this.isTraining;
  }

  /** Whether the best parameters are those of an earlier epoch than the best one. */
  get lacksBest(): boolean {
    return this.bestEpoch !== null && this.#best?.epoch !== this.bestEpoch;
  }

  /** The parameters after the best epoch so far; undefined without early stopping. */
  get bestParameters(): Float32Array | undefined {
    return this.#best?.parameters;
  }

  /** Keeps the parameters of the current epoch, if that is the best one. */
  keepBest(parameters: Float32Array): void {
    if (this.lacksBest) this.#best = { epoch: this.bestEpoch!, parameters };
  }

  /**
   * The number of the epoch whose parameters are the result; undefined if those are the current ones.
   *
   * @param isLast Whether all epochs are trained.
   */
  finalEpoch({ isLast }: { isLast: boolean }): number | undefined {
    const isFinal = this.stoppedAtEpoch !== null || isLast && !this.#diverged;
    return isFinal ? this.#best?.epoch : undefined;
  }

  /** Copies these parameters; see `finalEpoch`. */
  finalParameters(at: { isLast: boolean }): Float32Array | undefined {
    return this.finalEpoch(at) === undefined ? undefined : this.#best!.parameters.slice();
  }

  /** Whether further epochs change the network. */
  get isTraining(): boolean {
    return this.stoppedAtEpoch === null && !this.#diverged;
  }

  /** The number of epochs until something may be decided; until then the network can just be trained. */
  get epochsToDecision(): number {
    if (!this.isTraining) return Infinity;
    return Math.min(
      this.#stop ? this.#stop.patience - this.#waited : Infinity,
      this.#plateau ? this.#plateau.patience + 1 - this.#plateauWaited : Infinity,
    );
  }

  /** Takes note of the scores of an epoch, counted from 1. */
  observe(
    epoch: number,
    { trainLoss, testLoss }: Pick<EpochOfRun, "trainLoss" | "testLoss">,
  ): void {
    if (Number.isNaN(trainLoss)) this.#diverged = true;
    if (!this.isTraining) return;
    if (this.#plateau) this.#observePlateau(this.#plateau, epoch, testLoss);
    if (!this.#stop) return;
    const { patience, minDelta } = this.#stop;
    this.#waited++;
    // The first epoch is the best one so far, also where its test loss is not finite.
    if (this.bestEpoch === null || testLoss < this.#lowest - minDelta) {
      this.#lowest = Number.isNaN(testLoss) ? Infinity : testLoss;
      this.#waited = 0;
      this.bestEpoch = epoch;
    }
    if (this.#waited >= patience) this.stoppedAtEpoch = epoch;
  }

  #observePlateau({ patience, factor, threshold }: PlateauSchedule, epoch: number, loss: number) {
    this.#plateauWaited++;
    if (loss < this.#plateauLowest * (1 - threshold)) {
      this.#plateauLowest = loss;
      this.#plateauWaited = 0;
    }
    if (this.#plateauWaited <= patience) return;
    this.#plateauWaited = 0;
    const rates = this.#rates!;
    const [rate, reduced] = [rates[epoch - 1], rates[epoch - 1] * factor];
    if (rate - reduced > minReduction) rates.fill(reduced, epoch);
  }

  /** Repeats the decisions of the first epochs. */
  replay(curves: Curves, epochs: number): void {
    for (let epoch = 1; epoch <= epochs && this.isTraining; epoch++) {
      this.observe(epoch, scoresOf(curves, epoch));
    }
  }
}
