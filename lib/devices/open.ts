/** The one place that picks a device. */

import { checkChoice } from "../check.ts";
import { checkCallback, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import type { Device } from "./device.ts";
import { withFallback } from "./fallback.ts";
import { validated } from "./validated.ts";

/** The devices that this version can open. */
export const deviceChoices = ["auto", "webgpu", "cpu", "tfjs"] as const;

/** A device to ask for by name, or `auto`. */
export type DeviceChoice = typeof deviceChoices[number];

/** What to do besides opening a device. */
export interface OpenOptions {
  /** Told in one line when `auto` has to leave a GPU that fails for the CPU. */
  onFallback?: (message: string) => void;
  /**
   * Told the name of a WebGPU kernel before it is compiled: on a software adapter that may take
   * seconds, during which Deno handles no events.
   */
  onCompile?: (kernel: string) => void;
  /**
   * TensorFlow.js for the device `tfjs`, where the program has imported it itself: with a backend of
   * its choice, or in a bundle, which does not carry it otherwise. Loaded from npm where it is left
   * out.
   */
  tensorflow?: object;
}

const names = optionNames<OpenOptions>({
  ...{ onFallback: true, onCompile: true, tensorflow: true },
});

/**
 * Opens a device to train and predict on.
 *
 * - `webgpu`: WGSL kernels on any adapter of WebGPU, a software one included.
 * - `cpu`: the lab's own kernels, in WebAssembly (as plain typed arrays where that is off).
 * - `tfjs`: TensorFlow.js and its operations: a second implementation of all there is, to hold the
 *   others against. It is loaded when it is asked for, and is the slowest.
 * - `auto`: a hardware GPU where there is one, else `cpu`, else, where there is no WebAssembly either,
 *   `tfjs`. A software adapter is taken only where `webgpu` is asked for.
 *
 * @param choice Which one.
 * @param options Whom to tell of a fallback, and of kernels to be compiled; and TensorFlow.js, where the
 * program has it already.
 * @returns The device, which says its kind, its name and why it was taken. Dispose of it after use,
 * best by `await using`. Where `auto` took a GPU and that fails in the middle of some work, the work
 * goes on on the CPU, a training from the last state that was read, and the device says so from then
 * on.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if there is no such device, or no such option
 * @throws {Error} if `webgpu` is asked for and there is no adapter, or `tfjs` and it does not load
 *
 * @example Open, use, and let the block dispose of it
 * ```ts
 * import { openDevice } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice("cpu");
 * const [a, b] = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
 * const dot = await device.matmul({ a, b }, { batch: 1, rows: 1, inner: 2, columns: 1 });
 * assertEquals([device.kind, ...dot], ["cpu", 11]);
 * ```
 */
export async function openDevice(
  choice: DeviceChoice = "auto",
  options: OpenOptions = {},
): Promise<Device> {
  checkChoice("open the device", "device", choice, deviceChoices);
  const { onFallback, onCompile, tensorflow } = checkOptions(
    "open the device",
    options,
    names,
  );
  checkCallback("open the device", "onFallback", onFallback);
  checkCallback("open the device", "onCompile", onCompile);
  if (tensorflow !== undefined) {
    checkShape("open the device", "tensorflow", tensorflow, "tensorflow");
  }
  const reason = "asked for by name";
  if (choice === "cpu") return await openCpu(reason);
  if (choice === "tfjs") return await openTfjs(reason, tensorflow);
  if (choice === "webgpu") return await openWebGpu(reason, onCompile);
  return await openBest({ onFallback, onCompile });
}

async function openCpu(reason: string): Promise<Device> {
  const { openCpuDevice } = await import("./cpu/device.ts");
  return openCpuDevice(reason);
}

async function openTfjs(reason: string, tensorflow?: object): Promise<Device> {
  const { openTfjsDevice } = await import("./tfjs/device.ts");
  return await openTfjsDevice(reason, tensorflow as Parameters<typeof openTfjsDevice>[1]);
}

async function openWebGpu(
  reason: string,
  onCompile: OpenOptions["onCompile"],
): Promise<Device> {
  const { openGpu, openGpuDevice } = await import("../../gpu/device.ts");
  const gpu = await openGpu(onCompile);
  if (gpu) return openGpuDevice(gpu, reason);
  throw new Error(
    "Cannot open the device webgpu as there is no adapter: install a Vulkan driver (on Debian and " +
      "Ubuntu the package mesa-vulkan-drivers), or take the device cpu",
  );
}

/** The device for where there is no hardware GPU. */
async function openWithoutGpu(reason: string): Promise<Device> {
  return typeof WebAssembly === "object"
    ? await openCpu(reason)
    : await openTfjs(`${reason}, and WebAssembly is off`);
}

async function openBest({ onFallback, onCompile }: OpenOptions): Promise<Device> {
  const { isGpuError, openGpu, openGpuDevice } = await import("../../gpu/device.ts");
  const gpu = await openGpu(onCompile).catch(() => null);
  if (!gpu) return await openWithoutGpu("no GPU was found");
  if (gpu.software) {
    gpu.destroy();
    return await openWithoutGpu(`the only GPU found is the software adapter ${gpu.name}`);
  }
  const device = openGpuDevice(gpu, "the GPU that was found");
  return validated(withFallback(device, {
    isFailure: isGpuError,
    open: openWithoutGpu,
    onFallback,
  }));
}
