/** Panels in rows as one figure, fit for a slide. */

import { checkBoolean, validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import { compose } from "./arrange.ts";
import { drawAxes, drawGrid, drawPanelTitle, type PlacedAxes } from "./axes.ts";
import { type Figure, type FigureParts, makeFigure } from "./figure_tree.ts";
import { columnsFor, type Placed } from "./layout.ts";
import { type DrawablePanel, isDrawable, type Panel, type SlotOf } from "./panel.ts";
import { checkProvenance, type Provenance } from "./provenance.ts";
import { element, type Shape } from "./shape.ts";
import { type Cell, shareAxes } from "./shared_axes.ts";
import { checkText, singleLine } from "./text.ts";
import { type SizeName, type Theme, type ThemeName, themeNamed } from "./theme.ts";

/** How a figure looks. */
export interface FigureOptions {
  /** Over everything, two lines at most. */
  readonly title?: string;
  /** What there is to see, for those who do not see it: made from the panels where left out. */
  readonly description?: string;
  /** Colours: `light` for bright slides (by default), `dark` for dark ones, `print` for paper, which may be grey. */
  readonly theme?: ThemeName;
  /** What it fills: a slide, `wide` (by default), `half` of one, or a `square`. */
  readonly size?: SizeName;
  /** Whether the slide's own background is to show: false by default. */
  readonly transparent?: boolean;
  /** Where the figure comes from: writers put it into words, after the description. */
  readonly provenance?: Provenance;
  /** One y range for the panels of a row: false by default. */
  readonly shareY?: boolean;
  /** One x range for the panels of a column: false by default. */
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
 * A figure fills a slide, 1280 × 720 units, or the part of it that `size` says; text is equally large
 * in each. Panels of a row that do not fit side by side continue in rows below; where rows and columns
 * still do not fit, everything is drawn smaller. Runs of one name have one colour in all panels, which no class has; curves are
 * named at their ends where there is room, else in the legend. Neighbours with equal axes share the
 * numbers. The figure holds plain attributes and `#rrggbb` colours only: no style sheet, no clip
 * path, nothing that presentation programs drop. The same panels always give the same figure.
 *
 * @param panels rows of panels
 * @param options title, theme, and which axes to share
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
  const cells = shareAxes(drawable, { shareX, shareY }, columns);
  const entries = legend ? cells.flatMap(({ panel }) => panel.legend) : [];
  const slotOf = slotsByName(cells);
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

/** Checks the options that all figures have in common, and finds the theme. */
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
  if (!panels.every(Array.isArray)) {
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

/** Runs begin where classes end, so that neither has a colour or marker of the other. */
function slotsByName(cells: readonly Cell[]): SlotOf {
  const names = [...new Set(cells.flatMap(({ panel }) => panel.names))];
  const first = Math.max(...cells.map(({ panel }) => panel.classes));
  const slots = new Map(names.map((name, at) => [name, first + at]));
  return (name) => slots.get(name) ?? first;
}

/** Draws a panel with everything around it. A frame goes over the data, axis lines under it. */
function drawPanel(placed: Placed, theme: Theme, slotOf: SlotOf): Shape[] {
  const { cell: { panel, ...cell }, rectangle, x, y } = placed;
  const axes: PlacedAxes = {
    x: { axis: cell.x, ...x, isNamed: cell.namesX },
    y: { axis: cell.y, ...y, isNamed: cell.namesY },
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
