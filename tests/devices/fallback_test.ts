/** Giving way to another device, with devices that fail on demand. */

import { assertEquals, assertRejects } from "@std/assert";
import type { Device } from "../../lib/devices/device.ts";
import { withFallback } from "../../lib/devices/fallback.ts";

class Broken extends Error {}
const isBroken = (error: unknown): error is Error => error instanceof Broken;

/** A device of which only `activate` works, or fails. */
function deviceOf(
  name: string,
  activate: () => Promise<Float32Array>,
): Device & { closed: number } {
  const device = {
    kind: name === "gpu" ? "webgpu" : "tfjs",
    name,
    software: name !== "gpu",
    reason: "",
    closed: 0,
    activate,
    [Symbol.asyncDispose]() {
      device.closed++;
      return Promise.resolve();
    },
  };
  return device as unknown as Device & { closed: number };
}

const works = () => Promise.resolve(Float32Array.of(1));
const breaks = () => Promise.reject(new Broken("The GPU was lost"));
const x = new Float32Array(1);

function setUp(activate: () => Promise<Float32Array>) {
  const [gpu, cpu] = [deviceOf("gpu", activate), deviceOf("cpu", works)];
  const seen: string[] = [];
  const device = withFallback(gpu, {
    isFailure: isBroken,
    open: (reason) => {
      seen.push(reason);
      return Promise.resolve(cpu);
    },
    onFallback: (message) => seen.push(message),
  });
  return { gpu, cpu, seen, device };
}

Deno.test("a device that works is kept, and its own disposed of", async () => {
  const { gpu, cpu, seen, device } = setUp(works);
  await device.activate("relu", x);
  assertEquals([device.kind, device.name, device.software], ["webgpu", "gpu", false]);
  await device[Symbol.asyncDispose]();
  assertEquals([gpu.closed, cpu.closed, seen], [1, 0, []]);
});

Deno.test("calls that fail together are done again on one other device, told of once", async () => {
  const { gpu, cpu, seen, device } = setUp(breaks);
  const both = await Promise.all([device.activate("relu", x), device.activate("tanh", x)]);
  assertEquals(both, [Float32Array.of(1), Float32Array.of(1)]);
  assertEquals(seen, ["gpu failed: The GPU was lost", "The GPU was lost. Starting again on cpu."]);
  assertEquals([device.kind, device.name, device.software], ["tfjs", "cpu", true]);
  await device[Symbol.asyncDispose]();
  assertEquals([gpu.closed, cpu.closed], [1, 1]);
});

Deno.test("an error of the caller's is the caller's, and changes no device", async () => {
  const { seen, device } = setUp(() => Promise.reject(new RangeError("wrong")));
  await assertRejects(() => device.activate("relu", x), RangeError, "wrong");
  assertEquals([device.name, seen], ["gpu", []]);
});

Deno.test("where the other device fails as well, its error is the answer", async () => {
  const { cpu, device } = setUp(breaks);
  cpu.activate = () => Promise.reject(new Broken("this one too"));
  await assertRejects(() => device.activate("relu", x), Broken, "this one too");
  await assertRejects(() => device.activate("relu", x), Broken, "this one too");
});

Deno.test("work that fails because the device is disposed of does not start again", async () => {
  let fail: (error: Error) => void = () => {};
  const { gpu, cpu, seen, device } = setUp(() =>
    new Promise((_, reject) => {
      fail = reject;
    })
  );
  const work = device.activate("relu", x);
  await device[Symbol.asyncDispose]();
  fail(new Broken("The GPU was lost"));
  await assertRejects(() => work, Error, "Cannot finish as the device has been disposed of");
  assertEquals([gpu.closed, cpu.closed, seen], [1, 0, []]);
});
