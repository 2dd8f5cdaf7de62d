/** Sessions after an error of a slice: the memory that it leaves, and the training that goes on. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { GpuError, GpuLostError } from "../../gpu/errors.ts";
import { type Gpu, openGpu } from "../../gpu/gpu.ts";
import type { EpochScores, Session } from "../../lib/devices/device.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { gpuTest } from "./adapter.ts";
import { startOn } from "./fused/train_fused.ts";
import { startLayered } from "./layered/train_layered.ts";
import { withBufferOf } from "./small_buffers.ts";

const epochs = 30;
const frame = { epochs, count: 100 };
const plan = planOf([memberOf(1, frame), memberOf(2, frame)], { ...frame, batchSize: 16 });

/** Starts a training with buffers so small that it has several slices. */
const trainers: Record<string, (gpu: Gpu) => Promise<Session>> = {
  "by tiles": (gpu) => startOn(withBufferOf(gpu, 3600), plan, { kinds: ["tiles"] }),
  "by units": (gpu) => startOn(withBufferOf(gpu, 8000), plan, { kinds: ["units"] }),
  "layer by layer": (gpu) => startLayered(withBufferOf(gpu, 3300), plan),
};

/**
 * Runs a test with every new buffer.
 *
 * @param onCreate Called with each new buffer.
 * @param test Receives the buffers that have not been freed.
 */
async function withBuffers(
  onCreate: (buffer: GPUBuffer) => void,
  test: (inUse: ReadonlySet<GPUBuffer>) => Promise<void>,
): Promise<void> {
  const { createBuffer } = GPUDevice.prototype;
  const { destroy } = GPUBuffer.prototype;
  const inUse = new Set<GPUBuffer>();
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    inUse.add(buffer);
    onCreate(buffer);
    return buffer;
  };
  GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
    inUse.delete(this);
    return destroy.call(this);
  };
  try {
    await test(inUse);
  } finally {
    GPUDevice.prototype.createBuffer = createBuffer;
    GPUBuffer.prototype.destroy = destroy;
  }
}

/** Returns a function that frees the buffer of number `at` among those with a label. */
function breakBuffer(label: string, at: number): (buffer: GPUBuffer) => void {
  let count = 0;
  return (buffer) => {
    if (buffer.label === label && count++ === at) buffer.destroy();
  };
}

for (const [trainer, start] of Object.entries(trainers)) {
  gpuTest(`${trainer}: after a slice that failed the training goes on to the bit`, async (gpu) => {
    const whole = await start(gpu);
    const expected = await whole.advance(epochs);
    const state = await whole.state();
    await whole.close();
    let failures = 0;
    for (const label of ["slice", "orders to draw", "scores copy"]) {
      for (const at of [0, 1, 2, 3]) {
        await withBuffers(breakBuffer(label, at), async (inUse) => {
          const session = await start(gpu);
          const { size } = inUse;
          const found: EpochScores[] = [];
          const onEpoch = (_epoch: number, scores: EpochScores) => void found.push(scores);
          const error = await session.advance(epochs, { onEpoch }).then(
            () => null,
            (error) => error,
          );
          if (error !== null) {
            failures++;
            assert(error instanceof GpuError, String(error));
          }
          assertEquals(inUse.size, size, `buffers after ${label} ${at}`);
          await session.advance(epochs - session.epoch, { onEpoch });
          assertEquals(found, expected, `${label} ${at}`);
          assertEquals(await session.state(), state);
          await session.close();
          assertEquals(inUse.size, 0);
        });
      }
    }
    assert(failures >= 2, String(failures));
  });
}

gpuTest("a training leaves no buffers if the device is lost in any slice", async () => {
  const { submit } = GPUQueue.prototype;
  for (let at = 0; at < 8; at++) {
    const gpu = await openGpu();
    assert(gpu);
    await withBuffers(() => {}, async (inUse) => {
      const session = await trainers["by units"](gpu);
      let count = 0;
      GPUQueue.prototype.submit = function (this: GPUQueue, commands) {
        submit.call(this, commands);
        if (count++ === at) gpu.destroy();
      };
      try {
        await assertRejects(() => session.advance(epochs), GpuLostError);
      } finally {
        GPUQueue.prototype.submit = submit;
      }
      await session.close();
      assertEquals(inUse.size, 0, `after submission ${at}`);
    });
  }
});
