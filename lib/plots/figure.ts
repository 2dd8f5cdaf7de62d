/** Panels in rows as one SVG document, fit for a slide. */

import { complaint } from "../check.ts";
import { drawAxes, drawGrid, type PlacedAxes } from "./axes.ts";
import { layoutLegend, type Legend } from "./legend.ts";
import {
  figureWidth,
  headBaselines,
  type Layout,
  layoutPanels,
  type Placed,
  titleBaselines,
} from "./layout.ts";
import type { Panel, SlotOf } from "./panel.ts";
import { checkText } from "./panel_text.ts";
import { type Cell, shareAxes } from "./shared_axes.ts";
import { element, type Shape, svgDocument } from "./svg.ts";
import { type Font, singleLine, textShape, wrapText } from "./text.ts";
import { type Theme, type ThemeName, themeNamed } from "./theme.ts";

/** How a figure looks. */
export interface FigureOptions {
  /** Over everything, two lines at most. */
  readonly title?: string;
  /** What there is to see, for those who do not see it: made from the panels where left out. */
  readonly description?: string;
  /** Colours, sizes and fonts: `light` by default. */
  readonly theme?: ThemeName;
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
 * One panel makes a 16:9 figure, 1280 × 720 units; more columns or rows keep
 * text at its size and change the proportions. Runs of one name have one
 * colour in all panels, and the legend names each once. Neighbours with equal
 * axes share the numbers. The document holds plain attributes and `#rrggbb`
 * colours only: no style sheet, no clip path, nothing that presentation
 * programs drop. The same panels always give the same text.
 *
 * @param panels rows of panels
 * @param options title, theme, and which axes to share
 * @returns the text of the SVG document
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no panels, or no theme of that name
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
  checkPanels(panels);
  const theme = themeNamed(options.theme);
  const title = checkText("draw the figure", "title", options.title);
  const description = checkText("draw the figure", "description", options.description);
  const { shareX = false, shareY = false } = options;
  const cells = shareAxes(panels, { shareX, shareY });
  const slotOf = slotsByName(cells);
  const width = figureWidth(Math.max(...panels.map((row) => row.length)), theme);
  const inner = width - 2 * theme.sizes.margin;
  const font: Font = { size: theme.text.title, bold: true };
  const lines = wrapText(title, { width: inner, font, lines: 2 });
  const { baselines, end } = titleBaselines(lines.length, theme);
  const entries = options.legend === false ? [] : cells.flatMap(({ panel }) => panel.legend);
  const legend = layoutLegend(entries, { theme, slotOf, width: inner });
  const top = end + legend.height + (legend.height > 0 ? theme.text.label * 0.6 : 0);
  const layout = layoutPanels(cells, { width, top, theme });
  const head = lines.map((line, at) =>
    textShape(line, { ...font, x: theme.sizes.margin, y: baselines[at], color: theme.colors.ink })
  );
  const shapes = [...head, ...drawLegend(legend, end, theme), ...drawPanels(layout, theme, slotOf)];
  const words = accessibleText(title, description, cells);
  return document({ width, height: layout.height }, { words, theme, shapes });
}

function checkPanels(panels: readonly (readonly Panel[])[]): void {
  const action = "draw the figure";
  if (!Array.isArray(panels) || !panels.every(Array.isArray)) {
    throw new TypeError(complaint(action, "panels", "rows of panels, [[panel, …], …]", panels));
  }
  if (panels.length === 0 || panels.some((row) => row.length === 0)) {
    throw new RangeError(complaint(action, "panels", "rows of at least one panel", panels));
  }
  const strangers = panels.flat().filter((panel) => typeof panel?.draw !== "function");
  if (strangers.length > 0) {
    throw new TypeError(
      complaint(action, "every panel", "made by linePanel or contourPanel", strangers[0]),
    );
  }
}

function slotsByName(cells: readonly Cell[]): SlotOf {
  const names = [...new Set(cells.flatMap(({ panel }) => panel.names))];
  const slots = new Map(names.map((name, slot) => [name, slot]));
  return (name) => slots.get(name) ?? 0;
}

function drawLegend(legend: Legend, top: number, theme: Theme): readonly Shape[] {
  return legend.draw(theme.sizes.margin, top);
}

function drawPanels(layout: Layout, theme: Theme, slotOf: SlotOf): Shape[] {
  return layout.placed.map((placed) => element("g", {}, drawPanel(placed, theme, slotOf)));
}

function drawPanel(placed: Placed, theme: Theme, slotOf: SlotOf): Shape[] {
  const { cell, rectangle, x, y } = placed;
  const axes: PlacedAxes = {
    x: { axis: cell.x, ...x, isNamed: cell.namesX },
    y: { axis: cell.y, ...y, isNamed: cell.namesY },
    rectangle,
    frame: cell.panel.frame,
    theme,
  };
  const plot = { rectangle, x: x.scale, y: y.scale, theme, slotOf };
  const data = cell.panel.draw(plot);
  const isFramed = cell.panel.frame === "box";
  return [
    ...drawHead(placed, theme),
    ...drawGrid(axes),
    ...(isFramed ? [...data, ...drawAxes(axes)] : [...drawAxes(axes), ...data]),
  ];
}

function drawHead(placed: Placed, theme: Theme): Shape[] {
  const { title, note } = headBaselines(placed, theme);
  const x = placed.rectangle.left;
  const { text, colors } = theme;
  return [
    ...placed.titleLines.map((line, at) =>
      textShape(line, { x, y: title[at], size: text.panelTitle, bold: true, color: colors.ink })
    ),
    ...placed.noteLines.map((line, at) =>
      textShape(line, { x, y: note[at], size: text.label, color: colors.muted })
    ),
  ];
}

interface Words {
  readonly title: string;
  readonly description: string;
}

function accessibleText(title: string, description: string, cells: readonly Cell[]): Words {
  const sentences = cells.map(({ panel }) =>
    panel.title === "" ? panel.summary : `${panel.title}: ${panel.summary}`
  );
  return {
    title: singleLine(title) || "Figure",
    description: singleLine(description) || singleLine(sentences.join(" ")),
  };
}

function document(
  size: { readonly width: number; readonly height: number },
  { words, theme, shapes }: { words: Words; theme: Theme; shapes: readonly Shape[] },
): string {
  const id = identifier(words.title + words.description);
  const attributes = {
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-family": theme.fontFamily,
  };
  return svgDocument(size, attributes, [
    element("title", { id: `${id}-title` }, words.title),
    element("desc", { id: `${id}-description` }, words.description),
    element("rect", { ...size, fill: theme.colors.background }),
    ...shapes,
  ]);
}

/** The same for the same words, and hardly ever for others (FNV-1a): pages may hold several figures. */
function identifier(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return `figure-${(hash >>> 0).toString(16)}`;
}
