/** A training on the CPU: in whole epochs, on this thread or on workers, or batch by batch. */

import type { Network } from "../../kernels/network.ts";
import type { WorkerOptions } from "../../kernels/simd/pool.ts";
import { createYield } from "../../yield_to_event_loop.ts";
import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "../device.ts";
import { OneByOne } from "./one_by_one.ts";
import { type TrainedEpochs, WholeEpochs } from "./whole_epochs.ts";
import { createTrainees, remember, restore, type Trainee } from "./trainee.ts";

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
  const training = new Training(network, plan, trainees, resident ? workers : undefined);
  training.epoch = state?.epoch ?? 0;
  return {
    get epoch() {
      return training.epoch;
    },
    advance: (epochs: number, options: AdvanceOptions = {}) => training.advance(epochs, options),
    parameters: () => Promise.resolve(copiesOf(trainees)),
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

const none: ReadonlySet<number> = new Set();

const copiesOf = (trainees: readonly Trainee[]) =>
  trainees.map(({ parameters }) => new Float32Array(parameters));

/** The members of a session, always between two epochs that all of them have completed. */
class Training {
  epoch = 0;
  readonly #oneByOne: OneByOne;
  /** Not there where the members are not in the network's memory. */
  readonly #wholeEpochs: WholeEpochs | undefined;
  /** One for all calls, as each of many may be short. */
  readonly #pause = createYield();

  constructor(
    network: Network,
    readonly plan: TrainingPlan,
    readonly trainees: readonly Trainee[],
    workers: WorkerOptions | undefined,
  ) {
    this.#oneByOne = new OneByOne(network, plan, trainees);
    this.#wholeEpochs = workers && new WholeEpochs(network, plan, trainees, workers);
  }

  /** Trains for `epochs` epochs. */
  async advance(
    epochs: number,
    { signal, keep = [], onEpoch, onKeep }: AdvanceOptions,
  ): Promise<EpochScores[]> {
    const pause = async () => {
      await this.#pause();
      signal?.throwIfAborted();
    };
    const kept = new Set(onKeep ? keep : []);
    const all: EpochScores[] = [];
    for (let left = epochs; left > 0;) {
      await pause();
      const first = this.epoch;
      const { scores, parametersAt } = await this.#train(left, { signal, pause, keep: kept });
      left -= scores.length;
      try {
        for (const own of scores) {
          all.push(own);
          this.epoch++;
          onEpoch?.(this.epoch, own);
          if (kept.has(this.epoch)) onKeep!(this.epoch, parametersAt(this.epoch));
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
    { signal, pause, keep }: {
      signal?: AbortSignal;
      pause: () => Promise<void>;
      keep: ReadonlySet<number>;
    },
  ): Promise<TrainedEpochs> {
    const started = performance.now();
    for (const trainee of this.trainees) remember(trainee);
    try {
      const whole = this.#wholeEpochs;
      const work = { signal, pause, keep };
      const trained = (whole?.isOpen ? await whole.train(this.epoch, most, work) : null) ??
        await this.#trainOneByOne(pause);
      whole?.consider(performance.now() - started, {
        trained: trained.scores.length,
        left: this.plan.epochs - this.epoch - trained.scores.length,
      });
      return trained;
    } catch (error) {
      // Some members are an epoch ahead, and one in the middle of it.
      for (const trainee of this.trainees) restore(trainee, this.epoch);
      throw error;
    }
  }

  async #trainOneByOne(pause: () => Promise<void>): Promise<TrainedEpochs> {
    const scores = await this.#oneByOne.train(this.epoch, pause);
    return { scores: [scores], parametersAt: () => copiesOf(this.trainees) };
  }

  /** Trains again from epoch `first` to the current one, where the members are ahead of it. */
  async #return(first: number, last: number): Promise<void> {
    const wanted = this.epoch;
    if (wanted === last) return;
    this.epoch = first;
    for (const trainee of this.trainees) restore(trainee, first);
    while (this.epoch < wanted) {
      const most = wanted - this.epoch;
      const { scores } = await this.#train(most, { pause: this.#pause, keep: none });
      this.epoch += scores.length;
    }
  }

  close(): void {
    this.#wholeEpochs?.close();
  }
}
