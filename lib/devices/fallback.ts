/** A device that is replaced by a fallback device when it fails. */

import { withDescriptionOf } from "./description.ts";
import type {
  AdvanceOptions,
  Device,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "./device.ts";

/** The condition for a fallback, the fallback device, and its report. */
export interface Fallback {
  /** Whether an error is a failure of the device, and not an invalid argument. */
  isFailure: (error: unknown) => error is Error;
  /** Opens the fallback device; takes the reason for its description. */
  open: (reason: string) => Promise<Device>;
  /** Called with a report in one line. */
  onFallback?: (message: string) => void;
  /** The milliseconds of training between two states that are read: 1000 by default. */
  checkpointInterval?: number;
}

/** The share of the requested epochs in the first part, before the speed is measured. */
const firstShare = 1 / 16;

/**
 * A device that computes on `first` until that fails. The failed operations and all later ones run on
 * the fallback device; trainings continue there from the last state that was read.
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
    onFallback?.(`${error.message}. Continuing on ${current.name}.`);
    await failed[Symbol.asyncDispose]();
    return current;
  }

  /** The device to continue with after an error of `device`; throws an error that is no failure of it. */
  async function deviceAfter(error: unknown, device: Device): Promise<Device> {
    // The disposal of a replaced device ends what is under way on it, which may see that end first.
    if (device === first && replacing !== undefined && !disposed) return await replacing;
    if (!isFailure(error)) throw error;
    // An operation that fails because of the disposal is not continued.
    if (disposed) throw new Error("Cannot finish as the device has been disposed of");
    if (device !== first) throw error;
    // Several pending calls may fail together: the first one opens the device for all.
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

  return withDescriptionOf(() => current, {
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
  });
}

/** The parts that a session needs to continue on another device. */
interface SessionOrigin {
  readonly device: Device;
  readonly session: Session;
  readonly plan: TrainingPlan;
  readonly state: EnsembleState | undefined;
  readonly checkpointInterval: number;
  /** The device for new operations. */
  readonly currentDevice: () => Device;
  readonly deviceAfter: (error: unknown, device: Device) => Promise<Device>;
}

/** A session that continues on the fallback device from the last state that was read when its own fails. */
function sessionWithFallback(origin: SessionOrigin): Session {
  const { plan, checkpointInterval, currentDevice, deviceAfter } = origin;
  let { device, session, state: last } = origin;
  let lastRead = performance.now();
  /** The number of epochs reported. A session on the fallback device may have trained fewer. */
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
        // Another operation may have detected the failure of the device.
        if (device !== currentDevice()) await moveTo(currentDevice());
        if (epoch > session.epoch) await session.advance(epoch - session.epoch, options);
        return await work();
      } catch (error) {
        // Throws an error that is no failure, and a failure of the fallback device.
        await moveTo(await deviceAfter(error, device));
      }
    }
  }

  async function advance(
    epochs: number,
    { signal, keep, onEpoch, onKeep }: AdvanceOptions = {},
  ): Promise<EpochScores[]> {
    const end = epoch + epochs;
    const all: EpochScores[] = [];
    const report = (trained: number, scores: EpochScores) => {
      epoch = trained;
      all.push(scores);
      onEpoch?.(trained, scores);
    };
    let kept = epoch;
    const reportKept = (trained: number, parameters: readonly Float32Array[]) => {
      // A session on the fallback device repeats epochs whose snapshots were already reported.
      if (trained <= kept) return;
      kept = trained;
      onKeep?.(trained, parameters);
    };
    const options = { signal, keep, onKeep: reportKept };
    let epochsPerPart = Math.ceil(epochs * firstShare);
    while (epoch < end) {
      const [before, started] = [epoch, performance.now()];
      const count = () => Math.min(epochsPerPart, end - epoch);
      await attempt(() => session.advance(count(), { ...options, onEpoch: report }), options);
      const now = performance.now();
      const perEpoch = Math.max(1, now - started) / (epoch - before);
      epochsPerPart = Math.max(1, Math.round(checkpointInterval / perEpoch));
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
