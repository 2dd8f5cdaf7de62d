/** Panels of cells: a number for each combination of two settings, as a colour. */

import {
  checkBoolean,
  checkChoice,
  checkCount,
  checkNumber,
  validationMessage,
} from "../../check.ts";
import { checkList, checkNumbers, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { Range, ScaleKind } from "../axes/scale.ts";
import type { Axis, Tick } from "../axes/ticks.ts";
import { valueText } from "../format.ts";
import { type Cells, drawCells } from "../marks/cells.ts";
import { type DrawablePanel, type LegendEntry, type Panel, styledPanel } from "../panel.ts";
import type { PanelStyle } from "../style.ts";
import { checkText, emptyMessage, panelText } from "../text.ts";
import type { Words } from "../words.ts";

/** Titles, labels and colours of a panel of cells. */
export interface CellsPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Label of the x axis. */
  readonly xLabel?: string;
  /** Label of the y axis. */
  readonly yLabel?: string;
  /** What the numbers are, in the legend, which adds that a scale is logarithmic: `loss` by default. */
  readonly valueLabel?: string;
  /** The numbers at both ends of the colours: the smallest and the largest by default. */
  readonly limits?: readonly [minimum: number, maximum: number];
  /** Whether colours follow the numbers or their logarithms: `linear` by default. */
  readonly scale?: ScaleKind;
  /** Whether cells show their numbers where these fit: true by default. */
  readonly showValues?: boolean;
  /** Numbers along which lines are drawn between the cells: none by default. */
  readonly levels?: readonly number[];
  /** The column and row of a cell with a frame, from the lower left: none by default. */
  readonly framed?: readonly [column: number, row: number];
  /** What cells without a number are, in the legend: not there by default. */
  readonly emptyLabel?: string;
}

const ACTION = "draw the cells";

/** More cells are too small to be seen. */
const MAX_SIDE = 2048;

/**
 * A panel of cells, a heat map: pale for small numbers, dark for large ones (bright on dark slides).
 *
 * @param cells numbers in columns and rows
 * @param options titles, labels and colours
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if columns, rows and numbers do not match, or there is no option of that name
 *
 * @example A loss for each rate and width
 * ```ts
 * import { cellsPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const cells = { x: [0.01, 0.1], y: ["8", "32"], values: [[0.5, 0.3], [0.4, NaN]] };
 * const panel = cellsPanel(cells, { xLabel: "learning rate", yLabel: "units" });
 * assertEquals(panel.summary, "units against learning rate: loss, 0.3 – 0.5.");
 * ```
 */
export function cellsPanel(cells: Cells, options: CellsPanelOptions = {}): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkCells(cells);
  const { scale = "linear", limits, showValues = true } = options;
  checkChoice(ACTION, "scale", scale, ["linear", "log"]);
  checkBoolean(ACTION, "showValues", showValues);
  checkText(ACTION, "valueLabel", options.valueLabel);
  checkText(ACTION, "emptyLabel", options.emptyLabel);
  checkNumbers(ACTION, "levels", options.levels ?? []);
  if (options.framed !== undefined) checkFramed(options.framed, cells);
  if (limits !== undefined) checkLimits(limits, scale);
  const range = limits ?? rangeOf(cells, scale);
  return styledPanel((style) => build(cells, { ...options, scale, showValues, range }, style));
}

const OPTIONS = [
  "title",
  "note",
  "xLabel",
  "yLabel",
  "valueLabel",
  "limits",
  "scale",
  "showValues",
  "levels",
  "framed",
  "emptyLabel",
] as const satisfies readonly (keyof CellsPanelOptions)[];

function checkCells(cells: Cells): void {
  if (!isObject(cells)) {
    throw new TypeError(validationMessage(ACTION, "cells", "{ x, y, values }", cells));
  }
  checkOptions(ACTION, cells, ["x", "y", "values"], "cells");
  for (const axis of ["x", "y"] as const) {
    const settings = checkList(ACTION, `${axis} of the cells`, cells[axis], "a list of settings");
    if (settings.length < 1 || settings.length > MAX_SIDE) {
      const allowed = `1 to ${MAX_SIDE} settings`;
      throw new RangeError(validationMessage(ACTION, `${axis} of the cells`, allowed, settings));
    }
    const wrong = settings.findIndex((each) =>
      typeof each !== "string" && typeof each !== "number"
    );
    if (wrong < 0) continue;
    const place = `${axis}[${wrong}] of the cells`;
    throw new TypeError(validationMessage(ACTION, place, "a number or a text", settings[wrong]));
  }
  checkList(ACTION, "values of the cells", cells.values, "a list of rows");
  cells.values.forEach((row, at) => checkNumbers(ACTION, `values[${at}] of the cells`, row));
  const { x, y, values } = cells;
  if (values.length === y.length && values.every(({ length }) => length === x.length)) return;
  const allowed = `${y.length} rows of ${x.length} numbers`;
  throw new RangeError(validationMessage(ACTION, "values of the cells", allowed, values));
}

function checkFramed(framed: readonly [number, number], { x, y }: Cells): void {
  if (!isArray(framed) || framed.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "framed", "[column, row]", framed));
  }
  const [columns, rows] = [x.length, y.length];
  checkCount(ACTION, "the column of framed", framed[0], { minimum: 0, maximum: columns - 1 });
  checkCount(ACTION, "the row of framed", framed[1], { minimum: 0, maximum: rows - 1 });
}

function checkLimits(limits: Range, scale: ScaleKind): void {
  if (!isArray(limits) || limits.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "limits", "[minimum, maximum]", limits));
  }
  const bounds = scale === "log" ? { above: 0 } : {};
  const minimum = checkNumber(ACTION, "the minimum of limits", limits[0], bounds);
  checkNumber(ACTION, "the maximum of limits", limits[1], { above: minimum });
}

/** The smallest and the largest number that the scale can show; undefined if there is none. */
function rangeOf({ values }: Cells, scale: ScaleKind): Range | undefined {
  let [low, high] = [Infinity, -Infinity];
  for (const row of values) {
    for (let at = 0; at < row.length; at++) {
      const value = row[at];
      if (!Number.isFinite(value) || scale === "log" && value <= 0) continue;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  return low > high ? undefined : [low, high];
}

type Settings = Omit<CellsPanelOptions, "limits"> & {
  readonly scale: ScaleKind;
  readonly showValues: boolean;
  readonly range: Range | undefined;
};

function build(cells: Cells, settings: Settings, style: PanelStyle): DrawablePanel {
  const { words } = style;
  const { range } = settings;
  const { title, note, xLabel, yLabel } = panelText(ACTION, {
    ...settings,
    xLabel: style.x.label ?? settings.xLabel,
    yLabel: style.y.label ?? settings.yLabel,
  });
  const name = settings.valueLabel ?? words.say("loss");
  const isLog = settings.scale === "log" && name !== "";
  const label = isLog ? words.say("{label} (log scale)", { label: name }) : name;
  const ends = range?.map((value) => words.digits(valueText(value)));
  return {
    title,
    note,
    summary: words.say("{y} against {x}: {names}.", {
      y: yLabel || "y",
      x: xLabel || "x",
      names: ends === undefined ? words.say("no data") : `${label}, ${ends.join(" – ")}`,
    }),
    x: axisOf(cells.x, xLabel, words),
    y: axisOf(cells.y, yLabel, words),
    aspect: [0.75, Infinity],
    frame: "box",
    names: [],
    autoColored: [],
    classes: 0,
    legend: [
      ...(ends === undefined ? [] : [rampOf(label, [ends[0], ends[1]])]),
      ...emptyEntry(cells, settings),
    ],
    draw: (plot) =>
      range === undefined
        ? [emptyMessage(words.say("no data"), plot)]
        : drawCells(cells, { ...settings, range }, plot),
  };
}

/** The legend entry of cells without a number, if there are any. */
function emptyEntry({ values }: Cells, { emptyLabel }: Settings): LegendEntry[] {
  const isEmpty = values.some((row) => Array.from(row).some((value) => !Number.isFinite(value)));
  return isEmpty && emptyLabel ? [{ kind: "unknown", label: emptyLabel }] : [];
}

/** An axis with a label for each setting, at 0, 1, 2, … */
function axisOf(settings: readonly (number | string)[], label: string, words: Words): Axis {
  const marks = settings.map((setting, value): Tick => ({
    value,
    label: typeof setting === "string" ? setting : words.digits(valueText(setting)),
  }));
  return { kind: "linear", range: [-0.5, settings.length - 0.5], label, whole: true, marks };
}

/** Number of colours in the legend. */
const STEPS = 10;

function rampOf(label: string, ends: readonly [string, string]): LegendEntry {
  const steps = Array.from({ length: STEPS }, (_, at) => {
    return { slot: undefined, certainty: 0, share: at / (STEPS - 1) };
  });
  return { kind: "ramp", label, steps, ends };
}
