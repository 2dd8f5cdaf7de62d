import { assertEquals } from "@std/assert";
import { epochsText, ranked, showRuns } from "../../scripts/cli/run_stats.ts";
import { listen, runOf } from "./fixtures.ts";

Deno.test("runs are ranked best first, those that diverged left out, and the list stays", () => {
  const runs = [runOf("b", [2]), runOf("wild", [1, NaN]), runOf("a", [1]), runOf("c", [3])];
  assertEquals(ranked(runs, ({ trainLoss }) => trainLoss[0]).map(({ name }) => name), [
    "a",
    "b",
    "c",
  ]);
  assertEquals(ranked(runs, ({ trainLoss }) => -trainLoss[0]).map(({ name }) => name), [
    "c",
    "b",
    "a",
  ]);
  assertEquals(runs.map(({ name }) => name), ["b", "wild", "a", "c"]);
});

Deno.test("one epoch is not 1 epochs", () => {
  assertEquals([1, 2, 150].map(epochsText), ["1 epoch", "2 epochs", "150 epochs"]);
});

Deno.test("the table of runs has a column on divergence only where a run diverged", () => {
  const { output, tables } = listen();
  const calm = runOf("calm", [1, 0.5]);
  showRuns(output, [calm]);
  showRuns(output, [calm, runOf("wild", [0.7, NaN])]);
  const titles = tables.map(([columns]) => (columns as unknown[]).length);
  assertEquals(titles, [5, 6]);
  assertEquals(tables[0][1], [["calm", 0.5, 0.5, 50, 75]]);
  assertEquals(tables[1][1], [
    ["calm", 0.5, 0.5, 50, 75],
    ["wild", NaN, NaN, NaN, NaN, "diverged in epoch 2"],
  ]);
});
