/** The figure of a sweep: cells of two settings, or curves over one. */

import {
  type AxisValue,
  cellsPanel,
  type Figure,
  figure,
  type Line,
  linePanel,
  type Panel,
  quartileLine,
} from "../../../mod.ts";
import { translated, type Words } from "../../../lib/plots/words.ts";
import { capitalized, type FigureWords, headed } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import type { Axis } from "./axes.ts";
import {
  bestOf,
  lossOf,
  measureText,
  settingsText,
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

/** Draws the figure. */
export function sweepChart(lab: FigureWords & Pick<Lab, "data">, plane: SweptPlane): Figure {
  const { axes } = plane;
  const best = bestOf(plane);
  const { words } = lab;
  const panel = axes.length === 1 && axes[0].isNumeric
    ? curvesOf(plane, words)
    : cellsOf(plane, words);
  const [one, other] = axes.map(({ label }) => translated(words, label));
  const names = other === undefined ? one : words.say("{one} and {other}", { one, other });
  const data = translated(words, lab.data.all.name);
  return figure(
    [[panel]],
    headed(lab, {
      topic: words.say("{measure} by {names} on {data}", {
        ...{ measure: capitalized(words.say(measureText(plane))), names, data },
      }),
      finding: best && words.say("The lowest loss, {loss}, is at {settings}", {
        loss: words.digits(lossOf(best)),
        settings: settingsText(plane, best, words),
      }),
    }),
  );
}

/** The losses over one setting: medians, with bands of quartiles for several seeds. */
function curvesOf({ axes: [axis], cells, seeds }: SweptPlane, words: Words): Panel {
  const place = ({ settings }: ShownCell) => Number(settings[axis.key]);
  const ordered = [...cells].sort((a, b) => place(a) - place(b));
  const line = (loss: "finalTrainLoss" | "finalTestLoss"): Line => {
    const curves = seeds.map((_, at) => ordered.map(({ runs }) => runs[at][loss] ?? NaN));
    const { name, values, band } = quartileLine("loss", curves);
    const dashed = loss === "finalTestLoss";
    return { name, values, dashed, x: ordered.map(place), ...(seeds.length > 1 && { band }) };
  };
  return linePanel([line("finalTrainLoss"), line("finalTestLoss")], {
    ...{ xLabel: translated(words, axis.label), xScale: isLog(axis) ? "log" : "linear" },
    ...{ yLabel: words.say("final loss"), yScale: "log", nameRuns: false },
  });
}

/** Whether an axis has numbers that grow by factors. */
function isLog({ scale, values }: Axis): boolean {
  if (scale === "log") return true;
  const numbers = values.map(Number);
  return numbers.every((value) => value > 0) && Math.max(...numbers) > 50 * Math.min(...numbers);
}

/** The losses of combinations of settings as colours. */
function cellsOf(plane: SweptPlane, words: Words): Panel {
  const { axes: [x, y], cells } = plane;
  const best = bestOf(plane);
  const rows = y?.values.length ?? 1;
  const values = Array.from({ length: rows }, () => new Float64Array(x.values.length).fill(NaN));
  for (const { at: [column, row = 0], value } of cells) values[row][column] = value;
  const limits = limitsOf(plane);
  const isCourse = plane.axes.every(({ isNumeric, values }) =>
    isNumeric && values.length >= leastForLevels
  );
  const shown = (value: AxisValue) => valueIn(words, value);
  return cellsPanel(
    { x: x.values.map(shown), y: y?.values.map(shown) ?? [""], values },
    {
      ...{ xLabel: translated(words, x.label), yLabel: y && translated(words, y.label) },
      valueLabel: words.say(measureText(plane)),
      ...(limits && { limits: limits.range, scale: "log" }),
      // Lines across numbers would make both hard to read.
      ...(limits && isCourse && { levels: levelsOf(limits.range), showValues: false }),
      ...(limits?.isCut && {
        note: words.say("the last color: {value} and more", {
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
