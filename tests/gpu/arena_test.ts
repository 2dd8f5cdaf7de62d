import { assertEquals, assertThrows } from "@std/assert";
import { Arena } from "../../gpu/arena.ts";
import { GpuError } from "../../gpu/errors.ts";
import { gpuTest } from "./adapter.ts";

gpuTest("uploaded data are read back, also from an offset, and also without data", async (gpu) => {
  using arena = new Arena(gpu, "test");
  const buffer = arena.upload("numbers", Float32Array.of(1, 2, 3, 4, 5));
  arena.write(buffer, new Float32Array());
  arena.write(buffer, Float32Array.of(7), 8);
  const none = arena.upload("nothing", new Uint32Array());
  const [all, part, padding] = await arena.read([
    { buffer, bytes: 20 },
    { buffer, offset: 4, bytes: 8 },
    { buffer: none },
  ]);
  assertEquals([...new Float32Array(all)], [1, 2, 7, 4, 5]);
  assertEquals([...new Float32Array(part)], [2, 7]);
  assertEquals([...new Float32Array(padding)], [0, 0, 0, 0]);
});

gpuTest(
  "what was read stays valid when its buffer takes the next reading, and is freed",
  async (gpu) => {
    const arena = new Arena(gpu, "test");
    const read: Float32Array[] = [];
    const { createBuffer } = gpu.device;
    let mappable = 0;
    gpu.device.createBuffer = (descriptor) => {
      if (descriptor.usage & GPUBufferUsage.MAP_READ) mappable++;
      return createBuffer.call(gpu.device, descriptor);
    };
    try {
      for (const value of [1, 2, 3]) {
        // The second reading is the longest, so that only the third one has the buffer of an earlier one.
        const numbers = new Float32Array(value === 2 ? 4096 : 1024).fill(value);
        const [bytes] = await arena.read([{ buffer: arena.upload("numbers", numbers) }]);
        read.push(new Float32Array(bytes));
      }
    } finally {
      gpu.device.createBuffer = createBuffer;
      arena[Symbol.dispose]();
    }
    assertEquals(read.map(({ length }) => length), [1024, 4096, 1024]);
    for (const [index, numbers] of read.entries()) {
      assertEquals(
        new Set(numbers),
        new Set([index + 1]),
      );
    }
    assertEquals(mappable, 2);
  },
);

gpuTest("a buffer above the adapter's limit is rejected before it is requested", (gpu) => {
  using arena = new Arena(gpu, "a kernel");
  const { maxBufferSize, maxStorageBufferBindingSize } = gpu.limits;
  const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  assertThrows(
    () => arena.allocate("numbers", most + 1),
    GpuError,
    `Cannot run a kernel on the GPU as its numbers need ${most + 1} bytes`,
  );
});
