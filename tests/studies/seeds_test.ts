/** Studies of seeds: PyTorch's curves, and the bits of each network alone. */

import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  finalTestLosses,
  makeMoons,
  openDevice,
  quantile,
  seedGroupRecord,
  seedGroups,
  seedSpecs,
  sgd,
  standardScale,
  studySeeds,
  train,
  trainTestSplit,
} from "../../mod.ts";
import reference from "../reference/seeds.json" with { type: "json" };
import { gpuTest } from "../gpu/adapter.ts";
import { runOf } from "../scripts/fixtures.ts";
import { assertSameCurve } from "../training/reference_curves.ts";

const all = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const { train: data, test } = trainTestSplit(all, { testSize: 0.3, seed: 42, stratify: true });
const specs = (["sigmoid", "tanh", "relu"] as const).map((activation) => ({
  name: activation,
  sizes: [2, 32, 2],
  activation,
  optimizer: sgd({ learningRate: 0.05 }),
}));

async function assertReference(
  kind: "cpu" | "tfjs" | "webgpu",
  tolerance: number,
): Promise<void> {
  await using device = await openDevice(kind);
  const options = { device, data, test, epochs: 60, seed: 42, seeds: 8 };
  const groups = await studySeeds(specs, options);
  assertEquals(groups.length, reference.activations.length);
  for (
    const [at, { activation, runs, finalTestLossQuartiles }] of reference.activations.entries()
  ) {
    const group = groups[at];
    assertEquals([group.name, group.seeds], [activation, runs.map(({ seed }) => seed)]);
    for (const [index, expected] of runs.entries()) {
      for (const curve of ["trainLoss", "testLoss"] as const) {
        const name = `${curve} of ${activation} from seed ${expected.seed}`;
        assertSameCurve(group.runs[index][curve], expected[curve], { tolerance, name });
      }
    }
    const { finalTestLossQuartiles: quartiles, n, diverged } = seedGroupRecord(group);
    assertEquals([n, diverged], [8, 0]);
    assertSameCurve(quartiles as number[], finalTestLossQuartiles, {
      tolerance,
      name: `quartiles of ${activation}`,
    });
  }
}

for (const kind of ["cpu", "tfjs"] as const) {
  Deno.test(`eight seeds of each activation on ${kind} have PyTorch's curves and quartiles`, () =>
    assertReference(kind, 1e-5));
}

gpuTest(
  "eight seeds of each activation on webgpu have PyTorch's curves and quartiles",
  () => assertReference("webgpu", 1e-4),
);

Deno.test("quartiles of PyTorch's losses are those that NumPy computed of them, bit for bit", () => {
  for (const { runs, finalTestLossQuartiles } of reference.activations) {
    const losses = runs.map(({ testLoss }) => testLoss[testLoss.length - 1]);
    assertEquals([0.25, 0.5, 0.75].map((share) => quantile(losses, share)), finalTestLossQuartiles);
  }
});

Deno.test("each network of a study has the bits of its run alone", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, epochs: 5 };
  const groups = await studySeeds(specs, { ...options, seed: 7, seeds: 3 });
  for (const [at, { runs }] of groups.entries()) {
    for (const run of runs) {
      const [alone] = await train([{ ...specs[at], seed: run.seed }], options);
      assertEquals(run.trainLoss, alone.trainLoss);
      assertEquals(run.testLoss, alone.testLoss);
      assertEquals(run.model.parameters, alone.model.parameters);
      // As a program that is seeded right before its only network.
      const [seeded] = await train([specs[at]], { ...options, seed: run.seed });
      assertEquals(run.model.parameters, seeded.model.parameters);
    }
  }
});

Deno.test("a group's record holds null where a quartile is not finite, and counts what diverged", () => {
  const runs = [0.5, NaN, 0.25, NaN].map((loss, at) => runOf("sgd", [0.7, loss], { seed: at }));
  const [group] = seedGroups(runs, { seeds: 4 });
  assertEquals(finalTestLosses(group), [0.5, Infinity, 0.25, Infinity]);
  assertEquals(seedGroupRecord(group), {
    name: "sgd",
    n: 4,
    seeds: [0, 1, 2, 3],
    diverged: 2,
    finalTrainLossQuartiles: [0.4375, null, null],
    finalTestLossQuartiles: [0.4375, null, null],
    finalTestAccuracyQuartiles: [null, null, 0.75],
  });
});

Deno.test("with early stopping the loss is that of the network that was kept", () => {
  const runs = [
    runOf("a", [0.7, 0.5, 0.6], { seed: 1, bestEpoch: 2, stoppedAtEpoch: 3, status: "stopped" }),
  ];
  const [group] = seedGroups(runs, { seeds: 1 });
  assertAlmostEquals(finalTestLosses(group)[0], 0.5);
});

Deno.test("without test data there are no test losses, and no quartiles of them", async () => {
  await using device = await openDevice("cpu");
  const [group] = await studySeeds(specs, { device, data, epochs: 2, seeds: 2 });
  const record = seedGroupRecord(group);
  assertEquals(finalTestLosses(group), []);
  assertEquals([record.finalTestLossQuartiles, record.finalTestAccuracyQuartiles], [null, null]);
});

Deno.test("seeds start from 42, and leave a list of specs as it is", () => {
  assertEquals(
    seedSpecs(specs, { seeds: 2 }).map(({ name, seed }) => [name, seed]),
    specs.flatMap(({ name }) => [[name, 42], [name, 43]]),
  );
});

Deno.test("what is no range of seeds is refused", () => {
  const attempt = (range: { seed?: number; seeds: number }) => () => seedSpecs(specs, range);
  assertThrows(attempt({ seeds: 0 }), RangeError, "seeds must be a whole number, at least 1");
  assertThrows(attempt({ seeds: 1.5 }), RangeError, "seeds must be a whole number");
  assertThrows(
    attempt({ seed: 2 ** 32 - 2, seeds: 3 }),
    RangeError,
    "at most 2 from seed 4294967294 on",
  );
  assertThrows(attempt({ seed: -1, seeds: 3 }), RangeError, "seed must be");
  assertEquals(attempt({ seed: 2 ** 32 - 2, seeds: 2 })().length, 6);
});

Deno.test("more networks than memory holds are refused before anything is drawn", async () => {
  const large = [{ sizes: [2, 4096, 4096, 2], optimizer: sgd() }];
  assertThrows(
    () => seedSpecs(large, { seeds: 10 }),
    RangeError,
    "networks times parameters must be a whole number, at least 0 and at most 100000000",
  );
  await using device = await openDevice("cpu");
  await assertRejects(
    () => studySeeds(specs, { device, data, epochs: 1000, seeds: 100_000 }),
    RangeError,
    "networks times epochs",
  );
});

Deno.test("a seed of a spec contradicts those of the study", () => {
  assertThrows(
    () => seedSpecs([{ ...specs[0], seed: 3 }], { seeds: 2 }),
    RangeError,
    "Cannot study the seeds as seed of specs[0] must be left out",
  );
});

Deno.test("runs that are no study are no groups", () => {
  const run = runOf("a", [0.5], { seed: 1 });
  assertThrows(() => seedGroups([run, run, run], { seeds: 2 }), RangeError, "2 for each network");
  assertThrows(() => seedGroups([runOf("a", [0.5])], { seeds: 1 }), TypeError, "seed must be");
});
