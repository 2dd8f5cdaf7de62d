/** The time from an abort to the end of a training. */

import { assertRejects } from "@std/assert";
import type { Device, TrainingPlan } from "../../lib/devices/device.ts";
import { cpuTime } from "../cpu_time.ts";
import { runPlan } from "./run_plan.ts";

class Stopped extends Error {}

/**
 * The milliseconds of CPU time from a timer's abort to the rejection. On a machine that is
 * busy with other processes, the training has computed for a shorter time when the timer fires.
 */
export async function timeToStop(
  device: Device,
  plan: TrainingPlan,
  after: number,
): Promise<number> {
  const controller = new AbortController();
  const started = cpuTime();
  const timer = setTimeout(() => controller.abort(new Stopped()), after);
  try {
    await assertRejects(() => runPlan(device, plan, { signal: controller.signal }), Stopped);
  } finally {
    clearTimeout(timer);
  }
  return cpuTime() - started - after;
}
