/** An adapter with smaller buffers. */

import type { Gpu } from "../../gpu/gpu.ts";

/** Returns the adapter with a limit on the bytes of its buffers. */
export function withBufferOf(gpu: Gpu, bytes: number): Gpu {
  const {
    maxComputeWorkgroupsPerDimension,
    maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup,
  } = gpu.limits;
  const limits = {
    maxBufferSize: bytes,
    maxStorageBufferBindingSize: bytes,
    maxComputeWorkgroupsPerDimension,
    maxComputeWorkgroupStorageSize,
    maxComputeInvocationsPerWorkgroup,
  };
  return { ...gpu, limits: limits as GPUSupportedLimits };
}
