/** Tests that run once on each device. */

import type { Device, DeviceKind } from "../../lib/devices/device.ts";
import { openDevice } from "../../lib/devices/open.ts";
import { gpuTest } from "../gpu/adapter.ts";

const kinds: readonly DeviceKind[] = ["cpu", "tfjs", "webgpu"];

/** Declares a test on each kind of device; without a WebGPU adapter, `webgpu` is skipped. */
export function eachDevice(name: string, work: (device: Device) => Promise<void>): void {
  for (const kind of kinds) {
    const run = async () => {
      await using device = await openDevice(kind);
      await work(device);
    };
    if (kind === "webgpu") gpuTest(`webgpu: ${name}`, run);
    else Deno.test(`${kind}: ${name}`, run);
  }
}

/** Declares a test on each kind of device together with the CPU device. */
export function eachDeviceBesideCpu(
  name: string,
  work: (device: Device, cpu: Device) => Promise<void>,
): void {
  eachDevice(name, async (device) => {
    await using cpu = await openDevice("cpu");
    await work(device, cpu);
  });
}
