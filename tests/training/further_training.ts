/** Trains PyTorch's further runs with the library, and compares the curves. */

import { assertEquals } from "@std/assert";
import { createOptimizer, type Device, train } from "../../mod.ts";
import { dataOf, type FurtherRun } from "./further_runs.ts";
import { assertSameCurve } from "./reference_curves.ts";

/** Trains a run on a device, and asserts PyTorch's four curves. */
export async function assertFurtherRun(
  run: FurtherRun,
  { device, tolerance }: { device: Device; tolerance: number },
): Promise<void> {
  const { name, sizes, activation, initializer, epochs, batchSize, loss, seed } = run;
  const { train: data, test } = dataOf(run);
  const { learningRate, weightDecay, momentum, smoothing, beta1, beta2 } = run;
  const settings = { learningRate, weightDecay, momentum, smoothing, beta1, beta2 };
  const optimizer = createOptimizer(run.optimizer, settings);
  const [trained] = await train(
    [{ name, sizes, activation, initializer, optimizer }],
    { device, data, test, epochs, batchSize, loss, seed },
  );
  for (const curve of ["trainLoss", "testLoss"] as const) {
    assertSameCurve(trained[curve], run[curve], { tolerance, name: `${name}, ${curve}` });
  }
  // Accuracies are fractions of samples: only the rounding to the nine digits of the file may differ.
  for (const curve of ["trainAccuracy", "testAccuracy"] as const) {
    assertSameCurve(trained[curve], run[curve], { tolerance: 1e-9, name: `${name}, ${curve}` });
  }
  assertEquals([trained.status, trained.divergedAtEpoch], ["ok", null]);
}
