/** Range tests of PyTorch, on every device. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import reference from "../reference/lr_find.json" with { type: "json" };
import {
  type Activation,
  adam,
  createMlp,
  createOptimizer,
  Generator,
  makeMoons,
  openDevice,
  type OptimizerName,
  rangeTest,
  sgd,
  standardScale,
  trainTestSplit,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";
import { assertSameCurve } from "../training/reference_curves.ts";

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const { train: data } = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });

for (const run of reference.runs) {
  eachDevice(`the range test of ${run.optimizer} is PyTorch's`, async (device) => {
    const optimizer = createOptimizer(run.optimizer as OptimizerName);
    const found = await rangeTest(
      { sizes: run.sizes, activation: run.activation as Activation, optimizer },
      { device, data, seed: run.seed, fromRate: run.start, toRate: run.end, steps: run.steps },
    );
    const check = (name: "losses" | "smoothed" | "learningRates", tolerance: number) =>
      assertSameCurve(found[name], run[name], { tolerance, name });
    check("losses", 1e-5);
    check("smoothed", 1e-6);
    check("learningRates", 1e-15);
    assertEquals(found.steepest!.step, run.steepest.step);
    assert(Math.abs(found.steepest!.learningRate - run.steepest.learningRate) < 1e-15);
    assertEquals(found.end, "completed");
  });
}

Deno.test("a given model and the optimizer are as before, and give what their draws alone give", async () => {
  await using device = await openDevice("cpu");
  const optimizer = adam({ learningRate: 0.01 });
  const model = createMlp([2, 8, 2], { activation: "tanh", generator: new Generator(3) });
  const before = structuredClone({ model, optimizer });
  const options = { device, data, toRate: 1, steps: 20, batchSize: 50 };
  const generator = new Generator(3);
  createMlp([2, 8, 2], { generator });
  const own = await rangeTest({ model, optimizer }, { ...options, generator });
  assertEquals({ model, optimizer }, before);
  const fresh = await rangeTest(
    { sizes: [2, 8, 2], activation: "tanh", optimizer: adam() },
    { ...options, seed: 3 },
  );
  assertEquals(own, fresh);
  const seeded = { sizes: [2, 8, 2], activation: "tanh", optimizer, seed: 3 } as const;
  assertEquals(await rangeTest(seeded, options), own);
});

Deno.test("a test ends where the smoothed loss exceeds four times its minimum, or is not finite", async () => {
  await using device = await openDevice("cpu");
  const spec = { sizes: [2, 8, 8, 2], optimizer: sgd() };
  const calls: number[] = [];
  const high = await rangeTest(spec, {
    ...{ device, data, fromRate: 0.01, toRate: 1e5, steps: 60 },
    onStep: (step) => calls.push(step),
  });
  assertEquals(high.end, "exceeded");
  const last = high.smoothed.length - 1;
  assert(high.smoothed[last] > 4 * Math.min(...high.smoothed) && last < 59);
  assert(
    high.smoothed.slice(0, last).every((loss, at) =>
      loss <= 4 * Math.min(...high.smoothed.slice(0, at + 1))
    ),
  );
  assertEquals(calls, [...calls.keys()].map((at) => at + 1));
  assertEquals(
    [calls.length, high.losses.length, high.learningRates.length],
    Array(3).fill(last + 1),
  );
  const lost = await rangeTest(spec, { device, data, fromRate: 1e30, toRate: 1e36, steps: 9 });
  assertEquals(lost.end, "diverged");
  assert(lost.losses.length < 9 && lost.losses.every(Number.isFinite));
  assertEquals([lost.lowest?.step, lost.suggestion, lost.steepest], [0, null, null]);
});

Deno.test("what a range test cannot take is refused with what is allowed", async () => {
  await using device = await openDevice("cpu");
  const spec = { sizes: [2, 4, 2], optimizer: sgd() };
  const options = { device, data };
  const cases: [object, object, string][] = [
    [{ toRate: 1e-5 }, {}, "toRate must be a finite number, above 0.0001"],
    [{ fromRate: 0 }, {}, "fromRate must be a finite number, above 0"],
    [{ steps: 1 }, {}, "steps must be a whole number, at least 2"],
    [{ step: 5 }, {}, 'no option "step" (did you mean "steps"?)'],
    [{}, { schedule: { kind: "constant" } }, 'no option "schedule" of spec'],
  ];
  for (const [more, ofSpec, message] of cases) {
    const call = () => rangeTest({ ...spec, ...ofSpec }, { ...options, ...more });
    await assertRejects(call, RangeError, message);
  }
  const abort = AbortSignal.abort(new Error("stopped"));
  await assertRejects(() => rangeTest(spec, { ...options, signal: abort }), Error, "stopped");
});
