/** A device that gives way to another where it fails in the middle of some work. */

import type { Device } from "./device.ts";

/** When to give way, to what, and whom to tell. */
export interface Fallback {
  /** Whether an error says that the device failed, and not that what it was asked for is wrong. */
  isFailure: (error: unknown) => error is Error;
  /** Opens the device that takes over, with the reason why. */
  open: (reason: string) => Promise<Device>;
  /** Told in one line what happened. */
  onFallback?: (message: string) => void;
}

/**
 * A device that works on `first` until that fails. Then what it was doing starts again on another
 * device, and all that follows is done there.
 */
export function withFallback(first: Device, { isFailure, open, onFallback }: Fallback): Device {
  let current = first;
  let replacing: Promise<Device> | undefined;
  let disposed = false;

  async function replace(error: Error): Promise<Device> {
    const failed = current;
    current = await open(`${failed.name} failed: ${error.message}`);
    onFallback?.(`${error.message}. Starting again on ${current.name}.`);
    await failed[Symbol.asyncDispose]();
    return current;
  }

  async function attempt<Result>(work: (device: Device) => Promise<Result>): Promise<Result> {
    const device = current;
    try {
      return await work(device);
    } catch (error) {
      if (!isFailure(error)) throw error;
      // What fails because it was freed has nothing to start again for.
      if (disposed) throw new Error("Cannot finish as the device has been disposed of");
      // Several calls under way may fail together: the first one opens the device for all.
      if (device === first) return await work(await (replacing ??= replace(error)));
      throw error;
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
    train: (plan, watch) => attempt((device) => device.train(plan, watch)),
    predict: (models, inputs) => attempt((device) => device.predict(models, inputs)),
    predictGrid: (models, grid, watch) =>
      attempt((device) => device.predictGrid(models, grid, watch)),
    gradients: (model, batch) => attempt((device) => device.gradients(model, batch)),
    matmul: (operands, shape) => attempt((device) => device.matmul(operands, shape)),
    activate: (activation, x) => attempt((device) => device.activate(activation, x)),
    activateBackward: (activation, operands) =>
      attempt((device) => device.activateBackward(activation, operands)),
    async [Symbol.asyncDispose]() {
      disposed = true;
      await replacing;
      await current[Symbol.asyncDispose]();
    },
  };
}
