/** Curves of an ensemble, whose members may be trained for different numbers of epochs. */

import { assert, assertEquals } from "@std/assert";
import { curveNames, type Curves, GroupCurves, scoresOf } from "../../lib/training/curves.ts";

/** Scores of an epoch: 100 · epoch + 10 · the curve's number + the place. */
function scoresIn(epoch: number, places: number): Curves {
  const column = (curve: number) =>
    Float64Array.from({ length: places }, (_, at) => 100 * epoch + 10 * curve + at);
  return {
    trainLoss: column(0),
    trainAccuracy: column(1),
    testLoss: column(2),
    testAccuracy: column(3),
  };
}

const everyone = [0, 1, 2].map((member) => ({ member, at: member }));

Deno.test("a member's curves have its scores epoch by epoch", () => {
  const curves = new GroupCurves(3, { test: true });
  for (const epoch of [1, 2, 3]) curves.record(epoch, scoresIn(epoch, 3), everyone);
  assertEquals(curves.first(1, 3).trainLoss, Float64Array.of(101, 201, 301));
  assertEquals(curves.first(2, 2).testAccuracy, Float64Array.of(132, 232));
  assertEquals(curves.at(0, 2), scoresOf(curves.first(0, 3), 2));
  assertEquals(curves.first(0, 0).trainLoss, new Float64Array(0));
});

Deno.test("members that are no longer trained have no scores, and others their own", () => {
  const curves = new GroupCurves(3, { test: true });
  curves.record(1, scoresIn(1, 3), everyone);
  curves.record(2, scoresIn(2, 2), [{ member: 0, at: 0 }, { member: 2, at: 1 }]);
  assertEquals(curves.first(2, 2).testLoss, Float64Array.of(122, 221));
  assertEquals(curves.first(1, 2).trainLoss, Float64Array.of(101, NaN));
  assert(curveNames.every((name) => Number.isNaN(curves.at(1, 2)[name])));
});

Deno.test("without test data the curves of the test are empty", () => {
  const curves = new GroupCurves(1, { test: false });
  curves.record(1, scoresIn(1, 1), [everyone[0]]);
  const { trainAccuracy, testLoss, testAccuracy } = curves.first(0, 1);
  assertEquals([trainAccuracy.length, testLoss.length, testAccuracy.length], [1, 0, 0]);
});

Deno.test("copies of curves belong to their caller", () => {
  const curves = new GroupCurves(3, { test: true });
  curves.record(1, scoresIn(1, 3), everyone);
  curves.first(0, 1).trainLoss.fill(-1);
  assertEquals(curves.first(0, 1).trainLoss, Float64Array.of(100));
});

Deno.test("restored curves are those that were saved, and go on", () => {
  const before = new GroupCurves(3, { test: true });
  for (const epoch of [1, 2]) before.record(epoch, scoresIn(epoch, 3), everyone);
  const saved = [0, 1, 2].map((member) => before.first(member, 2));
  const after = new GroupCurves(3, { test: true });
  after.restore(saved, 2);
  for (const each of [before, after]) each.record(3, scoresIn(3, 3), everyone);
  for (const { member } of everyone) {
    assertEquals(after.first(member, 3), before.first(member, 3), `member ${member}`);
  }
});

Deno.test("a training diverged in the first epoch without a training loss", () => {
  const curves = new GroupCurves(2, { test: true });
  const none = { ...scoresIn(2, 2), trainLoss: Float64Array.of(NaN, 1) };
  [scoresIn(1, 2), none, none].forEach((scores, index) =>
    curves.record(index + 1, scores, everyone.slice(0, 2))
  );
  assertEquals([0, 1, 2, 3].map((epochs) => curves.divergenceOf(0, epochs)), [null, null, 2, 2]);
  assertEquals(curves.divergenceOf(1, 3), null);
});
