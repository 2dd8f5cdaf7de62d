import { assertEquals, assertLessOrEqual } from "@std/assert";
import { benchRows, groupNames } from "../../../scripts/bench/rows.ts";
import {
  bytesOf,
  operationsOf,
  smallTask,
  type TrainTask,
  workOf,
} from "../../../scripts/bench/tasks.ts";
import { data } from "../../../scripts/bench/problem.ts";
import { trainingSamples } from "../../../scripts/bench/tasks.ts";

const training = {
  kind: "train",
  sizes: [2, 32, 2],
  learningRate: 0.05,
  epochs: 150,
  members: 1,
  manner: "lab",
} as const;
const rows = benchRows(groupNames, { software: true });
const names = (group: string) => rows.filter((row) => row.group === group).map(({ name }) => name);

Deno.test("work is counted as the issue counts it: steps, points, multiplications and additions", () => {
  assertEquals(trainingSamples, data.train.samples);
  assertEquals(workOf(training), 1050);
  assertEquals(workOf({ ...training, sizes: [2, 64, 64, 2], epochs: 120 }), 840);
  assertEquals(workOf({ ...training, epochs: 2, members: 4096 }), 57_344);
  assertEquals(workOf({ kind: "grid", sizes: [2, 8, 2], side: 4000 }), 16e6);
  assertEquals(workOf({ kind: "matmul", batch: 256, size: 64 }), 134_217_728);
});

Deno.test("operations are those of the matrix products, as a count by hand has them", () => {
  // Weights: 2·3 and 3·2. Forward 12 products, gradients 12, and 6 for the hidden layer's delta.
  const one = { ...training, sizes: [2, 3, 2], epochs: 1 };
  assertEquals(operationsOf(one), 420 * 2 * (12 + 12 + 6));
  assertEquals(operationsOf({ ...one, epochs: 5, members: 7 }), 35 * operationsOf(one));
  assertEquals(operationsOf({ kind: "grid", sizes: [2, 64, 64, 2], side: 10 }), 100 * 2 * 4352);
  assertEquals(operationsOf({ kind: "matmul", batch: 2, size: 10 }), 4000);
});

Deno.test("bytes are those of operands and results in float32", () => {
  assertEquals(bytesOf({ kind: "matmul", batch: 2, size: 10 }), 3 * 800);
  assertEquals(bytesOf({ kind: "grid", sizes: [2, 64, 3], side: 10 }), 1200);
});

Deno.test("a small case keeps the shape, and has nothing random in it", () => {
  const large = { ...training, members: 4096, manner: "ensemble" } as const;
  const small = smallTask({ ...large, ownOrders: true, workers: 1 });
  assertEquals(small, { ...training, epochs: 10, members: 1, manner: "exact" });
  const grid = { kind: "grid", sizes: [2, 64, 64, 2], side: 4000 } as const;
  assertEquals(smallTask(grid), { ...grid, side: 128 });
});

Deno.test("the rows are those of the table, in the groups that are asked for", () => {
  const single = ["train 2-32-2", "train 2-64-64-2", "train 2-32-2, all epochs kept"];
  assertEquals(names("train"), single);
  assertEquals(names("grid"), ["grid 200²", "grid 1,000²", "grid 4,000²"]);
  const products = ["matmul 512³", "matmul 1,024³", "matmul 2,048³", "matmul 256 x 64³"];
  assertEquals(names("matmul"), products);
  const members = [1, 16, 64, 256, "4,096"];
  assertEquals(names("ensemble"), [
    ...members.map((count) => `ensemble of ${count}`),
    ...["64, own orders", "4,096, own orders", "64, one thread", "256, one thread"]
      .map((variant) => `ensemble of ${variant}`),
  ]);
  const some = benchRows(["figure", "train"], { software: true });
  assertEquals(some.map(({ group }) => group), ["train", "train", "train", "figure"]);
});

Deno.test("an ensemble takes seconds, on two cores as on a hardware GPU, and 30 epochs or more", () => {
  for (const [software, most] of [[true, 1.2e5], [false, 2.2e7]] as const) {
    for (const { lab } of benchRows(["ensemble"], { software })) {
      const steps = workOf(lab);
      const { epochs } = lab as typeof training;
      assertEquals([epochs >= 30, epochs <= 150], [true, true], `${epochs}`);
      assertLessOrEqual(steps, epochs > 30 ? most : 9e5);
      assertEquals(steps >= most / 3 || epochs === 150, true, `${steps}`);
    }
  }
});

Deno.test("PyTorch trains ensembles as large, with orders as the lab's, at a length of its own", () => {
  for (const { lab, torch, only } of benchRows(["ensemble"], { software: true })) {
    const [own, other] = [lab as TrainTask, torch as TrainTask];
    assertEquals([other.members, other.ownOrders], [own.members, own.ownOrders]);
    assertEquals(only, own.workers && ["cpu"]);
    assertLessOrEqual(workOf(other), 87_000);
  }
});
