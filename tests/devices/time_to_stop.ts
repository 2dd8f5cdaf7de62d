/** The time from an abort to the end of a training. */

import { assertRejects } from "@std/assert";
import type { Device, TrainingPlan } from "../../lib/devices/device.ts";
import { cpuTime } from "../cpu_time.ts";
import { slowdown } from "../machine_speed.ts";
import { runPlan } from "./run_plan.ts";

class Stopped extends Error {}

/**
 * The milliseconds of CPU time of this process from a timer's abort to the rejection. On a machine that
 * is busy with other processes, the training has computed for a shorter time when the timer fires. What
 * shares caches and cores with the process makes its own time longer too: it is divided by how much.
 */
export async function timeToStop(
  device: Device,
  plan: TrainingPlan,
  after: number,
): Promise<number> {
  const controller = new AbortController();
  const before = slowdown(cpuTime);
  const started = cpuTime();
  const timer = setTimeout(() => controller.abort(new Stopped()), after);
  try {
    await assertRejects(() => runPlan(device, plan, { signal: controller.signal }), Stopped);
  } finally {
    clearTimeout(timer);
  }
  const took = cpuTime() - started - after;
  return took / Math.max(before, slowdown(cpuTime));
}
