/** The figure of a sweep: cells of two settings, or curves over one; and marginal curves on request. */

import {
  cellsPanel,
  dotsPanel,
  type Figure,
  figure,
  type Line,
  linePanel,
  type Panel,
  quartileLine,
} from "../../../mod.ts";
import { translated, type Words } from "../words.ts";
import { capitalized, type FigureWords, headed } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import { type Axis, isLog } from "./axes.ts";
import {
  bestOf,
  labelIn,
  lossOf,
  measureIn,
  settingsIn,
  type ShownCell,
  type SweptPlane,
  valueIn,
} from "./plane.ts";

/** The lines of equal loss. */
const levelCount = 6;

/** Lines between fewer values of an axis would show their straight connections, and no course. */
const leastForLevels = 12;

/** The share of cells whose loss is within the colours: the largest losses would take up most of them. */
const shownShare = 0.9;

/** What a figure of a sweep needs of the lab. */
type Drawing = FigureWords & Pick<Lab, "data">;

/** Draws the figure; `marginals` adds the curves along each of two axes. */
export function sweepChart(
  lab: Drawing,
  plane: SweptPlane,
  { marginals }: { readonly marginals: boolean },
): Figure {
  const { axes } = plane;
  const { words } = lab;
  const best = bestOf(plane);
  const panel = axes.length === 1 && axes[0].isNumeric
    ? curvesOf(words, plane)
    : cellsOf(words, plane);
  const settings = axes.map((axis) => labelIn(words, axis)).join(` ${words.say("and")} `);
  const measure = capitalized(measureIn(words, plane));
  const data = translated(words, lab.data.all.name);
  return figure(
    [[panel, ...(marginals ? marginalPanels(words, plane) : [])]],
    headed(lab, {
      topic: words.say("{measure} by {settings} on {data}", { measure, settings, data }),
      finding: best && words.say("The lowest loss, {loss}, is at {settings}", {
        loss: words.digits(lossOf(best)),
        settings: settingsIn(words, plane, best),
      }),
    }),
  );
}

/** The losses over one setting: medians, with bands of quartiles for several seeds. */
function curvesOf(words: Words, { axes: [axis], cells, seeds }: SweptPlane): Panel {
  const place = ({ settings }: ShownCell) => Number(settings[axis.key]);
  const ordered = [...cells].sort((a, b) => place(a) - place(b));
  const line = (loss: "finalTrainLoss" | "finalTestLoss"): Line => {
    const curves = seeds.map((_, at) => ordered.map(({ runs }) => runs[at][loss] ?? NaN));
    const { name, values, band } = quartileLine("loss", curves);
    const dashed = loss === "finalTestLoss";
    return { name, values, dashed, x: ordered.map(place), ...(seeds.length > 1 && { band }) };
  };
  return linePanel([line("finalTrainLoss"), line("finalTestLoss")], {
    ...{ xLabel: labelIn(words, axis), xScale: isLog(axis) ? "log" : "linear" },
    ...{ yLabel: words.say("final loss"), yScale: "log", nameRuns: false },
  });
}

/** The losses of combinations of settings as colours. */
function cellsOf(words: Words, plane: SweptPlane): Panel {
  const { axes: [x, y], cells } = plane;
  const best = bestOf(plane);
  const rows = y?.values.length ?? 1;
  const values = Array.from({ length: rows }, () => new Float64Array(x.values.length).fill(NaN));
  for (const { at: [column, row = 0], value } of cells) values[row][column] = value;
  const limits = limitsOf(plane);
  const namesOf = ({ values }: Axis) => values.map((value) => valueIn(words, value));
  const isCourse = plane.axes.every(({ isNumeric, values }) =>
    isNumeric && values.length >= leastForLevels
  );
  return cellsPanel(
    { x: namesOf(x), y: y === undefined ? [""] : namesOf(y), values },
    {
      ...{ xLabel: labelIn(words, x), yLabel: y === undefined ? "" : labelIn(words, y) },
      valueLabel: measureIn(words, plane),
      ...(limits && { limits: limits.range, scale: "log" }),
      // Lines across numbers would make both hard to read.
      ...(limits && isCourse && { levels: levelsOf(limits.range), showValues: false }),
      ...(limits?.isCut && {
        note: words.say("the last colour: {value} and more", {
          value: valueIn(words, limits.range[1]),
        }),
      }),
      ...(best && { framed: [best.at[0], best.at[1] ?? 0] }),
      emptyLabel: words.say("diverged"),
    },
  );
}

/** The losses at both ends of the colours; undefined if they do not fit on a logarithmic scale. */
function limitsOf({ cells }: SweptPlane) {
  const finite = cells.map(({ value }) => value).filter(Number.isFinite).sort((a, b) => a - b);
  const [low, last] = [finite[0], finite[finite.length - 1]];
  const high = finite[Math.ceil(shownShare * finite.length) - 1];
  if (finite.length === 0 || !(low > 0)) return undefined;
  // One outlier of few cells is no reason to cut the colours.
  const top = high > low && last > 10 * high ? high : last;
  return top > low ? { range: [low, top] as [number, number], isCut: top < last } : undefined;
}

/** Losses between both ends, in a geometric sequence. */
function levelsOf([low, high]: readonly [number, number]): number[] {
  return Array.from(
    { length: levelCount },
    (_, at) => low * (high / low) ** ((at + 1) / (levelCount + 1)),
  );
}

/**
 * A panel for each axis: the lowest loss over the other axis, and the median with quartiles; or the losses
 * as dots for an axis of names.
 */
function marginalPanels(words: Words, plane: SweptPlane): Panel[] {
  return [0, 1].map((which) => marginalPanel(words, plane, which));
}

function marginalPanel(words: Words, plane: SweptPlane, which: number): Panel {
  const { axes, cells } = plane;
  const [axis, other] = [axes[which], axes[1 - which]];
  // A curve along the axis for each value of the other one.
  const curves = other.values.map(() => new Float64Array(axis.values.length).fill(Infinity));
  for (const { at, value } of cells) curves[at[1 - which]][at[which]] = value;
  const yScale = cells.some(({ value }) => value <= 0) ? "linear" : "log";
  // The legend of the cells says which loss.
  const yLabel = words.say("loss");
  if (!axis.isNumeric) {
    const samples = axis.values.map((value, at) => {
      return { name: valueIn(words, value), values: curves.map((curve) => curve[at]) };
    });
    return dotsPanel(samples, { yLabel, yScale });
  }
  const x = axis.values.map(Number);
  const order = [...x.keys()].sort((one, another) => x[one] - x[another]);
  const ordered = curves.map((curve) => order.map((at) => curve[at]));
  const lowest = order.map((_, at) => Math.min(...ordered.map((curve) => curve[at])));
  const places = order.map((at) => x[at]);
  return linePanel([
    { ...quartileLine(words.say("median"), ordered), x: places },
    { name: words.say("lowest"), values: lowest, x: places },
  ], { xLabel: labelIn(words, axis), xScale: isLog(axis) ? "log" : "linear", yLabel, yScale });
}
