/** How soon a training ends that is called off. */

import { assertRejects } from "@std/assert";
import type { Device, TrainingPlan } from "../../lib/devices/device.ts";
import { cpuTime } from "../cpu_time.ts";
import { runPlan } from "./run_plan.ts";

class Stopped extends Error {}

/**
 * Milliseconds from a timer's abort to the rejection, of this process's own time: on a machine that is
 * busy with other things the training has computed less than that when the timer is due.
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
