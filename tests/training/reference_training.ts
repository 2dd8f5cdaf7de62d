/** Trains the notebook's sections with the library, and compares PyTorch's curves. */

import { assertEquals } from "@std/assert";
import {
  type Activation,
  createMlp,
  createOptimizer,
  type Device,
  type Generator,
  type Initializer,
  makeMoons,
  type OptimizerName,
  type Run,
  standardScale,
  train,
  type TrainingSpec,
  trainTestSplit,
} from "../../mod.ts";
import {
  assertSameCurve,
  assertSameParameters,
  type ReferenceRun,
  type Section,
  toleranceOf,
} from "./reference_curves.ts";

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const split = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });

/** The network of a reference run, whose parameters `train` draws. */
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

/** Trains one section as the notebook does. */
export function trainSection(
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
  const consumeTestLoaderRng = section !== "optimizers";
  return train(specs, { device, data, test, epochs, generator, consumeTestLoaderRng });
}

/** Asserts PyTorch's curves and, except for the chaotic run, its final parameters. */
export function assertSection(
  section: Section,
  runs: readonly Run[],
  { expected, tolerance: wanted = 1e-5 }: {
    expected: readonly ReferenceRun[];
    tolerance?: number;
  },
): void {
  assertEquals(runs.map(({ name }) => name), expected.map(({ name }) => name));
  for (const [index, reference] of expected.entries()) {
    const { model, trainLoss, testLoss } = runs[index];
    const name = `${section}/${reference.name}`;
    const tolerance = Math.max(wanted, toleranceOf(section, reference.name));
    assertEquals(reference.trainLoss.length, reference.epochs);
    assertSameCurve(trainLoss, reference.trainLoss, { tolerance, name: `${name} in training` });
    if (reference.testLoss.length > 0) {
      assertSameCurve(testLoss, reference.testLoss, { tolerance, name: `${name} in test` });
    }
    if (tolerance < 1e-3) assertSameParameters(model, reference.final, { tolerance, name });
  }
}
