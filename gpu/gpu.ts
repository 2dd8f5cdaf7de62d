/** An opened GPU: its limits, its errors, and its disposal. */

import { GpuError, GpuLostError } from "./errors.ts";
import { abortableCompiler, type Compiler, type OnCompile, Pipelines } from "./pipelines.ts";

/** Limits that kernels may use: the device requests the adapter's maximum of each. */
const wantedLimits = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
] as const;

/** An opened GPU. */
export interface Gpu {
  /** The WebGPU device. */
  readonly device: GPUDevice;
  /** The adapter's name: `NVIDIA H100`, `llvmpipe (LLVM 15, 256 bits)`. */
  readonly name: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /** The device's limits. */
  readonly limits: GPUSupportedLimits;
  /** The cache of compiled kernels. */
  readonly pipelines: Compiler;
  /**
   * Runs a function, and throws the errors that WebGPU reports outside of its calls.
   *
   * @param name The name of the operation or kernel, for the error.
   * @throws {GpuLostError} if the device is lost
   * @throws {GpuError} if WebGPU reports an error, or memory runs out
   */
  guard<Result>(name: string, work: () => Promise<Result> | Result): Promise<Result>;
  /** Frees the device and all of its resources. */
  destroy(): void;
}

/**
 * Opens the GPU that WebGPU prefers; returns null if there is none.
 *
 * @param onCompile Called with the name of each kernel before it is compiled.
 */
export async function openGpu(onCompile?: OnCompile): Promise<Gpu | null> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) return null;
  const requiredLimits = Object.fromEntries(
    wantedLimits.map((limit) => [limit, adapter.limits[limit]]),
  );
  const device = await adapter.requestDevice({ label: "neural lab", requiredLimits });
  const { description, vendor, architecture, isFallbackAdapter } = adapter.info;
  return {
    device,
    name: description || [vendor, architecture].filter(Boolean).join(" ") || "unnamed GPU",
    software: isFallbackAdapter,
    limits: device.limits,
    pipelines: new Pipelines(device, onCompile),
    guard: createGuard(device),
    destroy: () => device.destroy(),
  };
}

/** Returns the GPU with compilations that a signal aborts. */
export function abortableGpu(gpu: Gpu, signal: AbortSignal | undefined): Gpu {
  return signal ? { ...gpu, pipelines: abortableCompiler(gpu.pipelines, signal) } : gpu;
}

function createGuard(device: GPUDevice): Gpu["guard"] {
  let lost: string | undefined;
  let uncaptured: string | undefined;
  device.lost.then(({ message, reason }) => lost = message || reason);
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    uncaptured ??= (event as GPUUncapturedErrorEvent).error.message;
  });

  async function guarded<Result>(name: string, work: () => Promise<Result> | Result) {
    if (lost !== undefined) throw lostError(name, lost);
    device.pushErrorScope("out-of-memory");
    device.pushErrorScope("internal");
    device.pushErrorScope("validation");
    let failure: unknown;
    let result;
    try {
      result = await work();
    } catch (error) {
      failure = error;
    }
    const reported = await popScopes(device);
    // A promise reports the loss of the device; it may resolve after the failure that the loss causes.
    if (failure !== undefined) await new Promise((resolve) => setTimeout(resolve, 0));
    if (lost !== undefined) throw lostError(name, lost, failure);
    if (failure instanceof GpuError) throw failure;
    const message = reported ?? uncaptured;
    uncaptured = undefined;
    if (message !== undefined) {
      throw new GpuError(`Cannot run ${name} on the GPU: ${message.trim()}`, { cause: failure });
    }
    if (failure !== undefined) throw failure;
    return result as Result;
  }

  // One after the other: WebGPU has one stack of error scopes, so that concurrent operations would
  // receive each other's errors.
  let before: Promise<unknown> = Promise.resolve();
  return (name, work) => {
    const mine = before.then(() => guarded(name, work));
    before = mine.catch(() => {});
    return mine;
  };
}

async function popScopes(device: GPUDevice): Promise<string | undefined> {
  const messages: string[] = [];
  for (const kind of ["validation", "internal", "out-of-memory"]) {
    const error = await device.popErrorScope().catch(() => null);
    if (error) messages.push(error.message || kind);
  }
  return messages[0];
}

function lostError(name: string, why: string, cause?: unknown): GpuLostError {
  return new GpuLostError(`Cannot run ${name} as the GPU was lost: ${why}`, { cause });
}
