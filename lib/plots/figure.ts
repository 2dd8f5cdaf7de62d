/** Panels in rows as one figure, in the size of a slide. */

import { checkBoolean, validationMessage } from "../check.ts";
import { checkList, checkOptions, isArray } from "../check_shape.ts";
import { drawAxes, drawGrid, type PlacedAxes } from "./axes/axes.ts";
import { type Figure, type FigureParts, makeFigure } from "./figure_tree.ts";
import { compose } from "./layout/arrange.ts";
import { columnsFor, type Placed } from "./layout/layout.ts";
import { shareAxes } from "./layout/shared_axes.ts";
import { drawPanelTitle } from "./layout/titles.ts";
import { COLOR_COUNT, type ThemeName } from "./palettes.ts";
import { type DrawablePanel, isDrawable, type Panel, type SlotOf } from "./panel.ts";
import { checkProvenance, type Provenance } from "./provenance.ts";
import { element, type Shape } from "./shape.ts";
import { checkText, singleLine } from "./text.ts";
import { type SizeName, type Theme, themeNamed } from "./theme.ts";

/** Title, theme and size of a figure, and what its panels share. */
export interface FigureOptions {
  /** Title of the figure, two lines at most. */
  readonly title?: string;
  /** Text alternative of the figure: made from the panels by default. */
  readonly description?: string;
  /** Colours: `light` for bright slides (by default), `dark` for dark ones, `print` for colour and grey prints. */
  readonly theme?: ThemeName;
  /** The part of a slide that it fills: all of it, `wide` (by default), `half` of it, or a `square`. */
  readonly size?: SizeName;
  /** Whether the figure has no background, so that the slide's is visible: false by default. */
  readonly transparent?: boolean;
  /** What it takes to make the figure again: writers append it to the description. */
  readonly provenance?: Provenance;
  /** Whether the panels of a row have a common y range: false by default. */
  readonly shareY?: boolean;
  /** Whether the panels of a column have a common x range: false by default. */
  readonly shareX?: boolean;
  /** Whether there is a legend: true by default. */
  readonly legend?: boolean;
}

/** The options that all figures have in common. */
export const figureOptionNames = [
  "title",
  "description",
  "theme",
  "size",
  "transparent",
  "provenance",
  "legend",
] as const satisfies readonly (keyof FigureOptions)[];

/**
 * Draws panels as one figure: plain data, which `toSvg` writes and `toElement` puts into a page.
 *
 * A figure fills a slide of 1280 × 720 units, or the part of it that `size` names; text has the same size
 * in each. Panels of a row that do not fit side by side continue in rows below. If rows and columns still
 * do not fit, the canvas grows, and everything is shown at a smaller scale. Runs of one name have the
 * same colour in all panels, and no class has it; where runs and classes are more than the sixteen colours
 * of a theme, notes say that they share colours, and markers differ. Names of curves are at their ends if they fit there,
 * or else in the legend. Neighbouring panels with equal axes have tick labels once. The figure contains
 * plain attributes and `#rrggbb` colours only: no style sheet, no clip path, nothing that presentation
 * programs ignore. The same panels always give the same figure.
 *
 * @param panels rows of panels
 * @param options title, theme, and which axes have a common range
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
  checkOptions(ACTION, options, [...figureOptionNames, "shareX", "shareY"]);
  const { theme, legend, ...parts } = checkFigureOptions(ACTION, options);
  const { shareX = false, shareY = false } = options;
  checkBoolean(ACTION, "shareX", shareX);
  checkBoolean(ACTION, "shareY", shareY);
  const drawable = drawablePanels(panels);
  const columns = columnsFor(drawable[0].length, theme);
  const { slotOf, panels: noted } = colorRuns(drawable);
  const cells = shareAxes(noted, { shareX, shareY }, columns);
  const entries = legend ? cells.flatMap(({ panel }) => panel.legend) : [];
  const { width, height, layout, texts } = compose(cells, {
    title: parts.title,
    entries,
    slotOf,
    theme,
  });
  const drawn = layout.placed.map((placed) => element("g", {}, drawPanel(placed, theme, slotOf)));
  return makeFigure({
    ...parts,
    width,
    height,
    description: singleLine(parts.description) ||
      cells.map(({ panel }) => sentence(panel)).join(" "),
    theme,
    shapes: [...texts, ...drawn],
  });
}

const ACTION = "draw the figure";

/**
 * Checks the options that all figures have in common, and finds the theme.
 *
 * @throws {TypeError} if one is of the wrong kind
 * @throws {RangeError} if there is no theme or size of that name
 */
export function checkFigureOptions(
  action: string,
  { legend = true, transparent = false, ...options }: FigureOptions,
): Omit<FigureParts, "width" | "height" | "shapes"> & { readonly legend: boolean } {
  return {
    title: checkText(action, "title", options.title),
    description: checkText(action, "description", options.description),
    provenance: options.provenance === undefined
      ? undefined
      : checkProvenance(action, options.provenance),
    theme: themeNamed(options.theme, options.size),
    transparent: checkBoolean(action, "transparent", transparent),
    legend: checkBoolean(action, "legend", legend),
  };
}

function sentence({ title, summary }: Panel): string {
  return title === "" ? summary : `${title}: ${summary}`;
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
  return panels.map((row) =>
    row.map((panel: unknown) => {
      if (isDrawable(panel)) return panel;
      const allowed = "made by linePanel or contourPanel";
      throw new TypeError(validationMessage(ACTION, "every panel", allowed, panel));
    })
  );
}

/**
 * Gives runs the slots after those of classes, so that no run has the colour and marker of a class. If
 * there are not enough colours, the notes of panels say so.
 */
function colorRuns(rows: readonly (readonly DrawablePanel[])[]): {
  readonly slotOf: SlotOf;
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
    return { ...panel, note: [panel.note, SHARED_COLORS].filter(Boolean).join(" · ") };
  };
  return { slotOf, panels: rows.map((row) => row.map(noted)) };
}

const SHARED_COLORS = "runs and classes share colors";

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
