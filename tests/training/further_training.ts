/** PyTorch's further runs, trained by the library and held against their curves. */

import { assertEquals } from "@std/assert";
import {
  adagrad,
  adam,
  adamw,
  type Device,
  type Optimizer,
  type OptimizerName,
  rmsprop,
  sgd,
  train,
} from "../../mod.ts";
import { dataOf, type FurtherRun } from "./further_runs.ts";
import { assertSameCurve } from "./reference_curves.ts";

const makeOptimizer: Record<OptimizerName, (run: FurtherRun) => Optimizer> = {
  sgd: (run) => sgd(run),
  momentum: (run) => sgd({ momentum: 0.9, ...run }),
  nesterov: (run) => sgd({ momentum: 0.9, nesterov: true, ...run }),
  rmsprop: (run) => rmsprop(run),
  adagrad: (run) => adagrad(run),
  adam: (run) => adam(run),
  adamw: (run) => adamw(run),
};

/** Trains a run on a device, and asserts PyTorch's four curves. */
export async function assertFurtherRun(
  run: FurtherRun,
  { device, tolerance }: { device: Device; tolerance: number },
): Promise<void> {
  const { name, sizes, activation, initializer, epochs, batchSize, loss, seed } = run;
  const { train: data, test } = dataOf(run);
  const optimizer = makeOptimizer[run.optimizer](run);
  const [trained] = await train(
    [{ name, sizes, activation, initializer, optimizer }],
    { device, data, test, epochs, batchSize, loss, seed },
  );
  for (const curve of ["trainLoss", "testLoss"] as const) {
    assertSameCurve(trained[curve], run[curve], { tolerance, name: `${name}, ${curve}` });
  }
  // Shares of whole samples: the nine digits of the file are all that may be lost.
  for (const curve of ["trainAccuracy", "testAccuracy"] as const) {
    assertSameCurve(trained[curve], run[curve], { tolerance: 1e-9, name: `${name}, ${curve}` });
  }
  assertEquals([trained.status, trained.divergedAtEpoch], ["ok", null]);
}
