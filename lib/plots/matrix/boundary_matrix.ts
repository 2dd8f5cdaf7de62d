/** A matrix of decision boundaries: a row for each dataset, a column for each model. */

import { checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, checkShape } from "../../check_shape.ts";
import type { Field } from "../../models/field.ts";
import {
  checkFigureOptions,
  type CommonFigureOptions,
  commonOptionNames,
} from "../figure_options.ts";
import { type Figure, makeFigure } from "../figure_tree.ts";
import { percentText } from "../format.ts";
import { equalAspect } from "../layout/shared_axes.ts";
import { checkField, fieldState } from "../marks/field.ts";
import type { PointSet } from "../marks/points.ts";
import { COLOR_COUNT } from "../palettes.ts";
import { drawMap } from "../panels/small_map.ts";
import type { DrawablePanel, LegendEntry } from "../panel.ts";
import { element } from "../shape.ts";
import { type PanelStyle, wordOptionNames } from "../style.ts";
import { singleLine } from "../text.ts";
import type { Words } from "../words.ts";
import type { MatrixTexts } from "./map_grid.ts";
import { dataPanel, mapPanel, scoreTexts } from "./matrix_drawing.ts";
import { layoutMatrix } from "./matrix_layout.ts";

/** A model on the dataset of a row. */
export interface MatrixCell {
  /** Probabilities or scores over the plane. */
  readonly field: Field;
  /**
   * Its accuracy, from 0 to 1, shown beside or below the map; the best of a row in bold. NaN gives a dash.
   */
  readonly score: number;
}

/** A dataset, and all models on it. */
export interface MatrixRow {
  /** Of the dataset. */
  readonly name: string;
  /** Points in the first column, which shows the data alone. */
  readonly points: readonly PointSet[];
  /** Points over each model's field: those of the first column by default. */
  readonly shown?: readonly PointSet[];
  /** One for each model; all fields have the same ranges. */
  readonly cells: readonly MatrixCell[];
}

/** Column names, words and look of a matrix. */
export interface MatrixOptions extends CommonFigureOptions {
  /** Names of the models, one for each column after the first. */
  readonly columns: readonly string[];
}

/**
 * Draws the decision boundaries of several models on several datasets as one figure for a slide. Each
 * row is a dataset: its points alone in the first column, then each model's boundary, with the model's
 * score in per cent beside or below it. If maps would be too small, the canvas grows, and everything is
 * shown at a smaller scale.
 *
 * @param rows the datasets, and the models' fields
 * @param options names of the models, title and theme
 * @returns the figure as a tree of shapes with its metadata
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no rows, a row does not have one cell for each model, there is no
 * option of that name, or a field has more classes than there are colours
 *
 * @example One dataset, one model
 * ```ts
 * import { boundaryMatrix, textsOf } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const field = {
 *   x: [0, 1],
 *   y: [0, 1],
 *   size: [2, 2],
 *   classes: 2,
 *   values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
 * } as const;
 * const rows = [{ name: "halves", points: [], cells: [{ field, score: 0.875 }] }];
 * const matrix = boundaryMatrix(rows, { columns: ["logistic"] });
 * assert(textsOf(matrix).includes("87.5%"));
 * ```
 */
export function boundaryMatrix(rows: readonly MatrixRow[], options: MatrixOptions): Figure {
  const columns = checkColumns(options);
  checkRows(rows, columns.length);
  const { theme, legend, style, runColors: _, ...parts } = checkFigureOptions(ACTION, options);
  const { words } = style;
  const fields = rows.flatMap(({ cells }) => cells.map(({ field }) => field));
  checkClassNames(style, fields);
  const panels = rows.map((row) =>
    row.cells.map(({ field }) => mapPanel(field, row.shown ?? row.points, styleFor(field, style)))
  );
  const data = rows.map(({ points, cells: [{ field }] }) =>
    dataPanel(field, points, styleFor(field, style))
  );
  const texts: MatrixTexts = {
    heading: { title: parts.title, subtitle: parts.subtitle },
    rows: rows.map(({ name }) => name),
    columns: [words.say("data"), ...columns],
    scores: rows.map(({ cells }) => cells.map(({ score }) => words.digits(percentText(score)))),
    aspects: data.map(({ x, y }) => equalAspect(x.range, y.range)),
  };
  const entries = legend ? legendOf([...data, ...panels.flat()], fields, words) : [];
  const layout = layoutMatrix(texts, { legend: entries, theme });
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
  return makeFigure({
    ...parts,
    width: layout.width,
    height: layout.height,
    description: singleLine(parts.description) || matrixText(texts),
    theme,
    shapes: [...layout.texts, ...drawn],
  });
}

const ACTION = "draw the matrix";

/** Names of classes are for the datasets with most of them; others have the first ones. */
function checkClassNames({ classNames }: PanelStyle, fields: readonly Field[]): void {
  const most = Math.max(...fields.map(({ classes }) => classes));
  if (classNames === undefined || classNames.length === most) return;
  throw new RangeError(validationMessage(ACTION, "classNames", `one a class, ${most}`, classNames));
}

function styleFor({ classes }: Field, style: PanelStyle): PanelStyle {
  return { ...style, ...(style.classNames && { classNames: style.classNames.slice(0, classes) }) };
}

function checkColumns(options: MatrixOptions): readonly string[] {
  const { columns } = checkOptions(ACTION, options, [
    "columns",
    ...commonOptionNames,
    ...wordOptionNames,
  ]);
  checkList(ACTION, "columns", columns, "a list of names");
  columns.forEach((name, at) => checkName(`columns[${at}]`, name));
  return columns;
}

function checkRows(rows: readonly MatrixRow[], columns: number): void {
  checkList(ACTION, "rows", rows, "a list of rows");
  if (rows.length === 0) {
    throw new RangeError(validationMessage(ACTION, "rows", "at least one", rows));
  }
  rows.forEach((row, at) => {
    checkShape(ACTION, `rows[${at}]`, row, "row");
    checkOptions(`draw rows[${at}] of the matrix`, row, ["name", "points", "shown", "cells"]);
    const { name, cells } = row;
    checkName(`the name of rows[${at}]`, name);
    checkList(ACTION, `cells of rows[${at}]`, cells, "a list of cells");
    cells.forEach((cell, column) => checkCell(cell, `cells[${column}] of rows[${at}]`));
    if (columns === 0 || cells.length !== columns) {
      const allowed = `one a column, and at least one: ${columns}`;
      throw new RangeError(
        validationMessage(ACTION, `the number of cells of rows[${at}]`, allowed, cells.length),
      );
    }
  });
}

function checkName(name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new TypeError(validationMessage(ACTION, name, "text", value));
  }
}

const scoreBounds = { minimum: 0, maximum: 1 };

function checkCell(cell: MatrixCell, name: string): void {
  checkShape(ACTION, name, cell, "cell");
  checkOptions(`draw ${name} of the matrix`, cell, ["field", "score"]);
  checkField(cell.field);
  const bounds = { minimum: 1, maximum: COLOR_COUNT };
  checkCount(ACTION, `classes of ${name}`, cell.field.classes, bounds);
  if (!Number.isNaN(cell.score)) checkNumber(ACTION, "a score", cell.score, scoreBounds);
}

/** Entries for classes and sets of points, and for grey areas if there are any; boundaries need none. */
function legendOf(
  panels: readonly DrawablePanel[],
  fields: readonly Field[],
  words: Words,
): LegendEntry[] {
  const isGray = fields.some((field) =>
    !fieldState(field).isDrawn || field.values.some((value) => !Number.isFinite(value))
  );
  return [
    ...panels.flatMap((panel) => panel.legend).filter(({ kind }) => kind === "point"),
    ...(isGray ? [{ kind: "unknown", label: words.say("no prediction") } as const] : []),
  ];
}

/** Describes the matrix: each dataset with each model's score. */
function matrixText({ rows, columns, scores }: MatrixTexts): string {
  return rows.map((row, at) => {
    const models = scores[at].map((score, column) => `${columns[column + 1]} ${score}`);
    return `${row}: ${models.join(", ")}.`;
  }).join(" ");
}
