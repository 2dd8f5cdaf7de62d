import { assertEquals } from "@std/assert";
import {
  divergences,
  epochReaching,
  epochsText,
  finalLoss,
  finalTestLoss,
  listed,
  ranked,
  showRuns,
} from "../../scripts/cli/run_stats.ts";
import { listen, runOf } from "./fixtures.ts";

Deno.test("the final losses are those of the last epoch", () => {
  const run = runOf("a", [3, 2, 1], { testLoss: [6, 5, 4] });
  assertEquals([finalLoss(run), finalTestLoss(run)], [1, 4]);
});

Deno.test("runs are ranked best first, those that diverged left out, and the list stays", () => {
  const runs = [runOf("b", [2]), runOf("wild", [1, NaN]), runOf("a", [1]), runOf("c", [3])];
  assertEquals(ranked(runs, finalLoss).map(({ name }) => name), ["a", "b", "c"]);
  assertEquals(ranked(runs, (run) => -finalLoss(run)).map(({ name }) => name), ["c", "b", "a"]);
  assertEquals(runs.map(({ name }) => name), ["b", "wild", "a", "c"]);
});

Deno.test("an epoch reaches a loss that it equals, counted from 1", () => {
  const run = runOf("a", [0.9, 0.5, 0.7, 0.3]);
  assertEquals([1, 0.5, 0.4, 0.1].map((loss) => epochReaching(run, loss)), [1, 2, 4, undefined]);
});

Deno.test("one epoch is not 1 epochs", () => {
  assertEquals([1, 2, 150].map(epochsText), ["1 epoch", "2 epochs", "150 epochs"]);
});

Deno.test("names stand in a row with an and", () => {
  assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

Deno.test("a sentence on each run that diverged says when, and how far it had come", () => {
  const runs = [runOf("calm", [1, 0.5]), runOf("wild", [0.7, 2e9, NaN, NaN])];
  assertEquals(divergences(runs), [
    "wild diverged: its loss stopped being finite in epoch 3, after 2.0e+9.",
  ]);
  assertEquals(divergences([runs[0]]), []);
  assertEquals(divergences([runOf("lost", [NaN, NaN])]), [
    "lost diverged: its loss stopped being finite in epoch 1.",
  ]);
});

Deno.test("a run may diverge after hundreds of thousands of epochs", () => {
  const losses = Array.from({ length: 300_000 }, (_, epoch) => epoch === 7 ? 4 : 1);
  assertEquals(divergences([runOf("late", [...losses, NaN])]), [
    "late diverged: its loss stopped being finite in epoch 300001, after 4.000.",
  ]);
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
