/** The figure of sharpness: the loss, and below it the sharpness with the lines 2/η. */

import {
  type Figure,
  figure,
  type Guide,
  linePanel,
  type Panel,
  percentText,
  type SharpnessRun,
} from "../../../mod.ts";
import { type FigureWords, headed, shownName, topicOn } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import type { Look } from "../looks.ts";
import { atEdge, largestOf, threeDigits } from "./describe.ts";

type ChartLab = FigureWords & Pick<Lab, "data">;

/** How far above the highest line 2/η that a run reaches the axis goes. */
const headroom = 1.25;

/** A limit is drawn if a run comes to at least this share of it. */
const near = 0.5;

/** Draws the figure in a look. */
export function sharpnessChart(
  lab: ChartLab,
  runs: readonly SharpnessRun[],
): (look: Look) => Figure {
  const topic = topicOn(lab, "Sharpness along gradient descent on {data}", lab.data.all);
  const options = headed(lab, { topic, finding: findingOf(lab, runs) });
  const panels = [[lossOf(lab, runs)], [sharpnessOf(lab, runs)]];
  return (look) => figure(panels, { ...options, ...look });
}

function lossOf({ words }: ChartLab, runs: readonly SharpnessRun[]): Panel {
  const lines = runs.map(({ name, losses, divergedAtStep }) => ({
    ...{ name, values: losses, x: Array.from(losses, (_, step) => step) },
    ...endOf(divergedAtStep),
  }));
  const labels = { xLabel: words.say("step"), yLabel: words.say("loss") };
  return linePanel(lines, { ...labels, yScale: "log", nameRuns: runs.length > 1 });
}

function sharpnessOf({ words }: ChartLab, runs: readonly SharpnessRun[]): Panel {
  const lines = runs.map(({ name, steps, divergedAtStep }) => ({
    ...{ name, values: steps.map(({ sharpness }) => sharpness), x: steps.map(({ step }) => step) },
    ...endOf(divergedAtStep),
  }));
  const reached = runs.filter((run) => largestOf(run) >= near * run.limit);
  const labels = { xLabel: words.say("step"), yLabel: words.say("sharpness") };
  const top = Math.max(...reached.map(({ limit }) => headroom * limit));
  return linePanel(lines, {
    ...{ ...labels, guides: guidesOf(reached, (number) => words.digits(number)) },
    ...(reached.length > 0 && { yLimits: [0, top] }),
    nameRuns: runs.length > 1,
  });
}

const endOf = (divergedAtStep: number | null) =>
  divergedAtStep === null ? {} : { stoppedAt: { x: divergedAtStep } };

/** A line for each learning rate. */
function guidesOf(runs: readonly SharpnessRun[], digits: (number: string) => string): Guide[] {
  const rates = new Set(runs.map(({ learningRate }) => learningRate));
  return [...rates].map((rate) => {
    const label = rates.size > 1 ? `2/${rate}` : `2/η = ${threeDigits(2 / rate)}`;
    // Networks sharpen from below, so that the left end is free.
    return { label: digits(label), y: 2 / rate, side: "left" };
  });
}

/** How the runs relate to their limits. */
function findingOf(lab: ChartLab, runs: readonly SharpnessRun[]): string | undefined {
  const { words } = lab;
  const measured = runs.filter(({ steps }) => steps.length > 0);
  if (measured.length === 0) return words.say("Every training diverges");
  const run = measured.find(atEdge);
  const edge = run && atEdge(run);
  if (run === undefined || edge === undefined) {
    const shares = measured.map((run) => largestOf(run) / run.limit);
    return words.say("The sharpness stays below 2/η: {share} of it at most", {
      share: words.digits(percentText(Math.max(...shares))),
    });
  }
  const values = {
    n: edge[0].step,
    name: shownName(lab, run.name),
  };
  const isOnly = runs.length === 1;
  if (run.divergedAtStep !== null) {
    return words.say("The sharpness exceeds 2/η, and the training diverges");
  }
  return isOnly
    ? words.say(
      "The sharpness reaches 2/η after {n} step|The sharpness reaches 2/η after {n} steps",
      values,
    )
    : words.say(
      "{name}: the sharpness reaches 2/η after {n} step|{name}: the sharpness reaches 2/η after {n} steps",
      values,
    );
}
