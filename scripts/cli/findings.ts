/** What runs show, as titles of figures: computed from the runs, never quoted. */

import { curveStatistics, epochReaching, type Run, type Task } from "../../mod.ts";
import { type FigureWords, lossIn, shareIn, shownName } from "./figure_words.ts";
import { ranked } from "./ranked.ts";
import { hasScore, scoreText, testScore } from "./scores.ts";

/** How soon the best run reaches the final training loss of the worst. */
export function speedFinding(lab: FigureWords, runs: readonly Run[]): string {
  const finished = ranked(runs, (run) => curveStatistics(run).finalTrainLoss);
  const [best] = finished;
  const worst = finished[finished.length - 1];
  if (finished.length < 2) return lowestFinding(lab, runs);
  const { finalTrainLoss: target } = curveStatistics(worst);
  const [fast, slow] = [best, worst].map((run) => epochReaching(run, target) ?? NaN);
  return lab.words.say("{best} reaches a loss of {loss} after {fast}, {worst} after {slow}", {
    best: shownName(lab, best.name),
    worst: shownName(lab, worst.name),
    loss: lossIn(lab, target),
    fast: lab.words.say("{n} epoch|{n} epochs", { n: fast }),
    slow,
  });
}

/** The run with the lowest final training loss, and the first that diverged. */
export function lowestFinding(lab: FigureWords, runs: readonly Run[]): string {
  const { words } = lab;
  const [best] = ranked(runs, (run) => curveStatistics(run).finalTrainLoss);
  if (best === undefined) return words.say("Every training diverges");
  const lost = runs.find(({ status }) => status === "diverged");
  const values = {
    best: shownName(lab, best.name),
    loss: lossIn(lab, curveStatistics(best).finalTrainLoss),
  };
  return lost === undefined
    ? words.say("{best} ends lowest, at a loss of {loss}", values)
    : words.say("{best} ends lowest, at a loss of {loss}; {lost} diverges", {
      ...values,
      lost: shownName(lab, lost.name),
    });
}

/** From the first, simplest network to the best one by its test loss. */
export function growthFinding(lab: FigureWords, runs: readonly Run[]): string {
  const { words } = lab;
  const [simplest] = runs;
  const loss = (run: Run) => curveStatistics(run).finalTestLoss;
  const [best] = ranked(runs, loss);
  if (best === undefined) return words.say("Every training diverges");
  if (best === simplest || simplest.status === "diverged") {
    const values = { name: shownName(lab, best.name), loss: lossIn(lab, loss(best)) };
    return best === simplest
      ? words.say("The simplest network has the lowest test loss: {name}, {loss}", values)
      : words.say("{name} ends with the lowest test loss, {loss}", values);
  }
  return words.say("The test loss falls from {high} ({from}) to {low} ({to})", {
    high: lossIn(lab, loss(simplest)),
    from: shownName(lab, simplest.name),
    low: lossIn(lab, loss(best)),
    to: shownName(lab, best.name),
  });
}

/** A run that has learned nothing, or else the one with the lowest test loss. */
export function learningFinding(
  lab: FigureWords,
  runs: readonly Run[],
  { task, guessing }: { readonly task?: Task; readonly guessing: number },
): string {
  const { words } = lab;
  const [best] = ranked(runs, (run) => curveStatistics(run).finalTestLoss);
  if (best === undefined) return words.say("Every training diverges");
  const stuck = runs.find((run) =>
    run.status !== "diverged" && Math.abs(curveStatistics(run).finalTrainLoss - guessing) < 0.01
  );
  if (stuck !== undefined) {
    const finding = task === "regression"
      ? "{name}: the loss stays at {loss}, that of the mean"
      : "{name}: the loss stays at {loss}, as by guessing";
    return words.say(finding, {
      name: shownName(lab, stuck.name),
      loss: lossIn(lab, curveStatistics(stuck).finalTrainLoss),
    });
  }
  return words.say("{name} ends with the lowest test loss, {loss}", {
    name: shownName(lab, best.name),
    loss: lossIn(lab, curveStatistics(best).finalTestLoss),
  });
}

/** How far the loss of a single run fell. */
export function fallFinding(lab: FigureWords, run: Run): string {
  const { words } = lab;
  if (run.status === "diverged") return words.say("Every training diverges");
  const [first] = run.trainLoss;
  const { epochs, finalTrainLoss: last } = curveStatistics(run);
  const values = { first: lossIn(lab, first), last: lossIn(lab, last) };
  return last < first
    ? words.say("The training loss falls from {first} to {last} in {epochs}", {
      ...values,
      epochs: words.say("{n} epoch|{n} epochs", { n: epochs }),
    })
    : words.say("The training loss does not fall: {first} at first, {last} at last", values);
}

/** The best and the worst score on the test data: accuracies, or R² of regressions. */
export function scoreFinding(lab: FigureWords, runs: readonly Run[]): string {
  const { words } = lab;
  const finished = ranked(runs, (run) => -testScore(run))
    .filter(hasScore);
  if (finished.length === 0) return words.say("Every training diverges");
  const [best] = finished;
  const worst = finished[finished.length - 1];
  const said = best.model.task === "regression" ? R2 : ACCURACY;
  const [score, other] = [best, worst].map((run) => words.digits(scoreText(run)));
  const share = score;
  if (finished.length === 1) return words.say(said.one, { share, score });
  if (other === score) return words.say(said.equal, { share, score });
  return words.say(said.several, {
    ...{ share, score, other },
    best: shownName(lab, best.name),
    worst: shownName(lab, worst.name),
  });
}

/** What is said of accuracies. */
const ACCURACY = {
  one: "{share} of the test points are classified correctly",
  equal: "All networks classify {share} of the test points correctly",
  several: "{share} of the test points right with {best}, {other} with {worst}",
} as const;

/** What is said of R². */
const R2 = {
  one: "test R² {score}",
  equal: "All networks have a test R² of {score}",
  several: "Test R² {score} with {best}, {other} with {worst}",
} as const;

/** The mean accuracy of a network over several datasets. */
export interface MeanAccuracy {
  readonly name: string;
  readonly mean: number;
}

/** The best and the worst mean accuracy, of which the best is first. */
export function averageFinding(
  lab: FigureWords,
  means: readonly MeanAccuracy[],
): string | undefined {
  if (means.length < 2) return undefined;
  const [best, worst] = [means[0], means[means.length - 1]];
  return lab.words.say("On average {best} classifies {share} correctly, {worst} {other}", {
    best: shownName(lab, best.name),
    worst: shownName(lab, worst.name),
    share: shareIn(lab, best.mean),
    other: shareIn(lab, worst.mean),
  });
}
