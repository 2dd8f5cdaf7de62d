/** Contenders that compute the same: each small case of the bench, held against the lab's. */

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type Column, openColumn } from "../../../scripts/bench/column.ts";
import { firstThatOpens, Link, type ProgramCall } from "../../../scripts/bench/link.ts";
import { disagreement } from "../../../scripts/bench/measure.ts";
import { smallTask, type Task } from "../../../scripts/bench/tasks.ts";

const { signal } = new AbortController();
const sizes = [2, 32, 2];
const training = { kind: "train", sizes, learningRate: 0.05, members: 3, epochs: 2 } as const;

async function torchOrReason(): Promise<Column | string> {
  try {
    return await openColumn("torch", signal);
  } catch (error) {
    return (error as Error).message;
  }
}

const opened = await torchOrReason();
const why = typeof opened === "string" ? `, which is missing here: ${opened}` : "";
if (typeof opened !== "string") await opened[Symbol.asyncDispose]();

Deno.test({
  name: `PyTorch computes what the lab does${why}`,
  ignore: why !== "",
  fn: async () => {
    await using torch = await openColumn("torch", signal);
    await using lab = await openColumn("cpu", signal);
    assert(torch.name.startsWith("PyTorch ") && torch.name.includes("one thread"), torch.name);
    const tasks: Task[] = [
      { ...training, manner: "exact" },
      { kind: "grid", sizes: [2, 64, 64, 2], side: 1000 },
      { kind: "matmul", batch: 1, size: 512 },
      { kind: "matmul", batch: 256, size: 64 },
    ];
    for (const task of tasks.map(smallTask)) {
      const [{ values }, { values: expected }] = [await torch.run(task), await lab.run(task)];
      assert(values.length > 0);
      assertEquals(disagreement(values, expected), undefined, JSON.stringify(task));
    }
  },
});

Deno.test({
  name: `PyTorch trains in every manner of the rows${why}`,
  ignore: why !== "",
  fn: async () => {
    await using torch = await openColumn("torch", signal);
    for (
      const variant of [
        { manner: "lab", members: 1 },
        { manner: "lab", members: 1, snapshots: true },
        { manner: "ensemble" },
        { manner: "ensemble", ownOrders: true },
      ] as const
    ) {
      const { seconds, values } = await torch.run({ ...training, ...variant, epochs: 5 });
      assertEquals([seconds > 0, values.length], [true, 0]);
    }
  },
});

Deno.test("of some programs the first that answers is taken, or all reasons are told", async () => {
  const calls = ["no-such-program", "another-one", Deno.execPath()]
    .map((program) => ({ program, args: ["eval", "throw new Error('no torch')"] }));
  const open = async (call: ProgramCall) => {
    await using link = new Link(call, signal);
    return await link.ask({ what: "limits" });
  };
  const { message } = await assertRejects(() => firstThatOpens(calls, open), Error);
  assertMatch(message, /^there is no no-such-program; there is no another-one; [^\n]+$/);
  assertEquals(
    await firstThatOpens(calls, ({ program }) => Promise.resolve(program)),
    calls[0].program,
  );
});

Deno.test("the lab trains in every manner of the rows", async () => {
  await using lab = await openColumn("cpu", signal);
  for (
    const variant of [
      { manner: "lab", members: 1, snapshots: true },
      { manner: "ensemble", ownOrders: true },
      { manner: "ensemble", workers: 1 },
    ] as const
  ) {
    const { seconds, phases } = await lab.run({ ...training, ...variant, epochs: 5 });
    assert(seconds > 0 && phases!.device > 0);
  }
});

Deno.test("the command to figure is timed as a whole process, and cleans up", async () => {
  await using lab = await openColumn("cpu", signal);
  const { seconds, phases } = await lab.run({ kind: "figure" });
  const parts = Object.values(phases!);
  assert(parts.length === 2 && parts.every((part) => part > 0));
  assert(Math.abs(parts[0] + parts[1] - seconds) < 1e-9);
});
