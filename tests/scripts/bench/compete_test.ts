import { assertEquals } from "@std/assert";
import { Competition, type Competitor, Paces, tooLong } from "../../../scripts/bench/compete.ts";
import { type ContenderName, UnsuitedError } from "../../../scripts/bench/contender.ts";
import { benchRows } from "../../../scripts/bench/rows.ts";
import { type Task, workOf } from "../../../scripts/bench/tasks.ts";

const { signal } = new AbortController();
const once = { turns: 1, budget: 3, signal };
const [small, middle, large] = benchRows(["grid"], { software: true });

/** A contender of so many seconds a point, that computes ones unless it is told else. */
function competitor(
  id: ContenderName,
  { lab = false, pace = 1e-9, value = (_: Task): number => 1, ran = [] as Task[] } = {},
): Competitor {
  return {
    id,
    lab,
    run: async (task) => {
      ran.push(task);
      const values = Float32Array.of(await Promise.resolve(value(task)));
      return { seconds: pace * workOf(task), values };
    },
  };
}

Deno.test("who is right and quick has a cell, after a small case and a turn to warm up", async () => {
  const ran: Task[] = [];
  const competition = new Competition([competitor("cpu", { lab: true, ran })], {
    ...once,
    turns: 2,
  });
  const { cells, leftOut } = await competition.measure(small);
  const sides = ran.map((task) => task.kind === "grid" ? task.side : NaN);
  assertEquals(sides, [128, 128, 200, 200, 200]);
  assertEquals([cells.cpu?.runs, leftOut], [2, {}]);
  assertEquals(Math.round(cells.cpu?.rate ?? 0), 1e9);
  await competition.measure(middle);
  assertEquals(ran.length, 8);
});

Deno.test("who computes something else is out of all rows alike, and never timed", async () => {
  const ran: Task[] = [];
  const wrong = competitor("webgpu", { lab: true, value: () => 1.01, ran });
  const competition = new Competition([wrong, competitor("layersCpu")], once);
  for (const row of [small, middle]) {
    const { cells, leftOut } = await competition.measure(row);
    assertEquals(Object.keys(cells), ["layersCpu"]);
    const why = "computed 1.0099999904632568 instead of 1, which is layersCpu's";
    assertEquals(leftOut, { webgpu: { why, fault: true } });
  }
  assertEquals(ran.length, 2);
});

Deno.test("a result that is wrong at full size alone loses its cell", async () => {
  const wrong = competitor("webgpu", {
    lab: true,
    value: (task) => workOf(task) > 1e5 ? NaN : 1,
  });
  const competition = new Competition([wrong, competitor("layersWasm")], once);
  assertEquals(Object.keys((await competition.measure(small)).cells), ["webgpu", "layersWasm"]);
  const { cells, leftOut } = await competition.measure(middle);
  assertEquals([Object.keys(cells), leftOut.webgpu?.fault], [["layersWasm"], true]);
});

Deno.test("what a peer would take too long for is left out, by the largest row it did", async () => {
  const peer = competitor("layersCpu", { pace: 1e-5 });
  const lab = competitor("cpu", { lab: true, pace: 1e-6 });
  const competition = new Competition([lab, peer], once);
  const middleRow = await competition.measure(middle);
  assertEquals(middleRow.cells.layersCpu?.runs, 1);
  const { cells, leftOut } = await competition.measure(large);
  assertEquals(Object.keys(cells), ["cpu"]);
  assertEquals(leftOut, { layersCpu: { why: "would take about 160 s", fault: false } });
});

Deno.test("who fails is left out with its reason on a line, and the others go on", async () => {
  const broken = competitor("layersWebgpu", {
    value: () => {
      throw new Error("\x1b[31mout of\nmemory\x1b[0m");
    },
  });
  const competition = new Competition([competitor("cpu", { lab: true }), broken], once);
  const { cells, leftOut } = await competition.measure(small);
  assertEquals(Object.keys(cells), ["cpu"]);
  assertEquals(leftOut, { layersWebgpu: { why: "out of memory", fault: true } });
});

Deno.test("time is estimated by work, from the case that tells it best", () => {
  const paces = new Paces();
  paces.note("cpu", "grid", { work: 10, seconds: 1 });
  assertEquals(paces.estimate("cpu", "grid", 100), 10);
  paces.note("cpu", "grid", { work: 100, seconds: 2 });
  assertEquals(paces.estimate("cpu", "grid", 1000), 20);
  paces.note("cpu", "grid", { work: 100, seconds: 9 });
  assertEquals(paces.estimate("cpu", "grid", 1000), 20);
});

Deno.test("nothing is known of another contender, or of work that is not alike", () => {
  const paces = new Paces();
  paces.note("cpu", "grid", { work: 10, seconds: 1 });
  assertEquals(paces.estimate("wasm", "grid", 10), undefined);
  assertEquals(paces.estimate("cpu", "matmul", 10), undefined);
});

Deno.test("a run is left out that would take a peer five budgets, or the lab twenty", () => {
  const [peer, lab] = [{ lab: false, budget: 3 }, { lab: true, budget: 3 }];
  assertEquals(tooLong(15, peer), undefined);
  assertEquals(tooLong(187.4, peer), "would take about 190 s");
  assertEquals([tooLong(15.1, lab), tooLong(60, lab)], [undefined, undefined]);
  assertEquals(tooLong(61, lab), "would take about 61 s");
  assertEquals(tooLong(0.8, { ...peer, budget: 0.1 }), "would take about 0.8 s");
  assertEquals(tooLong(undefined, peer), undefined);
});

Deno.test("who is not made for a task is left out of its row, which is no fault", async () => {
  const unsuited = competitor("webgpu", {
    lab: true,
    value: () => {
      throw new UnsuitedError("Cannot train 2-64-64-2 with the kernel units");
    },
  });
  const { leftOut } = await new Competition([unsuited], once).measure(small);
  assertEquals(leftOut, {
    webgpu: { why: "Cannot train 2-64-64-2 with the kernel units", fault: false },
  });
});
