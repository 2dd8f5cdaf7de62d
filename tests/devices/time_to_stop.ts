/** How soon a training ends that is called off. */

import { assertRejects } from "@std/assert";
import type { Device, TrainingPlan } from "../../lib/devices/device.ts";
import { runPlan } from "./run_plan.ts";

class Stopped extends Error {}

/** Milliseconds from a timer's abort to the rejection. */
export async function timeToStop(
  device: Device,
  plan: TrainingPlan,
  after: number,
): Promise<number> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Stopped()), after);
  const due = performance.now() + after;
  try {
    await assertRejects(() => runPlan(device, plan, { signal: controller.signal }), Stopped);
  } finally {
    clearTimeout(timer);
  }
  return performance.now() - due;
}
