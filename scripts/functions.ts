/**
 * Functions: every activation with its derivative, which is what a layer passes on of a gradient.
 *
 * Both come from the definitions in float64 that all devices are held against.
 */

import {
  type Activation,
  activationFunction,
  activationNames,
  figure,
  type FigureOptions,
  type Line,
  linePanel,
  listText,
  type Panel,
  percentText,
  saturationOf,
} from "../mod.ts";
import { runProgram } from "./cli/command.ts";
import type { ClosingExperiment, LabExperiment } from "./cli/experiment.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import { type FigureWords, headed, shareIn, shownName } from "./cli/figure_words.ts";

/** The pre-activations that are drawn, and the values of functions that fit in a panel. */
const range = { first: -5, last: 5, perUnit: 50 };
const yLimits = [-1.5, 2.5] as const;

const names = ["function", "derivative", "saturated", "largest derivative"] as const;

const files = ["functions.svg"];

/** The experiment. It needs no data, and no random numbers. */
const experiment: LabExperiment = {
  name: "functions",
  summary: "activation functions and their derivatives",
  about: "Draws every activation function with its derivative, in less than a second on two cores.",
  files,
  seed: 0,
  series: () => [...names, ...activationNames],
  async run(lab) {
    lab.announce();
    const panels = activationNames.map((name) => panelOf(lab, name));
    const { name, maxDerivative } = flattest();
    const finding = lab.words.say(
      "{name} passes on at most {share} of a gradient, the least of all",
      { name: shownName(lab, name), share: shareIn(lab, maxDerivative) },
    );
    const topic = lab.words.say("Activation functions and their derivatives");
    const options = headed(lab, { topic, finding });
    await lab.draw(
      files[0],
      () => (look) => figure(rowsOf(panels, { ...options, ...look }), { ...options, ...look }),
    );
    const functions = activationNames.map((name) => ({ name, ...saturationOf(name) }));
    lab.output.table(
      ["activation", { title: "derivative up to", decimals: 3 }, "saturated"],
      functions.map(({ name, maxDerivative, ranges }) => [name, maxDerivative, rangesText(ranges)]),
    );
    return { takeaways: describe(), results: { functions: functions.map(recordOf) } };
  },
};

/** Panels of a row by the size of the figure, and the width of one in other figures. */
const PER_ROW = { wide: 5, half: 4, square: 4 } as const;
const PANEL_WIDTH = 250;

/** Rows of panels with legible text; the legend has the end of the last row. */
function rowsOf(
  panels: readonly Panel[],
  { size = "wide", width }: FigureOptions,
): Panel[][] {
  const length = width === undefined ? PER_ROW[size] : Math.max(1, Math.floor(width / PANEL_WIDTH));
  return Array.from(
    { length: Math.ceil(panels.length / length) },
    (_, row) => panels.slice(row * length, (row + 1) * length),
  );
}

/** The pre-activations of a range, evenly apart. */
function pointsOf(first: number, last: number): number[] {
  const steps = Math.max(1, Math.round((last - first) * range.perUnit));
  return Array.from({ length: steps + 1 }, (_, at) => first + (last - first) * at / steps);
}

/** A function with its derivative, pale areas where that is saturated, and its maximum. */
function panelOf({ words }: FigureWords, name: Activation): Panel {
  const { value, derivative } = activationFunction(name);
  const { maxDerivative, steepestAt, ranges } = saturationOf(name);
  const derivativeAt = (x: number) => derivative(x, value(x));
  const line = (label: typeof names[number], x: number[], f: (x: number) => number): Line => ({
    ...{ name: words.say(label), x, values: x.map(f), color: names.indexOf(label) },
  });
  const x = pointsOf(range.first, range.last);
  const shown = ranges.map(([first, last]) =>
    [Math.max(first, range.first), Math.min(last, range.last)] as const
  ).filter(([first, last]) => first < last);
  const isPeak = [-0.5, 0.5].every((step) =>
    Math.abs(derivativeAt(steepestAt + step)) < maxDerivative
  );
  return linePanel(
    [
      line("function", x.filter((x) => isWithin(value(x))), value),
      line("derivative", x, derivativeAt),
      ...shown.map(([first, last]) => {
        const x = pointsOf(first, last);
        const [low, high] = yLimits.map((limit) => x.map(() => limit));
        return { ...line("saturated", x, derivativeAt), band: { low, high } };
      }),
      ...(isPeak
        ? [{ ...line("largest derivative", [steepestAt], derivativeAt), marker: true }]
        : []),
    ],
    {
      ...{ title: name, yLimits, xLabel: words.say("pre-activation"), markers: false },
      bandName: "",
      note: words.say("derivative up to {value}", {
        value: words.digits(String(Number(maxDerivative.toFixed(3)))),
      }),
    },
  );
}

const isWithin = (y: number) => y >= yLimits[0] && y <= yLimits[1];

/** The activation with the smallest maximum of its derivative. */
function flattest(): { name: Activation; maxDerivative: number } {
  const all = activationNames.map((name) => ({ name, ...saturationOf(name) }));
  return all.reduce((a, b) => b.maxDerivative < a.maxDerivative ? b : a);
}

function recordOf(
  { name, maxDerivative, steepestAt, threshold, ranges }:
    & { name: Activation }
    & ReturnType<typeof saturationOf>,
) {
  const ends = ranges.map((range) => range.map((end) => Number.isFinite(end) ? end : null));
  return { name, maxDerivative, steepestAt, threshold, saturated: ends };
}

/** Ranges in signs that all languages have: `≤ -4.36; ≥ 4.36`. */
function rangesText(ranges: ReturnType<typeof saturationOf>["ranges"]): string {
  const text = (x: number) => String(Number(x.toFixed(2)));
  const texts = ranges.map(([first, last]) =>
    first === -Infinity
      ? `≤ ${text(last)}`
      : last === Infinity
      ? `≥ ${text(first)}`
      : `${text(first)} … ${text(last)}`
  );
  return texts.length === 0 ? "–" : texts.join("; ");
}

/** What to look for, computed from the functions. */
function describe(): string[] {
  const all = activationNames.map((name) => ({ name, ...saturationOf(name) }));
  const above = all.filter(({ maxDerivative }) => maxDerivative > 1 + 1e-9);
  const both = all.filter(({ ranges }) =>
    ranges.some(([first]) => first === -Infinity) && ranges.some(([, last]) => last === Infinity)
  );
  const { name, maxDerivative } = flattest();
  return [
    `Look at the peaks of the derivatives: that of ${name} is ${
      percentText(maxDerivative)
    }, so that ` +
    `ten layers of it pass on at most ${(maxDerivative ** 10).toExponential(0)} of a gradient.`,
    `Look where a derivative is near 0: ${
      listText(both.map(({ name }) => name))
    } are saturated on ` +
    "both sides, most others only for negative pre-activations.",
    `The derivatives of ${listText(above.map(({ name }) => name))} exceed 1 in places.`,
  ];
}

/** The part of the lab. */
export const functions: ClosingExperiment = {
  name: experiment.name,
  files,
  make: () => experiment,
};

/** The command. */
export const program = experimentProgram(experiment);

if (import.meta.main) await runProgram(program);
