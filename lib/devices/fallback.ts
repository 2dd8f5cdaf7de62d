/** A device that gives way to another where it fails in the middle of some work. */

import type {
  AdvanceOptions,
  Device,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "./device.ts";

/** When to give way, to what, and whom to tell. */
export interface Fallback {
  /** Whether an error says that the device failed, and not that what it was asked for is wrong. */
  isFailure: (error: unknown) => error is Error;
  /** Opens the device that takes over, with the reason why. */
  open: (reason: string) => Promise<Device>;
  /** Told in one line what happened. */
  onFallback?: (message: string) => void;
  /** Milliseconds of training that a failure may cost, so often is a state read: 1000 by default. */
  checkpointInterval?: number;
}

/** The first stretch is this share of the epochs asked for, as nothing is known of the pace yet. */
const firstShare = 1 / 16;

/**
 * A device that works on `first` until that fails. Then what it was doing is done on another device, as
 * is all that follows; trainings go on there from the last state that was read.
 */
export function withFallback(
  first: Device,
  { isFailure, open, onFallback, checkpointInterval = 1000 }: Fallback,
): Device {
  let current = first;
  let replacing: Promise<Device> | undefined;
  let disposed = false;

  async function replace(error: Error): Promise<Device> {
    const failed = current;
    current = await open(`${failed.name} failed: ${error.message}`);
    onFallback?.(`${error.message}. Going on with ${current.name}.`);
    await failed[Symbol.asyncDispose]();
    return current;
  }

  /** The device to go on with after an error of `device`; throws what is no failure of it. */
  async function deviceAfter(error: unknown, device: Device): Promise<Device> {
    if (!isFailure(error)) throw error;
    // What fails because it was freed has nothing to go on for.
    if (disposed) throw new Error("Cannot finish as the device has been disposed of");
    if (device !== first) throw error;
    // Several calls under way may fail together: the first one opens the device for all.
    return await (replacing ??= replace(error));
  }

  async function attempt<Result>(work: (device: Device) => Promise<Result>): Promise<Result> {
    const device = current;
    try {
      return await work(device);
    } catch (error) {
      return await work(await deviceAfter(error, device));
    }
  }

  return {
    get kind() {
      return current.kind;
    },
    get name() {
      return current.name;
    },
    get software() {
      return current.software;
    },
    get reason() {
      return current.reason;
    },
    async start(plan, state, watch) {
      let device = current;
      const session = await attempt((used) => {
        device = used;
        return used.start(plan, state, watch);
      });
      return sessionWithFallback({
        device,
        session,
        plan,
        state,
        checkpointInterval,
        currentDevice: () => current,
        deviceAfter,
      });
    },
    predict: (models, inputs) => attempt((device) => device.predict(models, inputs)),
    predictGrid: (models, grid, watch) =>
      attempt((device) => device.predictGrid(models, grid, watch)),
    matmul: (operands, shape) => attempt((device) => device.matmul(operands, shape)),
    async [Symbol.asyncDispose]() {
      disposed = true;
      await replacing;
      await current[Symbol.asyncDispose]();
    },
  };
}

/** What a session needs to go on elsewhere. */
interface SessionOrigin {
  readonly device: Device;
  readonly session: Session;
  readonly plan: TrainingPlan;
  readonly state: EnsembleState | undefined;
  readonly checkpointInterval: number;
  /** The device that new work is done on. */
  readonly currentDevice: () => Device;
  readonly deviceAfter: (error: unknown, device: Device) => Promise<Device>;
}

/** A session that goes on on another device, from the last state that was read, where its own fails. */
function sessionWithFallback(origin: SessionOrigin): Session {
  const { plan, checkpointInterval, currentDevice, deviceAfter } = origin;
  let { device, session, state: last } = origin;
  let lastRead = performance.now();
  /** Epochs that have been told of. A session that took over may be behind. */
  let epoch = session.epoch;

  async function moveTo(next: Device): Promise<void> {
    await session.close();
    session = await next.start(plan, last);
    device = next;
  }

  async function attempt<Result>(
    work: () => Promise<Result>,
    options: AdvanceOptions = {},
  ): Promise<Result> {
    for (;;) {
      try {
        // Other work may have found out that the device failed.
        if (device !== currentDevice()) await moveTo(currentDevice());
        if (epoch > session.epoch) await session.advance(epoch - session.epoch, options);
        return await work();
      } catch (error) {
        // Throws what is no failure, and what fails on the other device as well.
        await moveTo(await deviceAfter(error, device));
      }
    }
  }

  async function advance(
    epochs: number,
    { signal, keep, onEpoch, onKeep }: AdvanceOptions = {},
  ): Promise<EpochScores[][]> {
    const end = epoch + epochs;
    const all: EpochScores[][] = [];
    const tell = (trained: number, scores: readonly EpochScores[]) => {
      epoch = trained;
      all.push([...scores]);
      onEpoch?.(trained, scores);
    };
    let kept = epoch;
    const tellKept = (trained: number, parameters: readonly Float32Array[]) => {
      // A session that catches up comes by what has been kept.
      if (trained <= kept) return;
      kept = trained;
      onKeep?.(trained, parameters);
    };
    const options = { signal, keep, onKeep: tellKept };
    let stretch = Math.ceil(epochs * firstShare);
    while (epoch < end) {
      const [before, started] = [epoch, performance.now()];
      const count = () => Math.min(stretch, end - epoch);
      await attempt(() => session.advance(count(), { ...options, onEpoch: tell }), options);
      const now = performance.now();
      const pace = Math.max(1, now - started) / (epoch - before);
      stretch = Math.max(1, Math.round(checkpointInterval / pace));
      if (now - lastRead < checkpointInterval) continue;
      last = await attempt(() => session.state(), options);
      lastRead = performance.now();
    }
    return all;
  }

  return {
    get epoch() {
      return epoch;
    },
    advance,
    parameters: () => attempt(() => session.parameters()),
    state: () => attempt(() => session.state()),
    close: () => session.close(),
  };
}
