/** What a trained network gets wrong on the test data, and how certain it is. */

import {
  type Calibration,
  calibration,
  type Mistake,
  mistakes,
  percentText,
  predict,
  type Run,
} from "../../../mod.ts";
import type { Lab } from "../lab.ts";

/** The results of a network on the test data. */
export interface Examined {
  readonly run: Run;
  /** For each class the numbers of its samples that are taken for each class. */
  readonly confusion: readonly (readonly number[])[];
  /** All mistakes, the most certain ones first. */
  readonly wrong: readonly Mistake[];
  readonly calibration: Calibration;
  /** The confidences of the samples that are right, and of those that are wrong. */
  readonly confidences: { readonly right: readonly number[]; readonly wrong: readonly number[] };
  /** The Brier score of the shares of the classes as probabilities. */
  readonly guessing: number;
}

/** Examines a network with probabilities on the test data. */
export async function examine(
  { data: { test }, device }: Pick<Lab, "data" | "device">,
  run: Run,
  bins: number,
): Promise<Examined> {
  const { labels, probabilities, classes } = await predict(run.model, {
    ...{ device, inputs: test.inputs },
  });
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((predicted, sample) => confusion[test.labels[sample]][predicted]++);
  const all = Array.from(labels, (label, sample) => probabilities![sample * classes + label]);
  const isRight = (_: number, sample: number) => labels[sample] === test.labels[sample];
  return {
    ...{ run, confusion },
    wrong: mistakes(probabilities!, test.labels),
    calibration: calibration(probabilities!, test.labels, { bins }),
    confidences: {
      right: all.filter(isRight),
      wrong: all.filter((value, sample) => !isRight(value, sample)),
    },
    guessing: guessingScore(confusion, test.samples),
  };
}

/** The Brier score of a model that always gives each class its share, in the form of `calibration`. */
function guessingScore(confusion: Examined["confusion"], samples: number): number {
  const shares = confusion.map((row) => row.reduce((sum, count) => sum + count, 0) / samples);
  const score = 1 - shares.reduce((sum, share) => sum + share ** 2, 0);
  return confusion.length === 2 ? score / 2 : score;
}

/** A probability in percent; one that is not quite 1 is not written as 100%. */
export function certaintyText(probability: number): string {
  const text = percentText(probability);
  return text === "100.0%" ? ">99.9%" : text;
}
