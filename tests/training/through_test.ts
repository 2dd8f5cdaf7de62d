/** Networks on the way: those of the training itself, to the bit. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  adam,
  Generator,
  makeMoons,
  openDevice,
  type Optimizer,
  type Run,
  type RunThrough,
  sgd,
  train,
  type TrainingSpec,
  trainTestSplit,
  trainThrough,
} from "../../mod.ts";

const { train: data, test } = trainTestSplit(makeMoons(120, { seed: 3 }), { seed: 3 });
const optimizers: Record<string, Optimizer> = {
  plain: sgd({ learningRate: 0.1 }),
  momentum: sgd({ learningRate: 0.05, momentum: 0.9 }),
  adam: adam({ learningRate: 0.01 }),
};
const specs: TrainingSpec[] = Object.entries(optimizers).flatMap(([name, optimizer]) => [
  { name: `${name} wide`, sizes: [2, 6, 2], activation: "tanh", optimizer },
  { name: `${name} deep`, sizes: [2, 3, 3, 2], activation: "relu", optimizer },
]);

/** A run without its time, which is never the same. */
function timeless({ seconds: _, ...run }: Run | RunThrough) {
  return run;
}

Deno.test("a look on the way changes nothing: curves, networks and stream are those of train", async () => {
  await using device = await openDevice("tfjs");
  const [one, other] = [new Generator(8), new Generator(8)];
  const options = { device, data, test, epochs: 7, batchSize: 16 };
  const plain = await train(specs, { ...options, generator: one });
  const through = await trainThrough(specs, { ...options, generator: other, at: [0, 1, 4, 7] });
  assertEquals(
    through.map(({ snapshots: _, ...run }) => timeless(run as Run)),
    plain.map(timeless),
  );
  for (const { snapshots, model } of through) {
    assertEquals(snapshots.map(({ epoch }) => epoch), [0, 1, 4, 7]);
    assertEquals(snapshots[3].model, model);
  }
  assertEquals(other.rand(8), one.rand(8));
});

Deno.test("a network on the way is what a training of so many epochs ends with, whatever the optimizer remembers", async () => {
  await using device = await openDevice("tfjs");
  const options = { device, data, test, batchSize: 16 };
  for (const spec of specs) {
    const [run] = await trainThrough([spec], { ...options, epochs: 9, seed: 5, at: [2, 3, 8] });
    for (const { epoch, model } of run.snapshots) {
      const [short] = await train([spec], { ...options, epochs: epoch, seed: 5 });
      assertEquals(model.parameters, short.model.parameters, `${spec.name}, epoch ${epoch}`);
    }
  }
});

Deno.test("the look before the first epoch shows first weights, which training leaves alone", async () => {
  await using device = await openDevice("tfjs");
  const spec = { sizes: [2, 4, 2], initializer: "zeros", optimizer: optimizers.plain } as const;
  const [{ snapshots }] = await trainThrough([spec], { device, data, epochs: 3, at: [0, 3] });
  assert(snapshots[0].model.parameters.every((value) => value === 0));
  assert(snapshots[1].model.parameters.some((value) => value !== 0));
});

Deno.test("progress of the looks rises to 1 and counts the epochs they take", async () => {
  await using device = await openDevice("tfjs");
  const seen: number[] = [];
  const onSnapshot = (done: number) => void seen.push(done);
  await trainThrough([specs[0]], { device, data, epochs: 6, at: [0, 1, 3, 6], onSnapshot });
  assertEquals(seen, [1 / 4, 1]);
});

Deno.test("epochs that are none of the training's, or out of order, are refused before it starts", async () => {
  await using device = await openDevice("tfjs");
  const generator = new Generator(1);
  for (
    const [at, error] of [[[4], RangeError], [[-1], RangeError], [[2, 2], RangeError], [
      [0.5],
      RangeError,
    ], ["1", TypeError]] as const
  ) {
    const options = { device, data, epochs: 3, generator, at: at as readonly number[] };
    await assertRejects(() => trainThrough([specs[0]], options), error, "Cannot train as at");
  }
  assertEquals(generator.rand(4), new Generator(1).rand(4));
});

Deno.test("a signal that is aborted on the way ends it", async () => {
  await using device = await openDevice("tfjs");
  const controller = new AbortController();
  const reason = new Error("enough");
  const onSnapshot = () => controller.abort(reason);
  const { signal } = controller;
  const options = { device, data, epochs: 9, at: [1, 2, 3], signal, onSnapshot };
  assert(await assertRejects(() => trainThrough([specs[0]], options), Error) === reason);
});
