import { assertEquals, assertRejects } from "@std/assert";
import type { Grid, MatmulShape, TrainingPlan } from "../../../lib/devices/device.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { sgd } from "../../../lib/kernels/create_optimizer.ts";
import type { Activation } from "../../../lib/models/activations.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { memberOf, planOf, samplesOf } from "../plans.ts";
import { runPlan } from "../run_plan.ts";

const device = await openDevice("cpu");

type Wrong = typeof RangeError | typeof TypeError;

/** The call must be refused by one line that says so. */
async function assertRefused(
  call: () => Promise<unknown>,
  message: string,
  kind: Wrong = RangeError,
) {
  const error = await assertRejects(call, kind, message);
  assertEquals(error.message.includes("\n"), false);
  assertEquals(error.message.startsWith("Cannot "), true, error.message);
}

const samples = samplesOf([2, 2], 22);
const { orderSeeds } = memberOf(1);
const holed = (values: Float32Array, wrong: number) => values.map((x, at) => at === 7 ? wrong : x);

const plans: [what: string, changes: Partial<TrainingPlan>, message: string, kind?: Wrong][] = [
  ["no members", { members: [] }, "members must be one or more: current value is []"],
  ["one size", { sizes: [2] }, "sizes must have at least 2 entries"],
  ["a size of 0", { sizes: [2, 0, 2] }, "each of sizes must be a whole number from 1"],
  [
    "other sizes than its parameters'",
    { sizes: [2, 5, 2] },
    "parameters must be 27: current value is 32",
  ],
  [
    "too many inputs a sample",
    { sizes: [3, 6, 2], train: samples },
    "the samples' inputs must be 66: current value is 44",
  ],
  [
    "too many outputs",
    { sizes: [2, 6, 3], train: samples },
    "the samples' targets must be 66: current value is 44",
  ],
  ["no epochs", { epochs: 0 }, "epochs must be a whole number, at least 1: current value is 0"],
  ["half an epoch", { epochs: 1.5 }, "epochs must be a whole number"],
  ["more epochs than seeds", { epochs: 5 }, "a member's orderSeeds must be 5: current value is 4"],
  ["no batch", { batchSize: 0 }, "batchSize must be a whole number, at least 1"],
  ["a batch of NaN", { batchSize: NaN }, "batchSize must be a whole number"],
  ["an unknown loss", { loss: "hinge" as "crossEntropy" }, "loss must be one of crossEntropy"],
  [
    "no samples",
    { train: { ...samples, count: 0 } },
    "the number of samples must be a whole number",
  ],
  [
    "fewer samples than it says",
    { train: { ...samples, count: 23 } },
    "must be 46: current value is 44",
  ],
  [
    "NaN among inputs",
    { train: { ...samples, inputs: holed(samples.inputs, NaN) } },
    "all of the samples' inputs must be finite: current value is NaN",
  ],
  [
    "an infinite target",
    { train: { ...samples, targets: holed(samples.targets, Infinity) } },
    "all of the samples' targets must be finite: current value is Infinity",
  ],
  [
    "NaN to test on",
    { test: { ...samples, inputs: holed(samples.inputs, NaN) } },
    "all of the samples' inputs must be finite",
  ],
  [
    "too few targets to test on",
    { test: { ...samples, targets: samples.targets.slice(1) } },
    "the samples' targets must be 44: current value is 43",
  ],
  ["too few parameters", {
    members: [memberOf(1), memberOf(2, {}, { parameters: new Float32Array(31) })],
  }, "a member's parameters must be 32: current value is 31"],
  [
    "seeds of orders as plain numbers",
    {
      members: [memberOf(1, {}, { orderSeeds: [...orderSeeds] as unknown as Uint32Array })],
    },
    "a member's orderSeeds must be a Uint32Array",
    TypeError,
  ],
  ["seeds of orders for fewer epochs", {
    members: [memberOf(1), memberOf(2, {}, { orderSeeds: orderSeeds.subarray(1) })],
  }, "a member's orderSeeds must be 4: current value is 3"],
  [
    "an unknown activation",
    { members: [memberOf(1, {}, { activation: "sigmod" as Activation })] },
    'did you mean "sigmoid"?',
  ],
  [
    "an optimizer's name for one",
    { members: [memberOf(1, {}, { optimizer: "sgd" as unknown as ReturnType<typeof sgd> })] },
    "optimizer must be an optimizer",
    TypeError,
  ],
  [
    "members that are no list",
    { members: {} as unknown as [] },
    "members must be a list",
    TypeError,
  ],
  // deno-lint-ignore no-sparse-arrays
  ["a hole among members", { members: [, memberOf(1)] as never }, "members[0] must be", TypeError],
  ["a part that there is not", { batch: 5 } as object, 'no option "batch" of plan'],
  [
    "no test samples but null",
    { test: null as unknown as undefined },
    "samples must be",
    TypeError,
  ],
  [
    "inputs of another kind",
    { train: { ...samples, inputs: [...samples.inputs] as unknown as Float32Array } },
    "the samples' inputs must be a Float32Array",
    TypeError,
  ],
  [
    "parameters of another kind",
    { members: [memberOf(1, {}, { parameters: new Float64Array(32) as never })] },
    "a member's parameters must be a Float32Array: current value is Float64Array",
    TypeError,
  ],
  ["a learning rate of NaN", {
    members: [memberOf(1, {}, { optimizer: { ...sgd(), learningRate: NaN } })],
  }, "learningRate must be a finite number"],
];

for (const [what, changes, message, kind] of plans) {
  Deno.test(`a plan with ${what} is refused by one line, before an epoch`, async () => {
    let epochs = 0;
    const plan = planOf([memberOf(1)], changes);
    await assertRefused(() => runPlan(device, plan, { onEpoch: () => epochs++ }), message, kind);
    assertEquals(epochs, 0);
  });
}

const model = createMlp([2, 3, 2]);

Deno.test("models and points that do not fit are refused", async () => {
  const points = Float32Array.of(1, 2, 3, 4);
  const predict = (models: Mlp[], inputs = points) => () => device.predict(models, inputs);
  await assertRefused(predict([]), "the length of models must be 1: current value is 0");
  await assertRefused(
    predict([model, createMlp([2, 4, 2])]),
    "all sizes must be [2,3,2], as the first model's: current value is [2,4,2]",
  );
  await assertRefused(
    predict([{ ...model, parameters: new Float32Array(3) }]),
    "the number of parameters of [2,3,2] must be 17: current value is 3",
  );
  await assertRefused(
    predict([model], Float32Array.of(1, 2, 3)),
    "the length of inputs must be a multiple of 2, above 0: current value is 3",
  );
  await assertRefused(predict([model], new Float32Array(0)), "above 0: current value is 0");
  await assertRefused(
    predict([model], Float32Array.of(1, NaN)),
    "all of inputs must be finite: current value is NaN",
  );
});

Deno.test("grids that are none are refused", async () => {
  const good = { x: [0, 1], y: [0, 1], size: [3, 3] } as const;
  const refused = (grid: Partial<Grid>, message: string, on = model) =>
    assertRefused(() => device.predictGrid([on], { ...good, ...grid }), message);
  await refused({}, "the first of sizes must be 2, x and y", createMlp([3, 2]));
  await refused({ x: [1, 1] }, "the maximum of x must be a finite number, above 1");
  await refused({ y: [0, NaN] }, "the maximum of y must be a finite number");
  await refused({ y: [-Infinity, 0] }, "the minimum of y must be a finite number");
  // Beyond float32 the points would be infinite.
  await refused({ x: [0, 1e39] }, "the maximum of x must be a finite number, at most 3.4");
  await refused({ y: [-1e308, 1e308] }, "the minimum of y must be a finite number, at least -3.4");
  await refused({ step: 1 } as object, 'no option "step" of grid');
  await refused({ size: [1, 3] }, "the grid's columns must be a whole number, at least 2");
  await refused({ size: [3, 2.5] }, "the grid's rows must be a whole number, at least 2");
});

Deno.test("operands that do not fit are refused", async () => {
  const four = new Float32Array(4);
  const shape = { batch: 1, rows: 2, inner: 2, columns: 2 };
  const refused = (b: Float32Array, changes: Partial<MatmulShape>, message: string) =>
    assertRefused(() => device.matmul({ a: four, b }, { ...shape, ...changes }), message);
  await refused(four, { rows: 3 }, "the length of a must be 6: current value is 4");
  await refused(new Float32Array(5), {}, "the length of b must be 4: current value is 5");
  await refused(four, { inner: 0 }, "inner must be a whole number, at least 1");
  await refused(four, { batch: 2 }, "the length of a must be 8: current value is 4");
  await refused(four, { transpose: true } as object, 'no option "transpose" of shape');
  const outer = { rows: 2 ** 15, inner: 1, columns: 2 ** 15 };
  const long = new Float32Array(2 ** 15);
  await assertRefused(
    () => device.matmul({ a: long, b: long }, { batch: 1, ...outer }),
    "batch times rows times columns must be a whole number, at most 268435456",
  );
  for (const b of [undefined, [1, 2, 3, 4], new Float64Array(4)] as unknown as Float32Array[]) {
    await assertRefused(() => device.matmul({ a: four, b }, shape), "must be", TypeError);
  }
  const transposeB = "no" as unknown as boolean;
  const both = { a: four, b: four };
  await assertRefused(
    () => device.matmul(both, { ...shape, transposeB }),
    "transposeB must be true or false",
    TypeError,
  );
});

Deno.test("an optimizer's state whose memory was moved elsewhere is refused, though it is empty", async () => {
  const plan = planOf([memberOf(1)]);
  const session = await device.start(plan);
  const { epoch, members: [member] } = await session.state();
  await session.close();
  const optimizerState = new Float32Array(32);
  structuredClone(optimizerState, { transfer: [optimizerState.buffer] });
  const state = { epoch, members: [{ ...member, optimizerState }] };
  await assertRefused(
    () => device.start(plan, state),
    "a member's optimizerState must be a Float32Array",
    TypeError,
  );
  await assertRefused(
    () => device.start(plan, { ...state, seconds: 1 } as typeof state),
    'no option "seconds" of state',
  );
});
