import { assertEquals } from "@std/assert";
import { createCurves, record, scoresOf } from "../../lib/devices/curves.ts";

const scores = { trainLoss: 0.5, trainAccuracy: 0.75, testLoss: 0.625, testAccuracy: 1 };

Deno.test("curves hold NaN until an epoch is recorded", () => {
  const curves = createCurves(3, { test: true });
  record(curves, 2, scores);
  assertEquals([...curves.trainLoss], [NaN, 0.5, NaN]);
  assertEquals([...curves.trainAccuracy], [NaN, 0.75, NaN]);
  assertEquals([...curves.testLoss], [NaN, 0.625, NaN]);
  assertEquals([...curves.testAccuracy], [NaN, 1, NaN]);
  assertEquals(scoresOf(curves, 2), scores);
  assertEquals(curves.divergedAtEpoch, null);
});

Deno.test("a training loss that is not finite ends the curves; a test loss does not", () => {
  for (const trainLoss of [NaN, Infinity]) {
    const curves = createCurves(3, { test: true });
    record(curves, 1, scores);
    record(curves, 2, { ...scores, trainLoss });
    assertEquals([curves.divergedAtEpoch, ...curves.testLoss], [2, 0.625, NaN, NaN]);
    assertEquals(scoresOf(curves, 2).testAccuracy, NaN);
  }
  const curves = createCurves(1, { test: true });
  record(curves, 1, { ...scores, testLoss: NaN });
  assertEquals([curves.divergedAtEpoch, curves.trainLoss[0]], [null, 0.5]);
});

Deno.test("without test samples their curves are empty and their scores NaN", () => {
  const curves = createCurves(2, { test: false });
  record(curves, 1, scores);
  assertEquals([curves.testLoss.length, curves.testAccuracy.length], [0, 0]);
  assertEquals(scoresOf(curves, 1), { ...scores, testLoss: NaN, testAccuracy: NaN });
});
