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
}

/** Milliseconds of training that a failure may cost: so often a session's state is read. */
const checkpointInterval = 1000;
/** The first stretch is this share of the epochs asked for, as nothing is known of the pace yet. */
const firstShare = 1 / 16;

/**
 * A device that works on `first` until that fails. Then what it was doing is done on another device, as
 * is all that follows; trainings go on there from the last state that was read.
 */
export function withFallback(first: Device, { isFailure, open, onFallback }: Fallback): Device {
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
    async start(plan, state) {
      let device = current;
      const session = await attempt((used) => {
        device = used;
        return used.start(plan, state);
      });
      return sessionWithFallback({ device, session, plan, state, deviceAfter });
    },
    predict: (models, inputs) => attempt((device) => device.predict(models, inputs)),
    predictGrid: (models, grid, watch) =>
      attempt((device) => device.predictGrid(models, grid, watch)),
    gradients: (model, batch) => attempt((device) => device.gradients(model, batch)),
    matmul: (operands, shape) => attempt((device) => device.matmul(operands, shape)),
    async [Symbol.asyncDispose]() {
      disposed = true;
      await replacing;
      await current[Symbol.asyncDispose]();
    },
  };
}

/** A session that goes on on another device, from the last state that was read, where its own fails. */
function sessionWithFallback(
  { device, session, plan, state, deviceAfter }: {
    device: Device;
    session: Session;
    plan: TrainingPlan;
    state: EnsembleState | undefined;
    deviceAfter: (error: unknown, device: Device) => Promise<Device>;
  },
): Session {
  let last = state;
  let lastRead = performance.now();

  /** Goes on elsewhere, and catches up on what has been trained since the last state. */
  async function recover(error: unknown, epoch: number, signal?: AbortSignal): Promise<void> {
    const next = await deviceAfter(error, device);
    await session.close();
    device = next;
    session = await device.start(plan, last);
    if (epoch > session.epoch) await session.advance(epoch - session.epoch, { signal });
  }

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    const { epoch } = session;
    try {
      return await work();
    } catch (error) {
      await recover(error, epoch);
      return await work();
    }
  }

  async function advance(
    epochs: number,
    { signal, keep, ...options }: AdvanceOptions = {},
  ): Promise<EpochScores[][]> {
    const end = session.epoch + epochs;
    // What has been told of, and kept, is not told of again.
    const onEpoch = onceEach(session.epoch, options.onEpoch);
    const onKeep = onceEach(session.epoch, options.onKeep);
    const all: EpochScores[][] = [];
    let stretch = Math.ceil(epochs * firstShare);
    while (session.epoch < end) {
      const { epoch } = session;
      const started = performance.now();
      try {
        const count = Math.min(stretch, end - epoch);
        all.push(...await session.advance(count, { signal, keep, onEpoch, onKeep }));
        const now = performance.now();
        stretch = Math.max(1, Math.round(count * checkpointInterval / Math.max(1, now - started)));
        if (now - lastRead < checkpointInterval) continue;
        last = await session.state();
        lastRead = performance.now();
      } catch (error) {
        // An epoch's scores may have come before its state could be read.
        await recover(error, all.length + end - epochs, signal);
      }
    }
    return all;
  }

  return {
    get epoch() {
      return session.epoch;
    },
    advance,
    parameters: () => attempt(() => session.parameters()),
    state: () => attempt(() => session.state()),
    close: () => session.close(),
  };
}

/** Passes on what is told of epochs later than all before. */
function onceEach<Told>(
  told: number,
  tell: ((epoch: number, what: Told) => void) | undefined,
): (epoch: number, what: Told) => void {
  return (epoch, what) => {
    if (epoch <= told) return;
    told = epoch;
    tell?.(epoch, what);
  };
}
