/** Statistics of the layers of one network: PyTorch's, and what is refused. */

import { assertEquals, assertRejects } from "@std/assert";
import {
  createDataset,
  createMlp,
  Generator,
  initialize,
  type Initializer,
  layerStatistics,
  makeBlobs,
  makeMoons,
  standardScale,
  trainTestSplit,
} from "../../mod.ts";
import { assertClose } from "../oracle.ts";
import reference from "../reference/dynamics.json" with { type: "json" };

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const { train: data } = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });

Deno.test("a network as it is drawn has PyTorch's statistics, chaotic ones too", async () => {
  for (const { sizes, activation, initializer, statistics: [first] } of reference.runs) {
    const settings = { activation: activation as "tanh", initializer: initializer as Initializer };
    const found = await layerStatistics(createMlp(sizes, { ...settings, seed: 42 }), { data });
    for (const name of ["gradientNorm", "biasGradientNorm", "weightNorm"] as const) {
      const ratios = found[name].map((value, at) => value / first[name][at]);
      assertClose(ratios, ratios.map(() => 1), 1e-10, `${activation} ${name}`);
    }
    assertEquals(
      found.hidden.map(({ saturated }) => saturated),
      first.hidden.map((each) => each.saturated),
    );
    assertEquals([found.updateRatio, found.layers.length], [null, sizes.length - 1]);
  }
});

Deno.test("a regression, layers of choice and a network before", async () => {
  const line = createDataset({
    inputs: [[-1], [0], [2]],
    targets: [[1], [0], [4]],
    task: "regression",
  });
  const model = createMlp([1, 3, 1], { head: "values", activation: "tanh", seed: 2 });
  const before = { ...model, parameters: model.parameters.map((value) => value / 2) };
  const found = await layerStatistics(model, { data: line, layers: [2], before });
  assertEquals([found.layers, found.gradientNorm.length, found.hidden], [[2], 1, []]);
  assertClose(found.updateRatio!, [1], 1e-12);
});

Deno.test("what does not fit is refused in one line", async () => {
  const model = createMlp([2, 3, 2]);
  const cases: [unknown, unknown, string][] = [
    [model, { data, layers: [3] }, "layers[0] must be a whole number, at least 1 and at most 2"],
    [model, { data, loss: "meanSquaredError" }, 'loss must be "crossEntropy"'],
    [model, { data, before: createMlp([2, 4, 2]) }, "the sizes of before must be [2,3,2]"],
    [model, { data: makeBlobs(30) }, "the number of outputs"],
    [createMlp([3, 2]), { data }, "data.features must be 3"],
    [model, { data, layer: [1] }, 'no option "layer"'],
    [model, {}, "data must be"],
  ];
  for (const [network, options, message] of cases) {
    await assertRejects(
      () => layerStatistics(network as typeof model, options as { data: typeof data }),
      Error,
      message,
    );
  }
  const parameters = initialize(new Generator(1), [2, 3, 2], "torch").fill(NaN);
  const { loss } = await layerStatistics({ ...model, parameters }, { data });
  assertEquals(loss, NaN);
});
