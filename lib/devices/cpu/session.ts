/** A training on the CPU: one member after the other, or side by side on workers. */

import type { Network } from "../../kernels/network.ts";
import { WorkerCrew, type WorkerOptions } from "../../kernels/simd/pool.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "../device.ts";
import { OneByOne } from "./one_by_one.ts";
import { SideBySide } from "./side_by_side.ts";
import { createTrainees, remember, restore, type Trainee } from "./trainee.ts";

const noWorkers: WorkerOptions = { crew: new WorkerCrew(1), startTime: Infinity };

/** What a session is started with besides its plan. */
export interface SessionOptions {
  /** Where to go on from; the plan's first parameters where it is left out. */
  readonly state?: EnsembleState;
  readonly workers: WorkerOptions;
  /** Called once the network is no longer in use. */
  readonly onClose: () => void;
}

/** Starts a training on `network`, whose buffers its members use in turn. */
export function startSession(
  network: Network,
  plan: TrainingPlan,
  { state, workers, onClose }: SessionOptions,
): Session {
  const { trainees, resident } = createTrainees(network, plan, state);
  const training = new Training(network, plan, trainees, resident ? workers : noWorkers);
  training.epoch = state?.epoch ?? 0;
  const copies = () => trainees.map(({ parameters }) => new Float32Array(parameters));
  return {
    get epoch() {
      return training.epoch;
    },
    async advance(epochs: number, { keep = [], onKeep, ...watch }: AdvanceOptions = {}) {
      const all: EpochScores[] = [];
      const end = training.epoch + epochs;
      const kept = keep.filter((epoch) => epoch > training.epoch && epoch <= end).values();
      while (training.epoch < end) {
        const { value: next, done } = kept.next();
        const epochs = (done ? end : next) - training.epoch;
        for (const scores of await training.advance(epochs, watch)) all.push(scores);
        if (!done) onKeep?.(training.epoch, copies());
      }
      return all;
    },
    parameters: () => Promise.resolve(copies()),
    state: () =>
      Promise.resolve({
        epoch: training.epoch,
        members: trainees.map(({ parameters, optimizerState, divergedAtEpoch }) => ({
          parameters: Float32Array.from(parameters),
          optimizerState: Float32Array.from(optimizerState),
          divergedAtEpoch,
        })),
      }),
    close() {
      training.close();
      return Promise.resolve(onClose());
    },
  };
}

/** The members of a session, always between two epochs that all of them have completed. */
class Training {
  epoch = 0;
  readonly #oneByOne: OneByOne;
  readonly #sideBySide: SideBySide;
  /** One for all calls, as each of many may be short. */
  readonly #pause = createYield();

  constructor(
    network: Network,
    readonly plan: TrainingPlan,
    readonly trainees: readonly Trainee[],
    workers: WorkerOptions,
  ) {
    this.#oneByOne = new OneByOne(network, plan, trainees);
    this.#sideBySide = new SideBySide(network, plan, trainees, workers);
  }

  /** Trains for `epochs` epochs. */
  async advance(
    epochs: number,
    { signal, onEpoch }: Pick<AdvanceOptions, "signal" | "onEpoch">,
  ): Promise<EpochScores[]> {
    const pause = async () => {
      await this.#pause();
      signal?.throwIfAborted();
    };
    const all: EpochScores[] = [];
    for (let left = epochs; left > 0;) {
      await pause();
      const first = this.epoch;
      const scores = await this.#train(left, { signal, pause });
      left -= scores.length;
      try {
        for (const own of scores) {
          all.push(own);
          this.epoch++;
          onEpoch?.(this.epoch, own);
          if (left > 0 || this.epoch < first + scores.length) await pause();
        }
      } catch (error) {
        await this.#return(first, first + scores.length);
        throw error;
      }
    }
    return all;
  }

  /** Trains all members for some epochs, `most` at most, or none of them. */
  async #train(
    most: number,
    { signal, pause }: { signal?: AbortSignal; pause: () => Promise<void> },
  ): Promise<EpochScores[]> {
    const started = performance.now();
    for (const trainee of this.trainees) remember(trainee);
    try {
      const side = this.#sideBySide;
      const scores = (side.isOpen ? await side.train(this.epoch, most, signal) : null) ??
        [await this.#oneByOne.train(this.epoch, pause)];
      this.#sideBySide.consider(performance.now() - started, {
        trained: scores.length,
        left: this.plan.epochs - this.epoch - scores.length,
      });
      return scores;
    } catch (error) {
      // Some members are an epoch ahead, and one in the middle of it.
      for (const trainee of this.trainees) restore(trainee, this.epoch);
      throw error;
    }
  }

  /** Trains again from epoch `first` to the current one, where the members are ahead of it. */
  async #return(first: number, last: number): Promise<void> {
    const wanted = this.epoch;
    if (wanted === last) return;
    this.epoch = first;
    for (const trainee of this.trainees) restore(trainee, first);
    while (this.epoch < wanted) {
      const trained = await this.#train(wanted - this.epoch, { pause: this.#pause });
      this.epoch += trained.length;
    }
  }

  close(): void {
    this.#sideBySide.close();
  }
}
