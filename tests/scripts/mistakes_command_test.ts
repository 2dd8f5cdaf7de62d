/** The command `mistakes`: its record against its own runs, its figures, other data, and what it refuses. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import type { Calibration, Mistake } from "../../mod.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf, twice } from "./tasks.ts";

interface Record extends ExperimentRecord {
  readonly confusion: readonly (readonly number[])[];
  readonly calibration: Calibration;
  readonly mistakes: readonly (Mistake & { readonly inputs: readonly number[] })[];
}

const mistakesOf = (folder: string, args: readonly string[]) =>
  jsonOf<Record>("mistakes", folder, args);

const files = ["mistakes-calibration.svg", "mistakes-confusion.svg", "mistakes-plane.svg"];
const iris = ["--data", "tests/reference/iris.csv", "--epochs", "20"];

const textsIn = (path: string) => readSvg(Deno.readTextFileSync(path)).map(({ text }) => text);

Deno.test("confusion, mistakes and calibration agree with the accuracy of the run", () =>
  withFolder(async (folder) => {
    const { experiment, runs: [run], confusion, calibration, mistakes, takeaways } =
      await mistakesOf(folder, ["--epochs", "60"]);
    assertEquals([experiment, run.name, run.optimizer], ["mistakes", "2-64-64-2 relu", "adam"]);
    const total = confusion.flat().reduce((sum, count) => sum + count, 0);
    const right = confusion[0][0] + confusion[1][1];
    assertEquals([total, total - right, calibration.samples], [180, mistakes.length, 180]);
    assertAlmostEquals(right / total, run.testAccuracy!, 1e-12);
    assertAlmostEquals(calibration.share, run.testAccuracy!, 1e-12);
    assertEquals(calibration.bins.reduce((sum, { count }) => sum + count, 0), 180);
    const certainties = mistakes.map(({ probability }) => probability);
    assertEquals(certainties, certainties.toSorted((a, b) => b - a));
    assert(
      mistakes.every(({ inputs, actual, predicted }) =>
        inputs.length === 2 && actual !== predicted
      ),
    );
    assertStringIncludes(takeaways[0], `${mistakes.length} of 180 test points are wrong`);
    assertStringIncludes(takeaways[1], "On the reliability diagram look for ");
    const { expectedCalibrationError: error } = calibration;
    assertStringIncludes(takeaways[2], `The expected calibration error is ${error.toFixed(3)};`);
    // Half of the points are of each class: guessing has 0.5².
    assertStringIncludes(takeaways[3], "would have 0.250.");
    assertEquals(namesIn(folder), files);
    for (const file of files) {
      const svg = Deno.readTextFileSync(`${folder}/${file}`);
      assertEquals(textFaults(svg), [], file);
      assert(!/NaN|undefined|Infinity/.test(svg));
    }
    const plane = textsIn(`${folder}/mistakes-plane.svg`);
    for (const at of [1, 2, 3, 4, 5]) {
      assert(plane.some((text) => text.startsWith(`${at}: `)), `${at} in ${plane}`);
    }
    const counts = calibration.bins.map(({ count }) => count).filter((count) => count > 0);
    const texts = textsIn(`${folder}/mistakes-calibration.svg`);
    for (const count of counts) assert(texts.includes(String(count)), String(count));
  }));

Deno.test("a file of results runs again to the same, and settings reach the results", () =>
  withFolder(async (folder) => {
    const args = ["--epochs", "5", "--rings", "2", "--bins", "4", "--sizes", "2,8,2"];
    const [before, again] = await twice<Record>("mistakes", folder, args);
    assertEquals(again.calibration, before.calibration);
    assertEquals(again.mistakes, before.mistakes);
    assertEquals([before.calibration.bins.length, before.runs[0].sizes], [4, [2, 8, 2]]);
    const plane = textsIn(`${folder}/mistakes-plane.svg`);
    assert(plane.some((text) => text.startsWith("2: ")));
    assert(!plane.some((text) => text.startsWith("3: ")));
  }));

Deno.test("more features lie in a plane, one feature gives curves, and classes have their names", () =>
  withFolder(async (folder) => {
    const many = await mistakesOf(`${folder}/many`, iris);
    assert(many.mistakes.every(({ inputs }) => inputs.length === 4));
    const plane = textsIn(`${folder}/many/mistakes-plane.svg`).join(" ");
    assertStringIncludes(plane, "principal component 1");
    assertStringIncludes(plane, "versicolor");
    const one = await mistakesOf(`${folder}/one`, [...iris, "--features", "petal_length"]);
    const curves = textsIn(`${folder}/one/mistakes-plane.svg`);
    for (const text of ["petal_length", "probability"]) assert(curves.includes(text), text);
    assert(one.mistakes.length > 0 && curves.some((text) => text.startsWith("1: ")));
    assertEquals(one.confusion.length, 3);
  }));

Deno.test("a network without mistakes says so, and one that diverged has its plane alone", () =>
  withFolder(async (folder) => {
    const easy = ["--dataset", "blobs", "--noise", "0.1", "--epochs", "20"];
    const { mistakes, takeaways, confusion } = await mistakesOf(`${folder}/easy`, easy);
    assertEquals([mistakes.length, confusion[0][1]], [0, 0]);
    assertMatch(takeaways[0], /^All \d+ test points are classified correctly/);
    const lost = await mistakesOf(`${folder}/lost`, ["--learning-rate", "1e30", "--epochs", "3"]);
    assertEquals(lost.runs[0].status, "diverged");
    assertMatch(lost.takeaways[0], /diverged/);
    assertEquals(namesIn(`${folder}/lost`), ["mistakes-plane.svg"]);
  }));

Deno.test("what mistakes cannot be found in is refused in one line", () =>
  withFolder(async (folder) => {
    const cases: [string[], string][] = [
      [
        ["--data", "tests/reference/iris.csv", "--target", "petal_width"],
        "Cannot find the mistakes of a regression",
      ],
      [["--dataset", "blobs", "--centers", "1"], "Cannot find the mistakes of one class"],
      [["--loss", "meanSquaredError"], "Unknown flag --loss"],
      [["--bins", "0"], "--bins must be a whole number, at least 1 and at most 1000"],
      [["--rings", "-1"], "--rings must be a whole number, at least 0 and at most 100"],
      [["--sizes", "3,2"], "sizes"],
    ];
    for (const [args, message] of cases) {
      await assertRefused("mistakes", args, { folder, says: message });
    }
  }));
