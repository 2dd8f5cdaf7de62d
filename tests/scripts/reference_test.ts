/** The main promise at the command line: each task writes PyTorch's curves. */

import { assertEquals, assertLess } from "@std/assert";
import { withFolder } from "../cli/fixtures/deno.ts";
import {
  alone,
  assertSameCurve,
  inOrder,
  type ReferenceRun,
  type Section,
  sectionNames,
  toleranceOf,
} from "../training/reference_curves.ts";
import type { RunRecord } from "../../mod.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { finite, jsonOf } from "./tasks.ts";

function assertExperiment(
  section: Section,
  { experiment, runs }: ExperimentRecord,
  expected: readonly ReferenceRun[],
): void {
  assertEquals(experiment, section);
  // The lab's further runs come after those of the notebook.
  assertEquals(runs.slice(0, expected.length).map(settingsOf), expected.map(settingsOf));
  for (const [index, { name, trainLoss, testLoss }] of expected.entries()) {
    const run = runs[index];
    const tolerance = toleranceOf(section, name);
    const curve = { tolerance, name: `${section}/${name}` };
    assertSameCurve(finite(run.trainLoss), trainLoss, curve);
    if (testLoss.length > 0) assertSameCurve(finite(run.testLoss), testLoss, curve);
    assertEquals([run.status, run.testLoss.length], ["ok", run.epochs]);
  }
}

function settingsOf({ name, sizes, activation, epochs, learningRate, optimizer }: Settings) {
  return { name, sizes, activation, epochs, learningRate, optimizer };
}

type Settings =
  & Pick<ReferenceRun, "name" | "sizes" | "epochs" | "learningRate" | "optimizer">
  & Pick<RunRecord, "activation">;

for (const section of sectionNames) {
  Deno.test(`deno task ${section} writes PyTorch's curves`, () =>
    withFolder(async (folder) => {
      assertExperiment(section, await jsonOf(section, folder), alone[section]);
    }));
}

Deno.test("deno task lab writes the notebook's curves, in less than a minute", () =>
  withFolder(async (folder) => {
    const start = performance.now();
    const records = await jsonOf<ExperimentRecord[]>("lab", folder);
    assertLess(performance.now() - start, 60_000);
    const names = records.map(({ experiment }) => experiment);
    assertEquals(names, [...sectionNames, "gradcheck", "compare"]);
    for (const [index, section] of sectionNames.entries()) {
      assertExperiment(section, records[index], inOrder[section]);
    }
  }));
