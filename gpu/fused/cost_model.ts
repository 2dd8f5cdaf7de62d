/** Whether a software adapter is worth opening for a training that the CPU device could do as well. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import type { AdapterLimits } from "./adapter_limits.ts";
import { secondsByThreads, secondsToCompile, threadTrainer, unitsOf } from "./thread_trainer.ts";
import { shapeOf } from "./training_shape.ts";

/** Seconds that the CPU device takes for a hidden unit at a row, forward and backward: relu's. */
const secondsOnCpu = 6.5e-9;
/** Seconds that have to be saved: less is not worth another device. */
const minSaved = 2;

/**
 * Whether a plan is trained so much faster on a software adapter that its first use pays, with all
 * there is to compile. Both estimates come from two cores of an AMD EPYC; they are for relu, as the
 * one that the CPU device is best at.
 */
export function isFarFaster(adapter: AdapterLimits, plan: TrainingPlan): boolean {
  const shape = shapeOf(plan);
  if (!threadTrainer(shape, adapter)) return false;
  // Threads side by side go through the code of all activations that occur.
  const there = shape.activations.length * secondsByThreads(shape, adapter);
  const onCpu = secondsOnCpu * unitsOf(shape) * shape.members;
  return onCpu - there - secondsToCompile(shape) > minSaved;
}
