/** Panels in rows as one figure, fit for a slide. */

import { validationMessage } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { compose } from "./arrange.ts";
import { drawAxes, drawGrid, drawHead, type PlacedAxes } from "./axes.ts";
import { columnsFor, type Placed } from "./layout.ts";
import { type DrawablePanel, isDrawable, type Panel, type SlotOf } from "./panel.ts";
import { element, type Shape, svgDocument } from "./shape.ts";
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
  /** Where the figure comes from, such as the command that made it: kept in the description. */
  readonly provenance?: string;
  /** One y range for the panels of a row: false by default. */
  readonly shareY?: boolean;
  /** One x range for the panels of a column: false by default. */
  readonly shareX?: boolean;
  /** Whether there is a legend: true by default. */
  readonly legend?: boolean;
}

/**
 * Draws panels as one SVG document.
 *
 * A figure fills a slide, 1280 × 720 units, or the part of it that `size` says;
 * text is as large in each. A row of panels that do not fit side by side goes on
 * below; rows and columns that do not fit all the same make the figure larger.
 * Runs of one name have one colour in all panels; curves are named at their
 * ends where there is room, else in the legend. Neighbours with equal axes
 * share the numbers. The document holds plain attributes and `#rrggbb`
 * colours only: no style sheet, no clip path, nothing that presentation
 * programs drop. The same panels always give the same text.
 *
 * @param panels rows of panels
 * @param options title, theme, and which axes to share
 * @returns the text of the SVG document
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no panels, or no theme or size of that name
 *
 * @example Two panels side by side
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { figure } from "./figure.ts";
 * import { linePanel } from "./line_panel.ts";
 *
 * const panel = linePanel([{ name: "relu", values: [0.69, 0.41, 0.32] }], { yLabel: "loss" });
 * const svg = figure([[panel, panel]], { title: "Twice the same", shareY: true });
 * assertEquals(svg.startsWith('<svg viewBox="0 0 1280 '), true);
 * ```
 */
export function figure(
  panels: readonly (readonly Panel[])[],
  options: FigureOptions = {},
): string {
  const action = "draw the figure";
  checkOptions(action, options);
  const theme = themeNamed(options.theme, options.size);
  const title = checkText(action, "title", options.title);
  const description = checkText(action, "description", options.description);
  const provenance = checkText(action, "provenance", options.provenance);
  const { shareX = false, shareY = false } = options;
  const drawable = drawablePanels(panels);
  const columns = columnsFor(drawable[0].length, theme);
  const cells = shareAxes(drawable, { shareX, shareY }, columns);
  const entries = options.legend === false ? [] : cells.flatMap(({ panel }) => panel.legend);
  const slotOf = slotsByName(cells);
  const { width, height, layout, texts } = compose(cells, { title, entries, slotOf, theme });
  const drawn = layout.placed.map((placed) => element("g", {}, drawPanel(placed, theme, slotOf)));
  return labelledDocument({ width, height }, {
    title,
    description,
    provenance,
    panels: cells.map(({ panel }) => panel),
    theme,
    transparent: options.transparent ?? false,
    shapes: [...texts, ...drawn],
  });
}

function drawablePanels(panels: readonly (readonly Panel[])[]): DrawablePanel[][] {
  const action = "draw the figure";
  if (!Array.isArray(panels) || !panels.every(Array.isArray)) {
    throw new TypeError(
      validationMessage(action, "panels", "rows of panels, [[panel, …], …]", panels),
    );
  }
  if (panels.length === 0 || panels.some((row) => row.length === 0)) {
    throw new RangeError(validationMessage(action, "panels", "rows of at least one panel", panels));
  }
  return panels.map((row) =>
    row.map((panel: unknown) => {
      if (isDrawable(panel)) return panel;
      const allowed = "made by linePanel or contourPanel";
      throw new TypeError(validationMessage(action, "every panel", allowed, panel));
    })
  );
}

function slotsByName(cells: readonly Cell[]): SlotOf {
  const names = [...new Set(cells.flatMap(({ panel }) => panel.names))];
  const slots = new Map(names.map((name, slot) => [name, slot]));
  return (name) => slots.get(name) ?? 0;
}

/** What a document holds. */
export interface DocumentParts {
  /** "Figure" where it is blank. */
  readonly title: string;
  /** Made from the panels where it is blank. */
  readonly description: string;
  /** Where the figure comes from; stands after the description. */
  readonly provenance: string;
  readonly panels: readonly Panel[];
  readonly theme: Theme;
  /** Whether to leave the background out. */
  readonly transparent: boolean;
  readonly shapes: readonly Shape[];
}

/** Puts shapes on the theme's background, into a document that names and describes itself. */
export function labelledDocument(
  size: { readonly width: number; readonly height: number },
  { title, description, provenance, panels, theme, transparent, shapes }: DocumentParts,
): string {
  const name = singleLine(title) || "Figure";
  const words = singleLine(description) || singleLine(panels.map(sentence).join(" "));
  const id = identifier(name + words);
  const all = [words, singleLine(provenance)].filter((text) => text !== "").join(" ");
  const attributes = {
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-family": theme.fontFamily,
  };
  return svgDocument(size, attributes, [
    element("title", { id: `${id}-title` }, name),
    element("desc", { id: `${id}-description` }, all),
    ...(transparent ? [] : [element("rect", { ...size, fill: theme.colors.background })]),
    ...shapes,
  ]);
}

function sentence({ title, summary }: Panel): string {
  return title === "" ? summary : `${title}: ${summary}`;
}

/** The same for the same words, and hardly ever for others (FNV-1a): pages may hold several figures. */
function identifier(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return `figure-${(hash >>> 0).toString(16)}`;
}

/** Draws a panel with everything around it. A frame goes over the data, mere axes under it. */
export function drawPanel(placed: Placed, theme: Theme, slotOf: SlotOf): Shape[] {
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
    ...drawHead(panel, placed, theme),
    ...drawGrid(axes),
    ...(isFramed ? [...data, ...drawAxes(axes)] : [...drawAxes(axes), ...data]),
  ];
}
