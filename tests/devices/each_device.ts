/** Tests of the contract, once for each device. */

import type { Device, DeviceKind } from "../../lib/devices/device.ts";
import { openDevice } from "../../lib/devices/open.ts";
import { gpuTest } from "../gpu/adapter.ts";

const kinds: readonly DeviceKind[] = ["cpu", "tfjs", "webgpu"];

/** A test on a device of its own of each kind; left out where there is no adapter for WebGPU. */
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

/** A test on a device of each kind and the CPU device, to go from one to the other. */
export function eachDeviceBesideCpu(
  name: string,
  work: (device: Device, cpu: Device) => Promise<void>,
): void {
  eachDevice(name, async (device) => {
    await using cpu = await openDevice("cpu");
    await work(device, cpu);
  });
}
