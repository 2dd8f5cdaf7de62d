/** The one place that picks a device. */

import { checkChoice } from "../check.ts";
import type { Device } from "./device.ts";

/** The devices that this version can open. */
export const deviceChoices = ["auto", "tfjs"] as const;

/** A device to ask for by name, or `auto`. */
export type DeviceChoice = typeof deviceChoices[number];

/**
 * Opens a device to train and predict on.
 *
 * @param choice `auto` takes the fastest that is there; `tfjs` is TensorFlow.js on the CPU.
 * @returns The device, which says its kind, its name and why it was taken. Dispose of it after use,
 * best by `await using`.
 * @throws {RangeError} if there is no such device
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
export async function openDevice(choice: DeviceChoice = "auto"): Promise<Device> {
  checkChoice("open the device", "device", choice, deviceChoices);
  const { openTfjsDevice } = await import("./tfjs/device.ts");
  return openTfjsDevice(
    choice === "tfjs" ? "asked for by name" : "the CPU is the only device of this version",
  );
}
