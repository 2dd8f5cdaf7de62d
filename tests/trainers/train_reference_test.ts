/** The main promise: PyTorch's curves from the same seed, by the library alone. */

import { assertEquals } from "@std/assert";
import {
  type Activation,
  createMlp,
  createOptimizer,
  type Device,
  Generator,
  type Initializer,
  makeMoons,
  openDevice,
  type OptimizerName,
  type Run,
  standardScale,
  train,
  type TrainingSpec,
  trainTestSplit,
} from "../../mod.ts";
import {
  alone,
  assertSameCurve,
  assertSameParameters,
  inOrder,
  type ReferenceRun,
  type Section,
  sectionNames,
  toleranceOf,
} from "./reference_curves.ts";

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const split = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });

/** The network of a reference run, drawn by `train` itself. */
function specOf({ name, sizes, activation, optimizer, learningRate }: ReferenceRun): TrainingSpec {
  return {
    name,
    sizes,
    activation: activation as Activation,
    initializer: initializerOf(name),
    optimizer: createOptimizer(optimizer as OptimizerName, { learningRate }),
  };
}

function initializerOf(name: string): Initializer {
  return name === "he" || name === "small" || name === "large" ? name : "torch";
}

/** One section as the notebook runs it. */
function trainSection(
  section: Section,
  runs: readonly ReferenceRun[],
  { device, generator }: { device: Device; generator: Generator },
): Promise<Run[]> {
  const specs = runs.map((run) => {
    const { sizes, activation, ...spec } = specOf(run);
    // The notebook builds its three depths before it trains the first.
    return section === "depth"
      ? { ...spec, model: createMlp(run.sizes, { activation, generator }) }
      : { ...spec, sizes, activation };
  });
  const [{ epochs }] = runs;
  const { train: data, test } = split;
  const drawTestPass = section !== "optimizers";
  return train(specs, { device, data, test, epochs, generator, drawTestPass });
}

function assertSection(
  section: Section,
  runs: readonly Run[],
  expected: readonly ReferenceRun[],
): void {
  assertEquals(runs.map(({ name }) => name), expected.map(({ name }) => name));
  for (const [index, reference] of expected.entries()) {
    const { model, trainLoss, testLoss } = runs[index];
    const name = `${section}/${reference.name}`;
    const tolerance = toleranceOf(section, reference.name);
    assertEquals(reference.trainLoss.length, reference.epochs);
    assertSameCurve(trainLoss, reference.trainLoss, { tolerance, name: `${name} in training` });
    if (reference.testLoss.length > 0) {
      assertSameCurve(testLoss, reference.testLoss, { tolerance, name: `${name} in test` });
    }
    if (tolerance < 1e-3) assertSameParameters(model, reference.final, { tolerance, name });
  }
}

for (const section of sectionNames) {
  Deno.test(`${section} alone has PyTorch's curves and final weights`, async () => {
    await using device = await openDevice("tfjs");
    const runs = await trainSection(section, alone[section], {
      device,
      generator: new Generator(42),
    });
    assertSection(section, runs, alone[section]);
  });
}

Deno.test("all sections in order have PyTorch's curves, one generator running through", async () => {
  await using device = await openDevice("tfjs");
  const generator = new Generator(42);
  for (const section of sectionNames) {
    const runs = await trainSection(section, inOrder[section], { device, generator });
    assertSection(section, runs, inOrder[section]);
  }
});

Deno.test("the references name the fourteen runs of the notebook", () => {
  for (const reference of [alone, inOrder]) {
    assertEquals(sectionNames.map((section) => reference[section].map(({ name }) => name)), [
      ["sigmoid", "tanh", "relu"],
      ["he", "small", "large"],
      ["logistic", "1-hidden", "2-hidden"],
      ["sgd", "momentum", "adam", "sgd lr=0.05", "sgd lr=0.5"],
    ]);
  }
});
