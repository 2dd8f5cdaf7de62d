/** A matrix of small decision boundaries: datasets down, models across. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkOptions, checkShape } from "../check_shape.ts";
import type { Field } from "../models/field.ts";
import { contourPanel } from "./contour_panel.ts";
import { type FigureOptions, labelledDocument } from "./figure.ts";
import { pathData, type Rectangle } from "./geometry.ts";
import { fieldState } from "./marks/field.ts";
import { saidInside } from "./marks/lines.ts";
import { drawPoints, type PointSet, readyPoints, thinned } from "./marks/points.ts";
import { layoutMatrix, type MatrixTexts } from "./matrix_layout.ts";
import { scoreTexts } from "./matrix_texts.ts";
import { type DrawablePanel, isDrawable, type LegendEntry } from "./panel.ts";
import { makeScale } from "./scale.ts";
import { element, type Shape } from "./shape.ts";
import { checkText } from "./text.ts";
import { type Theme, themeNamed } from "./theme.ts";

/** What a model makes of a row's data. */
export interface MatrixCell {
  /** Probabilities over the plane. */
  readonly field: Field;
  /** How good it is, in the corner: the largest of a row stands out. A dash where it is no number. */
  readonly score: number;
}

/** One dataset, and all models on it. */
export interface MatrixRow {
  /** Of the dataset. */
  readonly name: string;
  /** Points of the first column, which shows the data alone. */
  readonly points: readonly PointSet[];
  /** Points over each model's field: those of the first column where left out. */
  readonly shown?: readonly PointSet[];
  /** One a model, all over one part of the plane. */
  readonly cells: readonly MatrixCell[];
}

/** How a matrix looks. */
export interface MatrixOptions extends Omit<FigureOptions, "shareX" | "shareY"> {
  /** Names of the models, one a column after the first. */
  readonly columns: readonly string[];
}

/**
 * Draws what several models make of several datasets as one figure for a slide: a row a dataset,
 * its data alone in front, and beside or below each model's decision boundary its score in per cent.
 * The figure is larger than its size where maps would get too small.
 *
 * @param rows the datasets, and the models' fields
 * @param options names of the models, title and theme
 * @returns the text of the SVG document
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no rows, or a row has not one cell a model
 *
 * @example One dataset, one model
 * ```ts
 * import { assert } from "@std/assert";
 * import { matrix } from "./boundary_matrix.ts";
 *
 * const field = {
 *   x: [0, 1],
 *   y: [0, 1],
 *   size: [2, 2],
 *   classes: 2,
 *   values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
 * } as const;
 * const svg = matrix([{ name: "halves", points: [], cells: [{ field, score: 0.875 }] }], {
 *   columns: ["logistic"],
 * });
 * assert(svg.includes(">87.5%<"));
 * ```
 */
export function matrix(rows: readonly MatrixRow[], options: MatrixOptions): string {
  const columns = checkRows(rows, options);
  const theme = themeNamed(options.theme, options.size);
  const title = checkText(ACTION, "title", options.title);
  const panels = rows.map((row) =>
    row.cells.map(({ field }) => mapOf(field, row.shown ?? row.points))
  );
  const data = rows.map(({ points, cells: [{ field }] }) => dataOf(field, points));
  const fields = rows.flatMap(({ cells }) => cells.map(({ field }) => field));
  const legend = options.legend === false ? [] : legendOf([...data, ...panels.flat()], fields);
  const texts: MatrixTexts = {
    title,
    rows: rows.map(({ name }) => name),
    columns: ["data", ...columns],
    scores: rows.map(({ cells }) => cells.map(({ score }) => scoreText(score))),
  };
  const layout = layoutMatrix(texts, { legend, theme });
  const drawn = rows.map((row, at) =>
    element("g", {}, [
      ...drawMap(data[at], layout.maps[at][0], theme),
      ...panels[at].flatMap((panel, column) => drawMap(panel, layout.maps[at][column + 1], theme)),
      ...scoreTexts(row.cells.map(({ score }) => score), {
        texts: texts.scores[at],
        places: layout.maps[at].slice(1).map((map) => layout.scoreAt(map, theme)),
      }, theme),
    ])
  );
  return labelledDocument({ width: layout.width, height: layout.height }, {
    title,
    description: checkText(ACTION, "description", options.description) || words(texts),
    provenance: checkText(ACTION, "provenance", options.provenance),
    transparent: options.transparent ?? false,
    panels: [],
    theme,
    shapes: [...layout.texts, ...drawn],
  });
}

const ACTION = "draw the matrix";

function checkRows(rows: readonly MatrixRow[], options: MatrixOptions): readonly string[] {
  const { columns } = checkOptions(ACTION, options);
  if (!Array.isArray(rows)) {
    throw new TypeError(validationMessage(ACTION, "rows", "a list of rows", rows));
  }
  if (rows.length === 0) {
    throw new RangeError(validationMessage(ACTION, "rows", "at least one", rows));
  }
  if (!Array.isArray(columns)) {
    throw new TypeError(validationMessage(ACTION, "columns", "a list of names", columns));
  }
  columns.forEach((name, at) => checkText(ACTION, `columns[${at}]`, name));
  rows.forEach((row, at) => {
    const { name, cells } = checkShape(ACTION, `rows[${at}]`, row, "row");
    checkText(ACTION, `the name of rows[${at}]`, name);
    if (!Array.isArray(cells)) {
      throw new TypeError(
        validationMessage(ACTION, `cells of rows[${at}]`, "a list of cells", cells),
      );
    }
    cells.forEach((cell, column) => {
      checkShape(ACTION, `cells[${column}] of rows[${at}]`, cell, "cell");
    });
    const { length } = columns;
    if (length === 0 || cells.length !== length) {
      const allowed = `one a column, and at least one: ${length}`;
      throw new RangeError(
        validationMessage(ACTION, `the number of cells of rows[${at}]`, allowed, cells.length),
      );
    }
  });
  return columns;
}

/** Classes and sets of points: what a boundary and its colours are is plain from 20 maps; what gray is, is not. */
function legendOf(panels: readonly DrawablePanel[], fields: readonly Field[]): LegendEntry[] {
  const isGray = fields.some((field) =>
    !fieldState(field, []).isDrawn || field.values.some((value) => !Number.isFinite(value))
  );
  return [
    ...panels.flatMap((panel) => panel.legend).filter(({ kind }) => kind === "point"),
    ...(isGray ? [{ kind: "unknown", label: "no prediction" } as const] : []),
  ];
}

function scoreText(score: number): string {
  if (Number.isNaN(score)) return "–";
  checkNumber(ACTION, "a score", score);
  return score === 1 ? "100%" : `${(100 * score).toFixed(1)}%`;
}

/** The matrix in words: each dataset with each model's score. */
function words({ rows, columns, scores }: MatrixTexts): string {
  return rows.map((row, at) => {
    const models = scores[at].map((score, column) => `${columns[column + 1]} ${score}`);
    return `${row}: ${models.join(", ")}.`;
  }).join(" ");
}

/** More points than that are a stain on a map as small as these. */
const MOST_POINTS = 400;

/** Lines and points on small maps, as shares of those on large ones. */
const SMALL = 0.55;

/** A model's field with points. */
export function mapOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const panel = contourPanel(field, { points });
  if (!isDrawable(panel)) {
    throw new TypeError(validationMessage("draw the matrix", "a field", "drawn", panel));
  }
  return panel;
}

/** Points alone, over the same part of the plane as a field; where there are none, it says so. */
export function dataOf(field: Field, points: readonly PointSet[]): DrawablePanel {
  const ready = thinned(readyPoints(points, field.classes), MOST_POINTS);
  const isEmpty = ready.every(({ places }) => places.length === 0);
  return {
    ...mapOf(field, points),
    draw: (plot) => isEmpty ? [saidInside("no points", plot)] : drawPoints(ready, plot),
  };
}

/** A panel without axes, in a thin frame. */
export function drawMap(panel: DrawablePanel, rectangle: Rectangle, theme: Theme): Shape[] {
  const { left, top, width, height } = rectangle;
  const [right, bottom] = [left + width, top + height];
  const corners = [[left, top], [right, top], [right, bottom], [left, bottom]] as const;
  return [
    ...panel.draw({
      rectangle,
      x: makeScale("linear", { domain: panel.x.range, range: [left, right] }),
      y: makeScale("linear", { domain: panel.y.range, range: [bottom, top] }),
      theme: smaller(theme),
      slotOf: () => 0,
    }),
    element("path", {
      d: pathData(corners, true),
      fill: "none",
      stroke: theme.colors.axis,
      "stroke-width": 1,
    }),
  ];
}

function smaller(theme: Theme): Theme {
  const { sizes } = theme;
  const [least, most] = sizes.pointMarker;
  return {
    ...theme,
    sizes: {
      ...sizes,
      boundary: SMALL * sizes.boundary,
      halo: SMALL * sizes.halo,
      pointMarker: [SMALL * least, SMALL * most],
    },
  };
}
