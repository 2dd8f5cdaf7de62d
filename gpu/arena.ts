/** Buffers of one computation, freed together at its end. */

import { GpuError } from "./errors.ts";
import type { Gpu } from "./gpu.ts";

/** Copies of buffers on their way to the CPU. */
export interface Readback {
  /**
   * Waits for the copies. In Deno the call blocks until the GPU has completed everything that was submitted,
   * and its promise resolves 10 ms later. The GPU is idle meanwhile, unless more work is submitted after
   * the call.
   *
   * @param use Receives the mapped bytes, one array per buffer, which are invalid after it returns.
   */
  read<Result>(use: Use<Result>): Promise<Result>;
}

/** Makes something of mapped bytes, one array per buffer. */
export type Use<Result> = (mapped: ArrayBuffer[]) => Result;

/** A buffer to which bytes have been copied. */
interface Copy {
  readonly to: GPUBuffer;
  readonly bytes: number;
}

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
  readonly #buffers = new Set<GPUBuffer>();
  /** Buffers that can be mapped and are not in use: new memory takes several times as long to fill. */
  #unmapped: GPUBuffer[] = [];

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
    return this.startReading(readings).read(copiesOf);
  }

  /** Submits copies of buffers as they are after all commands submitted before. */
  startReading(readings: readonly Reading[]): Readback {
    const { device } = this.#gpu;
    const encoder = device.createCommandEncoder();
    const copies = readings.map(({ buffer, offset = 0, bytes = buffer.size - offset }) => {
      const copy = { to: this.#mappable(`${buffer.label} copy`, bytes), bytes };
      encoder.copyBufferToBuffer(buffer, offset, copy.to, 0, bytes);
      return copy;
    });
    device.queue.submit([encoder.finish()]);
    return { read: (use) => this.#readCopies(copies, use) };
  }

  [Symbol.dispose](): void {
    for (const buffer of this.#buffers) buffer.destroy();
    this.#buffers.clear();
    this.#unmapped = [];
  }

  #create(descriptor: GPUBufferDescriptor): GPUBuffer {
    const buffer = this.#gpu.device.createBuffer(descriptor);
    this.#buffers.add(buffer);
    return buffer;
  }

  /** A buffer to copy so many bytes to: one that is not in use any more, or a new one. */
  #mappable(label: string, bytes: number): GPUBuffer {
    const at = this.#unmapped.findIndex(({ size }) => size >= bytes);
    if (at >= 0) return this.#unmapped.splice(at, 1)[0];
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    return this.#create({ label, size: bytes, usage });
  }

  /** Maps copies, calls `use` with their bytes, and keeps the buffers for the next ones. */
  async #readCopies<Result>(copies: readonly Copy[], use: Use<Result>): Promise<Result> {
    let isMapped = false;
    try {
      await Promise.all(copies.map(({ to, bytes }) => to.mapAsync(GPUMapMode.READ, 0, bytes)));
      isMapped = true;
      return use(copies.map(({ to, bytes }) => to.getMappedRange(0, bytes)));
    } finally {
      // Deno does not unmap what could not be mapped.
      for (const { to } of isMapped ? copies : []) {
        to.unmap();
        this.#unmapped.push(to);
      }
    }
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

/** Copies mapped bytes; the copies remain valid after the buffers are unmapped. */
export const copiesOf: Use<ArrayBuffer[]> = (mapped) => mapped.map((bytes) => bytes.slice(0));

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

/**
 * Submits work with an arena of its own, which is freed with the results.
 *
 * @param start Submits the work, and returns a function that waits for the results.
 */
export function startWithArena<Result>(
  gpu: Gpu,
  owner: string,
  start: (arena: Arena) => () => Promise<Result>,
): { results(): Promise<Result>; discard(): void } {
  const arena = new Arena(gpu, owner);
  const discard = () => arena[Symbol.dispose]();
  try {
    const finish = start(arena);
    return { results: () => finish().finally(discard), discard };
  } catch (error) {
    discard();
    throw error;
  }
}

/** Returns a promise that is awaited after others; until then its error counts as handled. */
export function handledLater<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
}
