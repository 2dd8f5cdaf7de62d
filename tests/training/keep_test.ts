/** Snapshots, which equal the networks of the training to the bit. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  adam,
  Generator,
  makeMoons,
  openDevice,
  type Optimizer,
  type Run,
  sgd,
  train,
  type TrainingSpec,
  trainTestSplit,
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

/** A run without its time, which differs between runs. */
function timeless({ seconds: _, snapshots: __, ...run }: Run) {
  return run;
}

Deno.test("snapshots change neither curves nor networks nor the random stream", async () => {
  await using device = await openDevice("cpu");
  const [one, other] = [new Generator(8), new Generator(8)];
  const options = { device, data, test, epochs: 7, batchSize: 16 };
  const plain = await train(specs, { ...options, generator: one });
  const through = await train(specs, { ...options, generator: other, keep: [0, 1, 4, 7] });
  assertEquals(
    through.map(timeless),
    plain.map(timeless),
  );
  for (const { snapshots, model } of through) {
    assertEquals(snapshots.map(({ epoch }) => epoch), [0, 1, 4, 7]);
    assertEquals(snapshots[3].model, model);
  }
  assertEquals(other.rand(8), one.rand(8));
});

Deno.test("a snapshot equals the result of a training of as many epochs, for every optimizer", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, batchSize: 16 };
  for (const spec of specs) {
    const [run] = await train([spec], { ...options, epochs: 9, seed: 5, keep: [2, 3, 8] });
    for (const { epoch, model } of run.snapshots) {
      const [short] = await train([spec], { ...options, epochs: epoch, seed: 5 });
      assertEquals(model.parameters, short.model.parameters, `${spec.name}, epoch ${epoch}`);
    }
  }
});

Deno.test("the snapshot before the first epoch has the initial weights, which the training does not change", async () => {
  await using device = await openDevice("cpu");
  const spec = { sizes: [2, 4, 2], initializer: "zeros", optimizer: optimizers.plain } as const;
  const [{ snapshots }] = await train([spec], { device, data, epochs: 3, keep: [0, 3] });
  assert(snapshots[0].model.parameters.every((value) => value === 0));
  assert(snapshots[1].model.parameters.some((value) => value !== 0));
});

Deno.test("snapshots repeat no epoch: each is reported once", async () => {
  await using device = await openDevice("cpu");
  const seen: number[] = [];
  const onEpoch = ({ epoch }: { epoch: number }) => void seen.push(epoch);
  await train([specs[0]], { device, data, epochs: 6, keep: [0, 1, 3, 6], onEpoch });
  assertEquals(seen, [1, 2, 3, 4, 5, 6]);
});

Deno.test("a network with fewer epochs than the others has snapshots of its own epochs only", async () => {
  await using device = await openDevice("cpu");
  const [short, long] = await train(
    [{ ...specs[0], epochs: 3 }, { ...specs[0], epochs: 6 }],
    { device, data, keep: [0, 2, 5] },
  );
  assertEquals(short.snapshots.map(({ epoch }) => epoch), [0, 2]);
  assertEquals(long.snapshots.map(({ epoch }) => epoch), [0, 2, 5]);
});

Deno.test("invalid or unordered epochs of snapshots are rejected before the training", async () => {
  await using device = await openDevice("cpu");
  const generator = new Generator(1);
  for (
    const [keep, error] of [[[4], RangeError], [[-1], RangeError], [[2, 2], RangeError], [
      [0.5],
      RangeError,
    ], ["1", TypeError]] as const
  ) {
    const options = { device, data, epochs: 3, generator, keep: keep as readonly number[] };
    await assertRejects(() => train([specs[0]], options), error, "Cannot train as keep");
  }
  assertEquals(generator.rand(4), new Generator(1).rand(4));
});

Deno.test("a signal that is aborted between two snapshots ends the training", async () => {
  await using device = await openDevice("cpu");
  const controller = new AbortController();
  const reason = new Error("enough");
  const onEpoch = ({ epoch }: { epoch: number }) => epoch === 2 && controller.abort(reason);
  const { signal } = controller;
  const options = { device, data, epochs: 9, keep: [1, 2, 3], signal, onEpoch };
  assert(await assertRejects(() => train([specs[0]], options), Error) === reason);
});
