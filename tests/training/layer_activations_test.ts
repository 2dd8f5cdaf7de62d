/** Networks whose hidden layers have activations of their own, on every device. */

import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import {
  activationNames,
  type Activations,
  centralDifferences,
  compareGradients,
  createMlp,
  float64Gradients,
  gradientAt,
  makeMoons,
  modelFromJson,
  modelToJson,
  openDevice,
  resumeTraining,
  sgd,
  startTraining,
  toSamples,
  train,
} from "../../mod.ts";
import { assertClose, noise } from "../oracle.ts";
import { eachDevice } from "../devices/each_device.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { runPlan } from "../devices/run_plan.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { programs, runHere } from "../fuzz/programs.ts";
import { assertTrained, evaluateInFloat64, trainInFloat64 } from "../gpu/oracle.ts";

const sizes = [2, 6, 6, 5, 2];

/** Each activation once in each of the three hidden layers. */
const lists = activationNames.map((name, at): Activations => [
  name,
  activationNames[(at + 5) % activationNames.length],
  activationNames[(at + 9) % activationNames.length],
]);

eachDevice("activations of layers train as the oracle's, beside a single one", async (device) => {
  const frame = { sizes, epochs: 4 };
  const plan = planOf([
    ...lists.map((activation, seed) => memberOf(seed, frame, { activation })),
    memberOf(20, frame, { activation: "tanh" }),
  ], frame);
  assertTrained(await runPlan(device, plan), trainInFloat64(plan), 5e-6);
});

eachDevice(
  "activations of layers predict as the oracle's, at points and on a grid",
  async (device) => {
    const models = [...lists, "relu" as const].map((activation, seed) =>
      createMlp(sizes, { activation, seed })
    );
    const inputs = noise(2 * 50, { seed: 3, scale: 2 });
    assertClose(await device.predict(models, inputs), evaluateInFloat64(models, inputs), 2e-6);
    const [x, y, size] = [[-1, 1], [-2, 2], [5, 4]] as const;
    const points = Float32Array.from({ length: 40 }, (_, at) => {
      const [column, row] = [(at >> 1) % 5, Math.floor((at >> 1) / 5)];
      return at % 2 === 0 ? -1 + column / 2 : -2 + 4 * row / 3;
    });
    assertClose(
      await device.predictGrid(models, { x, y, size }),
      evaluateInFloat64(models, points),
      2e-6,
    );
  },
);

Deno.test("backpropagation through layers of their own activations is the derivative", async () => {
  const data = makeMoons(12, { seed: 1, noise: 0.1 });
  for (const [seed, activation] of lists.entries()) {
    const source = float64Gradients(createMlp(sizes, { activation, seed }), {
      samples: toSamples(data, { outputs: 2 }),
      loss: "crossEntropy",
    });
    const gradients = [
      await gradientAt(source),
      await centralDifferences(source, { epsilon: 1e-6 }),
    ] as const;
    for (const { maxAbsoluteError } of compareGradients(sizes, gradients)) {
      assertLess(maxAbsoluteError, 1e-8, `${activation}`);
    }
  }
});

Deno.test("a model file and a saved training keep the activations of layers", async () => {
  const activation = ["relu", "tanh", "gelu"] as const;
  const model = createMlp(sizes, { activation });
  assertEquals(modelFromJson(modelToJson(model)), model);
  await using device = await openDevice("cpu");
  const data = makeMoons(40, { seed: 1 });
  const options = { device, data, epochs: 5 };
  const specs = [{ sizes, activation, optimizer: sgd({ learningRate: 0.1 }) }];
  const [whole] = await train(specs, options);
  assertEquals([whole.name, whole.model.activation], [`${sizes.join("-")} relu, tanh, gelu`, [
    ...activation,
  ]]);
  await using session = await startTraining(specs, options);
  await session.advance(2);
  const state = JSON.parse(JSON.stringify(await session.state()));
  await using resumed = await resumeTraining(state, { device, data });
  await resumed.advance(3);
  const [run] = await resumed.runs();
  assertEquals([run.model, run.trainLoss], [whole.model, whole.trainLoss]);
});

Deno.test("wrong activations of layers are refused by one line", () => {
  const refuse = (activation: unknown, message: string, kind = RangeError as ErrorConstructor) => {
    const error = assertThrows(
      () => createMlp([2, 4, 4, 2], { activation: activation as Activations }),
      kind,
      message,
    );
    assert(!error.message.includes("\n"));
  };
  refuse(["relu"], "activation must be one name, or a list of 2, one per hidden layer");
  refuse([], "activation must be one name, or a list of 2");
  refuse(["relu", "tanhh"], 'did you mean "tanh"?');
  refuse(["relu", 3], "activation[1] must be one of", TypeError);
  refuse({ 0: "relu" }, "activation must be one of", TypeError);
});

Deno.test("deno task train takes an activation for each layer", () =>
  withFolder(async (folder) => {
    const program = programs.find(({ name }) => name === "train")!;
    const json = `${folder}/run.json`;
    const flags = ["--sizes", "2,8,8,2", "--epochs", "3", "--activation", "leaky-relu,TANH"];
    const common = ["--device", "cpu", "--quiet", "--out", folder, "--json", json];
    assertEquals((await runHere(program, [...common, ...flags])).code, 0);
    const record = JSON.parse(await Deno.readTextFile(json));
    assertEquals(record.runs[0].activation, ["leakyRelu", "tanh"]);
    assertEquals((await runHere(program, ["--from", json, ...common.slice(0, 5)])).code, 0);
    for (const wrong of ["relu,tanh", "relu,,tanh", "rellu"]) {
      const args = [...common, "--sizes", "2,8,2", "--activation", wrong];
      const { code, stderr } = await runHere(program, args);
      assertEquals([code, stderr.split("\n").length], [2, 2], stderr);
    }
  }));
