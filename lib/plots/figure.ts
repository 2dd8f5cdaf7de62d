/** Panels in rows as one figure, in the size of a slide. */

import { checkBoolean, validationMessage } from "../check.ts";
import { checkList, checkOptions, isArray } from "../check_shape.ts";
import { drawAxes, drawGrid, type PlacedAxes } from "./axes/axes.ts";
import {
  checkFigureOptions,
  type CommonFigureOptions,
  commonOptionNames,
  withColors,
} from "./figure_options.ts";
import { type Figure, makeFigure } from "./figure_tree.ts";
import { compose } from "./layout/arrange.ts";
import { columnsFor, type Placed } from "./layout/layout.ts";
import { shareAxes } from "./layout/shared_axes.ts";
import { drawPanelTitle } from "./layout/titles.ts";
import { COLOR_COUNT } from "./palettes.ts";
import { checkPanel, type DrawablePanel, inStyle, type Panel, type SlotOf } from "./panel.ts";
import { element, type Shape } from "./shape.ts";
import { type PanelStyle, styleOptionNames, type StyleOptions } from "./style.ts";
import { singleLine } from "./text.ts";
import { rampColor, type Theme } from "./theme.ts";

/** Words, look and size of a figure, and what its panels share. */
export interface FigureOptions extends CommonFigureOptions, StyleOptions {
  /** Whether the panels of a row have a common y range: false by default. */
  readonly shareY?: boolean;
  /** Whether the panels of a column have a common x range: false by default. */
  readonly shareX?: boolean;
  /**
   * Whether each row fills the whole width, whatever the number of its panels, so that one panel spans
   * several: false by default, for columns.
   */
  readonly spanRows?: boolean;
}

/**
 * Draws panels as one figure: plain data, which `toSvg` writes and `toElement` puts into a page.
 *
 * A figure fills a slide of 1280 × 720 units, or the part of it that `size` names; text has the same size
 * in each. Panels of a row that do not fit side by side continue in rows below. If rows and columns still
 * do not fit, the canvas grows, and everything is shown at a smaller scale. Runs of one name have the same
 * colour in all panels, and no class has it; where runs and classes are more than the sixteen colours of a
 * theme, notes say that they share colours, and markers differ. Names of curves are at their ends if they
 * fit there, or else in the legend. Neighbouring panels with equal axes have tick labels once. The figure
 * contains plain attributes and `#rrggbb` colours only: no style sheet, no clip path, nothing that
 * presentation programs ignore. The same panels always give the same figure.
 *
 * @param panels rows of panels
 * @param options words, names, colours, axes and size, and which axes have a common range
 * @returns the figure as a tree of shapes with its metadata
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no panels, or no option, theme or size of that name
 *
 * @example Two panels side by side
 * ```ts
 * import { figure, linePanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = linePanel([{ name: "relu", values: [0.69, 0.41, 0.32] }], { yLabel: "loss" });
 * const { width, height } = figure([[panel, panel]], { title: "Twice the same", shareY: true });
 * assertEquals([width, height], [1280, 720]);
 * ```
 */
export function figure(
  panels: readonly (readonly Panel[])[],
  options: FigureOptions = {},
): Figure {
  checkOptions(ACTION, options, optionNames);
  const { legend, style, runColors, ...parts } = checkFigureOptions(ACTION, options);
  const { shareX = false, shareY = false } = options;
  checkBoolean(ACTION, "shareX", shareX);
  checkBoolean(ACTION, "shareY", shareY);
  const spanRows = checkBoolean(ACTION, "spanRows", options.spanRows ?? false);
  const drawable = drawablePanels(panels).map((row) => row.map((panel) => inStyle(panel, style)));
  const { slotOf, slots, panels: noted } = colorRuns(drawable, style);
  const ordered = checkBoolean(ACTION, "orderedRuns", options.orderedRuns)
    ? [...slots.keys()].map((name, at) => [name, rampColor(parts.theme, at, slots.size)] as const)
    : [];
  const colors = [...ordered, ...runColors].flatMap(([name, color]) => {
    const slot = slots.get(name);
    return slot === undefined ? [] : [[slot, color] as const];
  });
  const theme: Theme = { ...parts.theme, colors: withColors(parts.theme, colors) };
  const columns = (panels: number) => columnsFor(panels, parts.theme);
  const cells = shareAxes(noted, { shareX, shareY, spanRows }, columns);
  const entries = legend ? cells.flatMap(({ panel }) => panel.legend) : [];
  const { title, subtitle } = parts;
  const composition = compose(cells, {
    heading: { title, subtitle },
    entries,
    keepsText: options.fontSize !== undefined,
    slotOf,
    theme,
    spanRows,
  });
  const { width, height, layout, texts } = composition;
  const drawn = layout.placed.map((placed) => element("g", {}, drawPanel(placed, theme, slotOf)));
  return makeFigure({
    ...parts,
    width,
    height,
    description: singleLine(parts.description) || describe(cells, subtitle),
    theme,
    shapes: [...texts, ...drawn],
  });
}

const optionNames = [
  ...commonOptionNames,
  ...styleOptionNames,
  "shareX",
  "shareY",
  "spanRows",
] as const;

const ACTION = "draw the figure";

/** The subtitle, and a sentence for each panel. */
function describe(cells: readonly { readonly panel: Panel }[], subtitle: string): string {
  const topic = singleLine(subtitle);
  const sentences = cells.map(({ panel: { title, summary } }) =>
    title === "" ? summary : `${title}: ${summary}`
  );
  return [...(topic === "" ? [] : [`${topic}.`]), ...sentences].join(" ");
}

function drawablePanels(panels: readonly (readonly Panel[])[]): DrawablePanel[][] {
  const allowed = "rows of panels, [[panel, …], …]";
  checkList(ACTION, "panels", panels, allowed);
  if (!panels.every(isArray)) {
    throw new TypeError(validationMessage(ACTION, "panels", allowed, panels));
  }
  panels.forEach((row, at) => checkList(ACTION, `panels[${at}]`, row, "a row of panels"));
  if (panels.length === 0 || panels.some((row) => row.length === 0)) {
    throw new RangeError(validationMessage(ACTION, "panels", "rows of at least one panel", panels));
  }
  return panels.map((row, at) =>
    row.map((panel, index) => checkPanel(ACTION, `panels[${at}][${index}]`, panel))
  );
}

/**
 * Gives runs the slots after those of classes, so that no run has the colour and marker of a class. If
 * there are not enough colours, the notes of panels say so.
 */
function colorRuns(
  rows: readonly (readonly DrawablePanel[])[],
  { words }: PanelStyle,
): {
  readonly slotOf: SlotOf;
  readonly slots: ReadonlyMap<string, number>;
  readonly panels: readonly (readonly DrawablePanel[])[];
} {
  const all = rows.flat();
  const names = [...new Set(all.flatMap(({ names }) => names))];
  const first = Math.max(...all.map(({ classes }) => classes));
  const slots = new Map(names.map((name, at) => [name, first + at]));
  const slotOf: SlotOf = (name) => slots.get(name) ?? first;
  const noted = (panel: DrawablePanel): DrawablePanel => {
    const isShared = panel.autoColored.some((name) => slotOf(name) % COLOR_COUNT < first);
    if (!isShared) return panel;
    return {
      ...panel,
      note: [panel.note, words.say("runs and classes share colors")].filter(Boolean).join(" · "),
    };
  };
  return { slotOf, slots, panels: rows.map((row) => row.map(noted)) };
}

/** Draws a panel with titles and axes. A frame goes over the data, axis lines go under its markers. */
function drawPanel(placed: Placed, theme: Theme, slotOf: SlotOf): Shape[] {
  const { cell: { panel, ...cell }, rectangle, x, y } = placed;
  const axes: PlacedAxes = {
    x: { axis: cell.x, ...x, hasLabels: cell.labelsX },
    y: { axis: cell.y, ...y, hasLabels: cell.labelsY },
    rectangle,
    frame: panel.frame,
    theme,
  };
  const data = panel.draw({ rectangle, x: x.scale, y: y.scale, theme, slotOf });
  const isFramed = panel.frame === "box";
  return [
    ...drawPanelTitle(panel, placed, theme),
    ...drawGrid(axes),
    ...(isFramed ? [...data, ...drawAxes(axes)] : [...drawAxes(axes), ...data]),
  ];
}
