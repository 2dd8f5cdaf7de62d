/** What a network gets wrong and how certain it is, in sentences and as a table. */

import { type Dataset, lossText, percentText } from "../../../mod.ts";
import type { Output } from "../output/output.ts";
import { certaintyText, type Examined } from "./examine.ts";

/** A mistake above this probability is called certain. */
const CERTAIN = 0.9;

/** A difference of mean confidence and accuracy below this rounds to none in percent. */
const EQUAL = 0.005;

/** The most features whose values are in the table. */
const MAX_FEATURES = 6;

/** What to look for in the figures, and how well the probabilities come true. */
export function describeExamined(examined: Examined, { test, seed }: {
  readonly test: Dataset;
  readonly seed: number;
}): string[] {
  const { calibration, guessing } = examined;
  const { expectedCalibrationError, brierScore } = calibration;
  return [
    describeMistakes(examined, test),
    describeConfidence(examined),
    `The expected calibration error is ${lossText(expectedCalibrationError)}; ${
      largestGap(examined)
    }`,
    `The Brier score is ${
      lossText(brierScore)
    }; the shares of the classes as probabilities would ` +
    `have ${lossText(guessing)}.`,
    `All of this is from one network, of seed ${seed}, and ${test.samples} test points: other seeds ` +
    "give other mistakes.",
  ];
}

function describeMistakes({ wrong }: Examined, test: Dataset): string {
  const total = test.samples;
  if (wrong.length === 0) {
    return `All ${total} test points are classified correctly: none has a number.`;
  }
  const [{ actual, predicted, probability }] = wrong;
  const certain = wrong.filter((mistake) => mistake.probability > CERTAIN).length;
  return `${wrong.length} of ${total} test points are wrong, ${certain} of them with more than ` +
    `${100 * CERTAIN}% certainty: look for the numbered ones far from the boundary; number 1 is ` +
    `${nameOf(actual, test)}, taken for ${nameOf(predicted, test)} with ${
      certaintyText(probability)
    }.`;
}

function describeConfidence({ calibration: { meanProbability, share } }: Examined): string {
  const average = `on average it is ${percentText(meanProbability)} certain and ` +
    `${percentText(share)} right`;
  const look = "On the reliability diagram look for the side of the diagonal";
  if (Math.abs(meanProbability - share) < EQUAL) {
    return `${look}, below which the network is more certain than right: ${average}, which is as good ` +
      "as equal.";
  }
  return meanProbability > share
    ? `${look}: below it the network is more certain than right, overconfident; ${average}.`
    : `${look}: above it the network is less certain than right, underconfident; ${average}.`;
}

/** The interval that adds most to the calibration error. */
function largestGap({ calibration: { bins, samples } }: Examined): string {
  const gapOf = (bin: typeof bins[number]) =>
    bin.count * Math.abs((bin.meanProbability ?? 0) - (bin.share ?? 0));
  const most = bins.reduce((most, bin) => gapOf(bin) > gapOf(most) ? bin : most);
  const [from, to] = [most.from, most.to].map((bound) => Number((100 * bound).toPrecision(3)));
  return `most of it comes from the ${most.count} of ${samples} points between ${from}% and ${to}%: ` +
    `${percentText(most.meanProbability ?? NaN)} certain, ${percentText(most.share ?? NaN)} right.`;
}

function nameOf(label: number, { classNames }: Dataset): string {
  return classNames?.[label] ?? `class ${label}`;
}

/** Writes the mistakes that have a number in the figure, with their features in their own units. */
export function showMistakes(
  output: Output,
  { wrong }: Examined,
  { test, shown }: { readonly test: Dataset; readonly shown: number },
): void {
  if (wrong.length === 0) return;
  const names = test.featureNames ?? inputsOf(test, 0).map((_, at) => `feature ${at + 1}`);
  const columns = names.slice(0, MAX_FEATURES);
  output.say();
  output.table(
    [
      "number",
      "actual",
      "predicted",
      "probability",
      ...columns.map((title) => ({ title, decimals: 3 })),
    ],
    wrong.slice(0, shown).map(({ sample, actual, predicted, probability }, at) => [
      String(at + 1),
      nameOf(actual, test),
      nameOf(predicted, test),
      certaintyText(probability),
      ...inputsOf(test, sample).slice(0, columns.length),
    ]),
  );
}

/** The features of a sample in their own units. */
export function inputsOf({ inputs, features, scaler }: Dataset, sample: number): number[] {
  const own = inputs.subarray(sample * features, (sample + 1) * features);
  return Array.from(
    own,
    (value, at) => scaler === undefined ? value : scaler.mean[at] + scaler.scale[at] * value,
  );
}
