/** Buffers of one computation, freed together at its end. */

import { GpuError } from "./errors.ts";
import type { Gpu } from "./gpu.ts";

type Data = Float32Array | Uint32Array;

/** A buffer to read back: all of it, or a number of bytes from an offset. */
export interface Reading {
  readonly buffer: GPUBuffer;
  readonly offset?: number;
  readonly bytes?: number;
}

const storage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/**
 * Buffers of one computation. Garbage collection rarely frees GPU memory, so the arena frees its
 * buffers when it is disposed of.
 */
export class Arena implements Disposable {
  readonly #gpu: Gpu;
  readonly #owner: string;
  readonly #buffers: GPUBuffer[] = [];

  /** @param owner The kernel or operation that uses the buffers, for errors. */
  constructor(gpu: Gpu, owner: string) {
    this.#gpu = gpu;
    this.#owner = owner;
  }

  /** Allocates a storage buffer of zeros. */
  allocate(label: string, bytes: number): GPUBuffer {
    this.#check(label, bytes);
    return this.#create({ label, size: padded(bytes), usage: storage() });
  }

  /** Allocates a storage buffer that contains `data`. */
  upload(label: string, data: Data): GPUBuffer {
    const buffer = this.allocate(label, data.byteLength);
    this.write(buffer, data);
    return buffer;
  }

  /** Allocates a uniform buffer that contains `data`. */
  uniform(label: string, data: Data): GPUBuffer {
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const buffer = this.#create({ label, size: padded(data.byteLength), usage });
    this.write(buffer, data);
    return buffer;
  }

  /** Writes `data` to the start of a buffer, or from `offset` bytes on. */
  write(buffer: GPUBuffer, data: Data, offset = 0): void {
    // Deno 2.9 panics on an empty array.
    if (data.length === 0) return;
    this.#gpu.device.queue.writeBuffer(buffer, offset, data as Data & { buffer: ArrayBuffer });
  }

  /**
   * Reads buffers back with one wait, which takes about 10 ms for any number of bytes.
   *
   * @returns One copy per buffer, in order, after all commands submitted before have completed.
   */
  read(readings: readonly Reading[]): Promise<ArrayBuffer[]> {
    return this.readWith(readings, (mapped) => mapped.map((bytes) => bytes.slice(0)));
  }

  /**
   * Reads buffers back without a copy of its own, as large results take longer to copy than to compute.
   *
   * @param use Receives the mapped bytes, one array per buffer, which are invalid after it returns.
   */
  async readWith<Result>(
    readings: readonly Reading[],
    use: (mapped: ArrayBuffer[]) => Result,
  ): Promise<Result> {
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder();
    const copies = readings.map(({ buffer, offset = 0, bytes = buffer.size - offset }) => {
      const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
      const copy = device.createBuffer({ label: `${buffer.label} copy`, size: bytes, usage });
      encoder.copyBufferToBuffer(buffer, offset, copy, 0, bytes);
      return copy;
    });
    try {
      device.queue.submit([encoder.finish()]);
      await Promise.all(copies.map((copy) => copy.mapAsync(GPUMapMode.READ)));
      return use(copies.map((copy) => copy.getMappedRange()));
    } finally {
      for (const copy of copies) copy.destroy();
    }
  }

  [Symbol.dispose](): void {
    for (const buffer of this.#buffers.splice(0)) buffer.destroy();
  }

  #create(descriptor: GPUBufferDescriptor): GPUBuffer {
    const buffer = this.#gpu.device.createBuffer(descriptor);
    this.#buffers.push(buffer);
    return buffer;
  }

  #check(label: string, bytes: number): void {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#gpu.limits;
    const max = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (padded(bytes) <= max) return;
    throw new GpuError(
      `Cannot run ${this.#owner} on the GPU as its ${label} need ${bytes} bytes: ` +
        `the adapter takes at most ${max} in a buffer`,
    );
  }
}

/** Buffers are copied in words of 4 bytes, and must not be empty; vec4 bindings take 16. */
function padded(bytes: number): number {
  return Math.max(16, Math.ceil(bytes / 16) * 16);
}

/**
 * Runs a function with an arena and frees the arena afterwards. `using` is not used, as Node 22 does
 * not support it.
 */
export async function withArena<Result>(
  gpu: Gpu,
  owner: string,
  work: (arena: Arena) => Promise<Result>,
): Promise<Result> {
  const arena = new Arena(gpu, owner);
  try {
    return await work(arena);
  } finally {
    arena[Symbol.dispose]();
  }
}
