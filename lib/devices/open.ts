/** The one place that picks a device. */

import { checkChoice } from "../check.ts";
import { checkCallback, checkOptions } from "../check_shape.ts";
import { validated } from "./validated.ts";
import { withRouter } from "./router.ts";
import type { Device } from "./device.ts";
import { withFallback } from "./fallback.ts";

/** The devices that this version can open. */
export const deviceChoices = ["auto", "webgpu", "tfjs"] as const;

/** A device to ask for by name, or `auto`. */
export type DeviceChoice = typeof deviceChoices[number];

/** What to do besides opening a device. */
export interface OpenOptions {
  /** Told in one line when `auto` has to leave a GPU that fails for the CPU. */
  onFallback?: (message: string) => void;
  /** Told in one line when `auto`, without a hardware GPU, trains an ensemble on a software adapter. */
  onChoice?: (message: string) => void;
}

/**
 * Opens a device to train and predict on.
 *
 * @param choice `auto` takes a hardware GPU where there is one, and the CPU else. There a software
 * adapter of WebGPU, if there is one, trains ensembles so large that it saves seconds: hundreds of
 * networks with one hidden layer. `webgpu` takes any adapter; `tfjs` is TensorFlow.js on the CPU.
 * @param options Whom to tell of a fallback, and of what is trained on a software adapter.
 * @returns The device, which says its kind, its name and why it was taken. Dispose of it after use,
 * best by `await using`. Where `auto` took a GPU and that fails in the middle of some work, the work
 * starts again on the CPU, and the device says so from then on.
 * @throws {RangeError} if there is no such device
 * @throws {Error} if `webgpu` is asked for and there is no adapter
 *
 * @example Open, use, and let the block dispose of it
 * ```ts
 * import { openDevice } from "./open.ts";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice("tfjs");
 * assertEquals(await device.activate("relu", Float32Array.of(-1, 2)), Float32Array.of(0, 2));
 * ```
 */
export async function openDevice(
  choice: DeviceChoice = "auto",
  options: OpenOptions = {},
): Promise<Device> {
  checkChoice("open the device", "device", choice, deviceChoices);
  const { onFallback, onChoice } = checkOptions("open the device", options);
  checkCallback("open the device", "onFallback", onFallback);
  checkCallback("open the device", "onChoice", onChoice);
  if (choice === "tfjs") return await openTfjs("asked for by name");
  if (choice === "webgpu") return await openWebGpu();
  return await openBest({ onFallback, onChoice });
}

async function openTfjs(reason: string): Promise<Device> {
  const { openTfjsDevice } = await import("./tfjs/device.ts");
  return openTfjsDevice(reason);
}

async function openWebGpu(): Promise<Device> {
  const { openGpu, openGpuDevice } = await import("../../gpu/device.ts");
  const gpu = await openGpu();
  if (gpu) return openGpuDevice(gpu, "asked for by name");
  throw new Error(
    "Cannot open the device webgpu as there is no adapter: install a Vulkan driver (on Debian and " +
      "Ubuntu the package mesa-vulkan-drivers), or take the device tfjs",
  );
}

async function openBest({ onFallback, onChoice }: OpenOptions): Promise<Device> {
  const { isFarFaster, isGpuError, openGpu, openGpuDevice } = await import("../../gpu/device.ts");
  const found = await openGpu().catch(() => null);
  if (!found) return await openTfjs("no GPU was found");
  const openOn = (gpu: typeof found, reason: string) =>
    withFallback(openGpuDevice(gpu, reason), { isFailure: isGpuError, open: openTfjs, onFallback });
  if (!found.software) return openOn(found, "the GPU that was found");
  // It still tells its limits.
  found.destroy();
  const cpu = await openTfjs(
    `the only GPU found is the software adapter ${found.name}, used for large ensembles only`,
  );
  return validated(withRouter(cpu, {
    isFaster: (plan) => isFarFaster(found, plan),
    async open() {
      const gpu = await openGpu();
      return gpu && openOn(gpu, "faster for so large an ensemble");
    },
    onChoice,
  }));
}
