/** How well runs do on the test data: accuracy, or R² of regressions. */

import { percentText, type Run } from "../../mod.ts";

/** The measure of how well a run does: R² for a regression, or else the accuracy. */
export function scoreName({ model }: Pick<Run, "model">): string {
  return model.task === "regression" ? "R²" : "accuracy";
}

/** The score of a run on the test data: the share that is right, or R²; the larger the better. */
export function testScore({ finalTestRegression, finalTestAccuracy }: Run): number {
  return finalTestRegression?.r2 ?? finalTestAccuracy;
}

/** Whether there is a score: R² takes two samples. */
export const hasScore = (run: Run): boolean => Number.isFinite(testScore(run));

/** That score as text. */
export function scoreText(run: Run): string {
  const score = testScore(run);
  return run.model.task === "regression" ? r2Text(score) : percentText(score);
}

/** R² with three decimals; a dash for one that is not finite, as that of a single sample. */
export function r2Text(r2: number): string {
  return Number.isFinite(r2) ? r2.toFixed(3) : "–";
}

/** How well a run does on the test data, in words: `89.4% right`, or `R² 0.887`. */
export function scorePhrase(run: Run): string {
  if (run.model.task !== "regression") return `${scoreText(run)} right`;
  if (hasScore(run)) return `R² ${scoreText(run)}`;
  return Number.isNaN(testScore(run)) ? "no R², which takes two test samples" : "no finite R²";
}
