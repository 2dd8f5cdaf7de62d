/** Statistics of loss curves. */

import { assertEquals, assertThrows } from "@std/assert";
import { curveStatistics, divergenceNotes, epochReaching, type RunCurves } from "../../../mod.ts";

/** A run that came to these losses; NaN from the epoch of its divergence on, if it diverged. */
function runOf(name: string, trainLoss: number[], testLoss: number[] = trainLoss): RunCurves {
  const end = trainLoss.findIndex(Number.isNaN);
  return {
    name,
    trainLoss: Float64Array.from(trainLoss),
    testLoss,
    divergedAtEpoch: end < 0 ? null : end + 1,
  };
}

Deno.test("the final losses are those of the last epoch", () => {
  const run = runOf("a", [3, 2, 1], [6, 5, 4]);
  const { epochs, finalTrainLoss, finalTestLoss, gap } = curveStatistics(run);
  assertEquals([epochs, finalTrainLoss, finalTestLoss, gap], [3, 1, 4, 3]);
});

Deno.test("a run without epochs has no numbers", () => {
  const { epochs, ...others } = curveStatistics(runOf("none", []));
  assertEquals(epochs, 0);
  assertEquals(Object.values(others), [NaN, NaN, NaN, NaN]);
});

Deno.test("the largest loss is the largest finite one", () => {
  assertEquals(curveStatistics(runOf("a", [3, 9, Infinity, NaN])).maxTrainLoss, 9);
  assertEquals(curveStatistics(runOf("a", [NaN])).maxTrainLoss, NaN);
});

Deno.test("an epoch reaches a loss that it equals, counted from 1", () => {
  const run = runOf("a", [0.9, 0.5, 0.7, 0.3]);
  assertEquals([1, 0.5, 0.4, 0.1].map((loss) => epochReaching(run, loss)), [1, 2, 4, undefined]);
});

Deno.test("a sentence on each run that diverged says when, and how far it had come", () => {
  const runs = [runOf("calm", [1, 0.5]), runOf("wild", [0.7, 2e9, NaN, NaN])];
  assertEquals(divergenceNotes(runs), [
    "wild diverged: its loss stopped being finite in epoch 3, after 2.0e+9.",
  ]);
  assertEquals(divergenceNotes([runs[0]]), []);
  assertEquals(divergenceNotes([runOf("lost", [NaN, NaN])]), [
    "lost diverged: its loss stopped being finite in epoch 1.",
  ]);
});

Deno.test("a run may diverge after hundreds of thousands of epochs", () => {
  const losses = Array.from({ length: 300_000 }, (_, epoch) => epoch === 7 ? 4 : 1);
  assertEquals(divergenceNotes([runOf("late", [...losses, NaN])]), [
    "late diverged: its loss stopped being finite in epoch 300001, after 4.000.",
  ]);
});

Deno.test("what is no run, and a loss that is none, is refused in one line", () => {
  const message = "must be a run with its name, trainLoss and testLoss";
  for (const wrong of [undefined, null, [], {}, { name: "a", trainLoss: [1], testLoss: "1" }]) {
    const curves = wrong as unknown as RunCurves;
    assertThrows(() => curveStatistics(curves), TypeError, `curves ${message}`);
    assertThrows(() => epochReaching(curves, 1), TypeError, `curves ${message}`);
    assertThrows(() => divergenceNotes([curves]), TypeError, `runs[0] ${message}`);
  }
  assertThrows(
    () => epochReaching(runOf("a", [1]), NaN),
    RangeError,
    "loss must be a finite number",
  );
});
