/** PyTorch's curves beyond the notebook: other seeds, data, shapes, batches, optimisers. */

import { assertEquals } from "@std/assert";
import {
  activationNames,
  adagrad,
  adam,
  adamw,
  initializerNames,
  lossNames,
  openDevice,
  type Optimizer,
  type OptimizerName,
  optimizerNames,
  rmsprop,
  sgd,
  train,
} from "../../mod.ts";
import { dataOf, type FurtherRun, furtherRuns } from "./further_runs.ts";
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

for (const run of furtherRuns) {
  Deno.test(`PyTorch's curves to 1e-5: ${run.name}`, async () => {
    const { name, sizes, activation, initializer, epochs, batchSize, loss, seed } = run;
    const { train: data, test } = dataOf(run);
    await using device = await openDevice("tfjs");
    const spec = {
      name,
      sizes,
      activation,
      initializer,
      optimizer: makeOptimizer[run.optimizer](run),
    };
    const options = { device, data, test, epochs, batchSize, loss, seed };
    const [trained] = await train([spec], options);
    for (const curve of ["trainLoss", "testLoss"] as const) {
      assertSameCurve(trained[curve], run[curve], { tolerance: 1e-5, name: `${name}, ${curve}` });
    }
    // Shares of whole samples: the nine digits of the file are all that may be lost.
    for (const curve of ["trainAccuracy", "testAccuracy"] as const) {
      assertSameCurve(trained[curve], run[curve], { tolerance: 1e-9, name: `${name}, ${curve}` });
    }
    assertEquals([trained.status, trained.divergedAtEpoch], ["ok", null]);
  });
}

Deno.test("the further runs cover every activation, initialiser, optimiser and loss", () => {
  const notebookOnly = ["small", "large"];
  const covered = (of: (run: FurtherRun) => string) => new Set(furtherRuns.map(of));
  const missing = [
    activationNames.filter((name) => !covered(({ activation }) => activation).has(name)),
    initializerNames.filter((name) => !covered(({ initializer }) => initializer).has(name)),
    optimizerNames.filter((name) => !covered(({ optimizer }) => optimizer).has(name)),
    lossNames.filter((name) => !covered(({ loss }) => loss).has(name)),
  ];
  assertEquals(missing, [[], notebookOnly, [], []]);
});
