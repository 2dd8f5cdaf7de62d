/** A matrix of small decision boundaries: datasets down, models across. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape } from "../check_shape.ts";
import type { Field } from "../models/field.ts";
import { checkFigureOptions, figureOptionNames, type FigureOptions } from "./figure.ts";
import { type Figure, makeFigure } from "./figure_tree.ts";
import { percentText } from "./format.ts";
import { checkField, fieldState } from "./marks/field.ts";
import type { PointSet } from "./marks/points.ts";
import { dataOf, drawMap, mapOf, scoreTexts } from "./matrix_drawing.ts";
import { layoutMatrix, type MatrixTexts } from "./matrix_layout.ts";
import type { DrawablePanel, LegendEntry } from "./panel.ts";
import { element } from "./shape.ts";
import { equalAspect } from "./shared_axes.ts";
import { singleLine } from "./text.ts";
import { COLOR_COUNT } from "./theme.ts";

/** What a model makes of a row's data. */
export interface MatrixCell {
  /** Probabilities or scores over the plane. */
  readonly field: Field;
  /** Its accuracy, from 0 to 1, written beside the map; the best of a row in bold. NaN gives a dash. */
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
 * Draws the decision boundaries of several models on several datasets as one figure for a slide. Each
 * row is a dataset: its points alone in the first column, then each model's boundary, with the model's
 * score in per cent beside or below it. Where maps would get too small, all texts get smaller.
 *
 * @param rows the datasets, and the models' fields
 * @param options names of the models, title and theme
 * @returns the figure as a tree of shapes with its metadata
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there are no rows, a row has not one cell a model, or there is no option of
 * that name, or a field has more classes than there are colours
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
  const { theme, legend, ...parts } = checkFigureOptions(ACTION, options);
  const panels = rows.map((row) =>
    row.cells.map(({ field }) => mapOf(field, row.shown ?? row.points))
  );
  const data = rows.map(({ points, cells: [{ field }] }) => dataOf(field, points));
  const fields = rows.flatMap(({ cells }) => cells.map(({ field }) => field));
  const texts: MatrixTexts = {
    title: parts.title,
    rows: rows.map(({ name }) => name),
    columns: ["data", ...columns],
    scores: rows.map(({ cells }) => cells.map(({ score }) => percentText(score))),
    aspects: data.map(({ x, y }) => equalAspect(x.range, y.range)),
  };
  const entries = legend ? legendOf([...data, ...panels.flat()], fields) : [];
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

function checkColumns(options: MatrixOptions): readonly string[] {
  const { columns } = checkOptions(ACTION, options, ["columns", ...figureOptionNames]);
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

const share = { minimum: 0, maximum: 1 };

function checkCell(cell: MatrixCell, name: string): void {
  checkShape(ACTION, name, cell, "cell");
  checkOptions(`draw ${name} of the matrix`, cell, ["field", "score"]);
  checkField(cell.field);
  const bounds = { minimum: 1, maximum: COLOR_COUNT };
  checkCount(ACTION, `classes of ${name}`, cell.field.classes, bounds);
  if (!Number.isNaN(cell.score)) checkNumber(ACTION, "a score", cell.score, share);
}

/** Classes and sets of points, and gray where there is any: boundaries explain themselves in small maps. */
function legendOf(panels: readonly DrawablePanel[], fields: readonly Field[]): LegendEntry[] {
  const isGray = fields.some((field) =>
    !fieldState(field, []).isDrawn || field.values.some((value) => !Number.isFinite(value))
  );
  return [
    ...panels.flatMap((panel) => panel.legend).filter(({ kind }) => kind === "point"),
    ...(isGray ? [{ kind: "unknown", label: "no prediction" } as const] : []),
  ];
}

/** The matrix in words: each dataset with each model's score. */
function matrixText({ rows, columns, scores }: MatrixTexts): string {
  return rows.map((row, at) => {
    const models = scores[at].map((score, column) => `${columns[column + 1]} ${score}`);
    return `${row}: ${models.join(", ")}.`;
  }).join(" ");
}
