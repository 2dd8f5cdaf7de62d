/** Further curves of PyTorch: other seeds, data, shapes, batches and optimizers than the notebook's. */

import { assertEquals } from "@std/assert";
import {
  activationNames,
  initializerNames,
  lossNames,
  openDevice,
  optimizerNames,
} from "../../mod.ts";
import { type FurtherRun, furtherRuns } from "./further_runs.ts";
import { assertFurtherRun } from "./further_training.ts";

for (const run of furtherRuns) {
  Deno.test(`PyTorch's curves to 1e-5: ${run.name}`, async () => {
    await using device = await openDevice("cpu");
    await assertFurtherRun(run, { device, tolerance: 1e-5 });
  });
}

Deno.test("the further runs cover every activation, initializer, optimizer and loss", () => {
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
