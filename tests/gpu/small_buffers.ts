/** An adapter with less room than there is. */

import type { Gpu } from "../../gpu/gpu.ts";

/** The adapter, as if its buffers took no more than so many bytes. */
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
