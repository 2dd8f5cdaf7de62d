/** Calibration against scikit-learn and NumPy, on intervals that a reader can check, and its refusals. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { calibration, RandomState } from "../../mod.ts";
import { pythonTest } from "../python.ts";

/** Probabilities of so many classes for 500 samples, in float32 as a device gives them, and labels. */
function drawn(classes: number): { probabilities: Float32Array; labels: Int32Array } {
  const state = new RandomState(classes);
  const samples = 500;
  const probabilities = new Float32Array(samples * classes);
  for (let sample = 0; sample < samples; sample++) {
    const powers = Array.from(state.normal(classes), (value) => Math.exp(2 * value));
    const sum = powers.reduce((sum, power) => sum + power, 0);
    powers.forEach((power, label) => probabilities[sample * classes + label] = power / sum);
  }
  const labels = Int32Array.from(state.uniform(samples), (value) => Math.floor(classes * value));
  // Bounds of intervals, whose side is one of rounding.
  probabilities.set([0.1, 0.9, 0.3, 0.7, 0.6, 0.4, 1, 0, 0, 1].flatMap((value, at) => {
    return at % 2 === 0 ? [value, ...Array(classes - 2).fill(0), 1 - value] : [];
  }));
  return { probabilities, labels };
}

const program = `
import sys, json, numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss
def ece(prob, right, edges):
    gaps = []
    for i in range(len(edges) - 1):
        inside = (prob <= edges[i + 1]) & ((prob > edges[i]) if i > 0 else True)
        if inside.any():
            gaps.append((inside.sum(), abs(right[inside].mean() - prob[inside].mean())))
    return [sum(n * g for n, g in gaps) / len(prob), max(g for _, g in gaps)]
def solved(given):
    labels, bins = np.array(given["labels"]), given["bins"]
    edges = np.linspace(0, 1, bins + 1)
    p = np.array(given["probabilities"], dtype=np.float64)
    single, positive = p[:, -1], (labels == p.shape[1] - 1).astype(int)
    share, mean = calibration_curve(positive, single, n_bins=bins)
    right = (p.argmax(1) == labels).astype(float)
    return {
        "share": share.tolist(), "mean": mean.tolist(),
        "brier": brier_score_loss(positive, single),
        "single": ece(single, positive.astype(float), edges),
        "confidence": ece(p.max(1), right, edges),
        "accuracy": right.mean(), "sum": ((p - np.eye(p.shape[1])[labels]) ** 2).sum(1).mean(),
    }
print(json.dumps([solved(each) for each in json.load(open(sys.argv[1]))]))
`;

const cases = [[2, 10], [2, 5], [3, 15], [5, 7], [2, 1]].map(([classes, bins]) => {
  const { probabilities, labels } = drawn(classes);
  const rows = Array.from(
    labels,
    (_, at) => Array.from(probabilities.subarray(at * classes, (at + 1) * classes)),
  );
  return { classes, bins, probabilities, labels, rows };
});

pythonTest(
  "calibration is that of scikit-learn and of NumPy",
  ["numpy", "sklearn"],
  async (run) => {
    const given = cases.map(({ rows, labels, bins }) => {
      return { probabilities: rows, labels: [...labels], bins };
    });
    // A file, as a single argument has a maximum length.
    const file = Deno.makeTempFileSync();
    Deno.writeTextFileSync(file, JSON.stringify(given));
    const answers = JSON.parse(
      await run(["-c", program, file]).finally(() => Deno.removeSync(file)),
    );
    for (const [at, { classes, bins, probabilities, labels, rows }] of cases.entries()) {
      const expected = answers[at];
      const single = rows.map((row) => row[classes - 1]);
      const isLast = labels.map((label) => Number(label === classes - 1));
      const one = calibration(single, isLast, { bins });
      const full = one.bins.filter(({ count }) => count > 0);
      // To the bit: sums are in the order of the samples.
      assertEquals(full.map(({ share }) => share), expected.share);
      assertEquals(full.map(({ meanProbability }) => meanProbability), expected.mean);
      assertEquals([one.of, one.bins.length], ["class 1", bins]);
      assertAlmostEquals(one.brierScore, expected.brier, 1e-12);
      const all = calibration(probabilities, labels, { bins });
      assertEquals([all.of, all.samples], ["confidence", 500]);
      assertAlmostEquals(all.share, expected.accuracy, 1e-12);
      for (const [found, [mean, most]] of [[one, expected.single], [all, expected.confidence]]) {
        assertAlmostEquals(found.expectedCalibrationError, mean, 1e-12);
        assertAlmostEquals(found.maximumCalibrationError, most, 1e-12);
      }
      const factor = classes === 2 ? 0.5 : 1;
      // In float32 both probabilities of two classes add up to 1 within its rounding.
      assertAlmostEquals(all.brierScore, factor * expected.sum, 1e-7);
    }
  },
);

Deno.test("a bound belongs to the interval below it, and empty intervals are kept", () => {
  const { bins } = calibration([0, 0.5, 0.51, 1], [0, 1, 0, 1], { bins: 4 });
  assertEquals(bins.map(({ count }) => count), [1, 1, 1, 1]);
  assertEquals(bins.map(({ share }) => share), [0, 1, 0, 1]);
  const [low, high] = calibration([0.9], [1], { bins: 2 }).bins;
  assertEquals(low, { from: 0, to: 0.5, count: 0, meanProbability: null, share: null });
  assertEquals([high.count, high.share], [1, 1]);
});

Deno.test("two classes have one Brier score, as one list or as two columns", () => {
  const ones = [0.25, 0.5, 0.875];
  const both = ones.flatMap((value) => [1 - value, value]);
  const labels = [0, 1, 1];
  const [one, two] = [ones, both].map((values) => calibration(values, labels));
  assertEquals(one.brierScore, two.brierScore);
  assertEquals(two.share, 2 / 3);
  // Of equal probabilities the first class is predicted, in both forms.
  assert(two.bins.every(({ to, count }) => to >= 0.5 || count === 0));
});

Deno.test("what is no probability of a class is refused by its place", () => {
  const refused: [number[], number[], string][] = [
    [[0.5, 1.5], [0, 1], "[1] of probabilities must be a finite number, at least 0 and at most 1"],
    [[0.5, NaN], [0, 1], "[1] of probabilities must be"],
    [[0.5, 0.6, 0.5, 0.5], [0, 1], "the sum of [0] to [1] of probabilities must be 1"],
    [[0.5, 0.5], [0, 2], "[1] of labels must be a whole number, at least 0 and at most 1"],
    [[0.5, 0.5, 0.5], [0, 1], "must be one for each of 2 labels, or for each label and class"],
    [[], [], "the number of labels must be"],
  ];
  for (const [probabilities, labels, message] of refused) {
    assertThrows(() => calibration(probabilities, labels), RangeError, message);
  }
  assertThrows(() => calibration([0.5], [1], { bins: 0 }), RangeError, "bins must be");
});
