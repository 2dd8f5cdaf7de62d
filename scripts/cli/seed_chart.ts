/** Figures of networks that were trained from several seeds: medians in bands, and single results. */

import {
  dotsPanel,
  type Figure,
  figure,
  type FigureOptions,
  finalTestLosses,
  linePanel,
  lossScale,
  type Panel,
  quantile,
  quartileLine,
  type Run,
  type SeedGroup,
} from "../../mod.ts";
import { translated } from "./words.ts";
import { headed, lossIn, shownName } from "./figure_words.ts";
import type { Comparison, Lab } from "./lab.ts";
import { testScore } from "./scores.ts";
import { differenceOf, rankedGroups } from "./seed_takeaways.ts";
import { classColorsOf, guessingOf } from "./show_runs.ts";

/** The results of the trainings of a comparison. */
export interface Studied {
  readonly comparison: Comparison;
  /** The runs of each network. */
  readonly groups: readonly SeedGroup[];
}

/** The parts of a lab with which results over seeds are drawn. */
type Drawing = Pick<Lab, "words" | "titleStyle" | "figureOptions" | "data">;

/** What a comparison is about. */
export function topicOfSeeds(
  { words, figureOptions, titleStyle, data: { all } }: Drawing,
  { comparison: { topic }, groups }: Studied,
): string {
  return words.say(topic, {
    data: translated(words, all.name),
    run: shownName({ words, figureOptions, titleStyle }, groups[0].name),
  });
}

/**
 * A figure of the test losses as medians with bands from the lower to the upper quartile, and of the final
 * test losses and scores as dots: side by side for one comparison, or in rows for several.
 */
export function seedChart(lab: Drawing, studied: readonly Studied[]): Figure {
  const panels = studied.map((each) => panelsOf(lab, each));
  const rows = panels.length === 1 ? panels : [0, 1, 2].map((row) => panels.map((own) => own[row]));
  const [{ comparison: { orderedRuns = false }, groups }] = studied;
  const n = groups[0].seeds.length;
  const topic = `${topicOfSeeds(lab, studied[0])}, ${lab.words.say("{n} seed|{n} seeds", { n })}`;
  const finding = studied.length === 1 ? findingOf(lab, groups) : undefined;
  const { options } = withoutAxes(headed(lab, { topic, finding }));
  return figure(rows, { orderedRuns, ...options });
}

/** The options about axes, which are for the panels of losses alone, and the others. */
function withoutAxes(
  { xLimits, yLimits, xTicks, yTicks, xLabel, yLabel, ...options }: FigureOptions,
) {
  const all = { xLimits, yLimits, xTicks, yTicks, xLabel, yLabel };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return { options, axes: Object.fromEntries(given) as typeof all };
}

/** The panels of a comparison: losses, final losses, and scores. */
function panelsOf(lab: Drawing, { comparison, groups }: Studied): [Panel, Panel, Panel] {
  const { words, data } = lab;
  const { panel = "" } = comparison;
  const named = groups.map((group) => ({ ...group, name: nameIn(panel, group.name) }));
  const runs = groups.flatMap((group) => group.runs);
  const lines = named.map(({ name, runs }) => quartileLine(name, keptCurves(runs)));
  const { axes } = withoutAxes(lab.figureOptions);
  const isPositive = axes.yLimits === undefined || axes.yLimits[0] > 0;
  const scale = lossScale(lines.map(({ name, values }) => {
    return { name, trainLoss: values, testLoss: values };
  }));
  const classes = panel === "" ? classColorsOf(data.all) : 0;
  const isRegression = runs.some(({ model }) => model.task === "regression");
  const title = translated(words, panel);
  const [{ model: { sizes } }] = runs;
  const n = guessingOf({ all: { classes: sizes[sizes.length - 1] } }, runs);
  const guides = n === undefined
    ? []
    : [{ label: words.say("guessing: ln {n}", { n }), y: Math.log(n) }];
  return [
    linePanel(lines, {
      ...{ title, classes, guides, yLabel: words.say("test loss") },
      ...{ yScale: isPositive ? scale : "linear" },
      ...axes,
    }),
    dotsPanel(named.map((group) => ({ name: group.name, values: finalTestLosses(group) })), {
      ...{ classes, yScale: scale, yLabel: words.say("final test loss") },
    }),
    dotsPanel(named.map(({ name, runs }) => ({ name, values: runs.map(testScore) })), {
      ...{ classes, yLabel: words.say(isRegression ? "test R²" : "test accuracy") },
    }),
  ];
}

/** The name of a network in the panel of a dataset, which the panel's title names. */
function nameIn(panel: string, name: string): string {
  return panel !== "" && name.startsWith(`${panel} `) ? name.slice(panel.length + 1) : name;
}

/**
 * The test losses of runs, all of the same length: a run that stopped early keeps the loss of the network
 * that it kept.
 */
function keptCurves(runs: readonly Run[]): Float64Array[] {
  const length = Math.max(...runs.map(({ testLoss }) => testLoss.length));
  return runs.map(({ testLoss, bestEpoch }) => {
    const last = testLoss[(bestEpoch ?? testLoss.length) - 1] ?? NaN;
    return Float64Array.from({ length }, (_, epoch) => testLoss[epoch] ?? last);
  });
}

/** Whether the best network differs from the next by more than the spread; or the result of a single one. */
function findingOf(lab: Drawing, groups: readonly SeedGroup[]): string | undefined {
  const { words } = lab;
  const [best, other] = rankedGroups(groups);
  if (best === undefined) return words.say("Every training diverges");
  const losses = finalTestLosses(best);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) =>
    lossIn(lab, quantile(losses, share))
  );
  if (groups.length === 1) {
    const sentence = "The test loss ends at {loss} in the median, quartiles {low} to {high}";
    return words.say(sentence, { loss: median, low, high });
  }
  const name = shownName(lab, best.name);
  const { n, exceedsSpread } = other === undefined
    ? { n: 0, exceedsSpread: false }
    : differenceOf(best, other);
  if (other === undefined || n < 6) {
    return words.say("{name} ends with the lowest test loss, {loss}", { name, loss: median });
  }
  const sentence = exceedsSpread
    ? "Lower test loss with {best} than {other}, beyond the spread of {n} seeds"
    : "{best} and {other} differ by no more than the spread of {n} seeds";
  return words.say(sentence, { best: name, other: shownName(lab, other.name), n });
}
