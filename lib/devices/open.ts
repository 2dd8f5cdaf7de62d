/** Chooses and opens a device. It is the only module that imports the devices. */

import { checkChoice, checkCount, checkNumber } from "../check.ts";
import { checkCallback, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import type { Device } from "./device.ts";
import { withFallback } from "./fallback.ts";
import { validated } from "./validated.ts";

/** The choices of a device. */
export const deviceChoices = ["auto", "webgpu", "cpu", "tfjs"] as const;

/** The name of a device, or `auto`. */
export type DeviceChoice = typeof deviceChoices[number];

/** Callbacks of a device, and TensorFlow.js if the program has imported it. */
export interface OpenOptions {
  /** Called with a message of one line when the GPU of `auto` fails and the work continues on the CPU. */
  onFallback?: (message: string) => void;
  /**
   * Called with the name of a WebGPU kernel before it is compiled. On a software adapter a compilation
   * may take seconds, in which Deno handles no events.
   */
  onCompile?: (kernel: string) => void;
  /**
   * TensorFlow.js for the device `tfjs`, if the program has imported it: to choose its backend, or in a
   * bundle, which does not contain it otherwise. By default it is loaded from npm.
   */
  tensorflow?: object;
  /**
   * The maximum number of threads that compute on the device `cpu`, from 1 to 256; by default one per
   * processor. This thread is one of them, the others are workers; an ensemble whose networks take 10 ms an
   * epoch or more is trained by as many workers alone. The results have the same bits with any number.
   * Workers start only if they save time, and need no permission.
   */
  workers?: number;
  /**
   * The multiplications of all trainings to come, as `trainingWork` counts them. `auto` looks for a GPU
   * only if they are two billion or more, or if this option is left out.
   */
  work?: number;
}

const names = optionNames<OpenOptions>({
  ...{ onFallback: true, onCompile: true, tensorflow: true, workers: true, work: true },
});
const maxWorkers = 256;
/**
 * The fewest multiplications for which `auto` looks for a GPU. One core takes at least a quarter of a second
 * for so many; to open a GPU and to compile its kernels takes as long.
 */
const leastWorkOfGpu = 2e9;

/**
 * Opens a device that trains and evaluates networks.
 *
 * - `webgpu`: WGSL kernels on any WebGPU adapter, including a software adapter.
 * - `cpu`: the lab's own kernels in WebAssembly, or in plain JavaScript if WebAssembly is disabled.
 * - `tfjs`: operations of TensorFlow.js: a second implementation, to check the others against. It is
 *   loaded when it is opened, and is the slowest.
 * - `auto`: a hardware GPU if there is one, otherwise `cpu`, and without WebAssembly `tfjs`. It never
 *   chooses a software adapter. If the option `work` says that less than two billion multiplications are
 *   to come, it does not look for a GPU, which takes longer to open than the CPU to compute.
 *
 * @param choice The device, `auto` by default.
 * @param options Callbacks for a fallback and for compilations; TensorFlow.js, if the program has
 * imported it; the number of threads; and the work to come.
 * @returns The device, with its kind, its name and the reason for its choice. Dispose of it after use,
 * for example by `await using`. If the GPU of `auto` fails during an operation, the operation continues
 * on the CPU, a training from the last state that was read; the device then has the description of the
 * CPU.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the device or an option is unknown, or `workers` or `work` is out of bounds
 * @throws {Error} if `webgpu` has no adapter, or TensorFlow.js cannot be loaded for `tfjs`
 *
 * @example A block that opens, uses and disposes of a device
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
  const { onFallback, onCompile, tensorflow, workers, work } = checkOptions(
    "open the device",
    options,
    names,
  );
  if (workers !== undefined) {
    checkCount("open the device", "workers", workers, { minimum: 1, maximum: maxWorkers });
  }
  if (work !== undefined) checkNumber("open the device", "work", work, { minimum: 0 });
  checkCallback("open the device", "onFallback", onFallback);
  checkCallback("open the device", "onCompile", onCompile);
  if (tensorflow !== undefined) {
    checkShape("open the device", "tensorflow", tensorflow, "tensorflow");
  }
  const reason = "asked for by name";
  if (choice === "cpu") return await openCpu(reason, workers);
  if (choice === "tfjs") return await openTfjs(reason, tensorflow);
  if (choice === "webgpu") return await openWebGpu(reason, onCompile);
  if (work !== undefined && work < leastWorkOfGpu) {
    return await openWithoutGpu("no GPU was looked for, as the work is small", workers);
  }
  return await openBest({ onFallback, onCompile, workers });
}

async function openCpu(reason: string, workers?: number): Promise<Device> {
  const { openCpuDevice } = await import("./cpu/device.ts");
  return openCpuDevice(reason, { workers });
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
      "Ubuntu the package mesa-vulkan-drivers), or use the device cpu",
  );
}

/** Opens the device of a machine without a hardware GPU. */
async function openWithoutGpu(reason: string, workers?: number): Promise<Device> {
  return typeof WebAssembly === "object"
    ? await openCpu(reason, workers)
    : await openTfjs(`${reason}, and WebAssembly is off`);
}

async function openBest({ onFallback, onCompile, workers }: OpenOptions): Promise<Device> {
  const { isGpuError, openGpu, openGpuDevice } = await import("../../gpu/device.ts");
  const gpu = await openGpu(onCompile).catch(() => null);
  if (!gpu) return await openWithoutGpu("no GPU was found", workers);
  if (gpu.software) {
    gpu.destroy();
    const reason = `the only GPU found is the software adapter ${gpu.name}`;
    return await openWithoutGpu(reason, workers);
  }
  const device = openGpuDevice(gpu, "the GPU that was found");
  return validated(withFallback(device, {
    isFailure: isGpuError,
    open: (reason) => openWithoutGpu(reason, workers),
    onFallback,
  }));
}
