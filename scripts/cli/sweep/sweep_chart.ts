/** The figure of a sweep: cells of two settings, or curves over one. */

import {
  cellsPanel,
  type Figure,
  figure,
  type Line,
  linePanel,
  type Panel,
  quartileLine,
} from "../../../mod.ts";
import { type FigureWords, headed } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import type { Axis } from "./axes.ts";
import {
  bestOf,
  lossOf,
  measureText,
  settingsText,
  type ShownCell,
  type SweptPlane,
  valueText,
} from "./plane.ts";

/** The lines of equal loss. */
const levelCount = 6;

/** Lines between fewer values of an axis would show their straight connections, and no course. */
const leastForLevels = 12;

/** The share of cells whose loss is within the colours: the largest losses would take up most of them. */
const shownShare = 0.9;

/** Draws the figure. */
export function sweepChart(lab: FigureWords & Pick<Lab, "data">, plane: SweptPlane): Figure {
  const { axes } = plane;
  const best = bestOf(plane);
  const panel = axes.length === 1 && axes[0].isNumeric ? curvesOf(plane) : cellsOf(plane);
  const names = axes.map(({ label }) => label).join(" and ");
  const measure = measureText(plane);
  return figure(
    [[panel]],
    headed(lab, {
      topic: `${measure} by ${names} on ${lab.data.all.name}`,
      finding: best && `The lowest loss, ${lossOf(best)}, is at ${settingsText(plane, best)}`,
    }),
  );
}

/** The losses over one setting: medians, with bands of quartiles for several seeds. */
function curvesOf({ axes: [axis], cells, seeds }: SweptPlane): Panel {
  const place = ({ settings }: ShownCell) => Number(settings[axis.key]);
  const ordered = [...cells].sort((a, b) => place(a) - place(b));
  const line = (loss: "finalTrainLoss" | "finalTestLoss"): Line => {
    const curves = seeds.map((_, at) => ordered.map(({ runs }) => runs[at][loss] ?? NaN));
    const { name, values, band } = quartileLine("loss", curves);
    const dashed = loss === "finalTestLoss";
    return { name, values, dashed, x: ordered.map(place), ...(seeds.length > 1 && { band }) };
  };
  return linePanel([line("finalTrainLoss"), line("finalTestLoss")], {
    ...{ xLabel: axis.label, xScale: isLog(axis) ? "log" : "linear" },
    ...{ yLabel: "final loss", yScale: "log", nameRuns: false },
  });
}

/** Whether an axis has numbers that grow by factors. */
function isLog({ scale, values }: Axis): boolean {
  if (scale === "log") return true;
  const numbers = values.map(Number);
  return numbers.every((value) => value > 0) && Math.max(...numbers) > 50 * Math.min(...numbers);
}

/** The losses of combinations of settings as colours. */
function cellsOf(plane: SweptPlane): Panel {
  const { axes: [x, y], cells } = plane;
  const best = bestOf(plane);
  const rows = y?.values.length ?? 1;
  const values = Array.from({ length: rows }, () => new Float64Array(x.values.length).fill(NaN));
  for (const { at: [column, row = 0], value } of cells) values[row][column] = value;
  const limits = limitsOf(plane);
  const isCourse = plane.axes.every(({ isNumeric, values }) =>
    isNumeric && values.length >= leastForLevels
  );
  return cellsPanel(
    { x: x.values.map(valueText), y: y?.values.map(valueText) ?? [""], values },
    {
      ...{ xLabel: x.label, yLabel: y?.label ?? "", valueLabel: measureText(plane) },
      ...(limits && { limits: limits.range, scale: "log" }),
      // Lines across numbers would make both hard to read.
      ...(limits && isCourse && { levels: levelsOf(limits.range), showValues: false }),
      ...(limits?.isCut && { note: `the last color: ${valueText(limits.range[1])} and more` }),
      ...(best && { framed: [best.at[0], best.at[1] ?? 0] }),
      emptyLabel: "diverged",
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
