/** Datasets from tables of text. */

import { checkChoice, validationMessage } from "../../check.ts";
import {
  checkList,
  checkNumbers,
  checkOptions,
  checkShape,
  isArray,
  optionNames,
} from "../../check_shape.ts";
import { checkNames, type Task, taskNames } from "../../data_description.ts";
import { checkDataset, checkText } from "../check_dataset.ts";
import type { Dataset } from "../dataset.ts";
import {
  checkVariety,
  chooseFeatures,
  type Missing,
  missingNames,
  readInputs,
  readWeights,
  type TableInputs,
} from "./columns.ts";
import { actionOf, columnNamed, parseTable, type Table, type TableOptions } from "./table.ts";
import { readTarget, rowsWithout } from "./target.ts";

/** Settings of {@linkcode tableDataset}. */
export interface TableDatasetOptions {
  /**
   * The name of the column with the classes or values to learn; the last column by default, weights left
   * aside.
   */
  target?: string;
  /** The names of the columns to learn from; by default all numeric columns except the target. */
  features?: readonly string[];
  /** What is done about missing values; `error` by default. */
  missing?: Missing;
  /**
   * The name of a column with the weight of each row in a training, above 0, which becomes the dataset's
   * `sampleWeights`; it is no feature. A missing weight cannot be filled in. By default no row has one.
   */
  weights?: string;
  /**
   * The task. By default text is a class; numbers are classes if they are whole, at most ten are
   * different and each occurs twice on average, and otherwise the values of a regression.
   */
  task?: Task;
  /** The name of the dataset; `data` by default. */
  name?: string;
}

/** Settings of {@linkcode readCsv}. */
export interface CsvOptions extends TableDatasetOptions, TableOptions {}

const datasetNames: Record<keyof TableDatasetOptions, true> = {
  ...{ target: true, features: true, missing: true, weights: true, task: true, name: true },
};
const csvNames = optionNames<CsvOptions>({
  ...{ separator: true, decimal: true, source: true },
  ...datasetNames,
});

/**
 * Reads a dataset from CSV or TSV with a header: classes or values to learn in one column, numbers to
 * learn from in others. Text targets become the names of classes, in ascending order.
 *
 * @param text the CSV or TSV; a byte order mark and Windows line ends are accepted
 * @param options the target, the features, missing values, the task, and the format of the text
 * @returns the dataset with the names of its features, and of its classes or target; not scaled
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, there is no column of a name, a value is missing or is
 * text among numbers, a feature is constant, or there is only one class; the error names row and column,
 * where the header is row 1
 * @throws {SyntaxError} if there is no header or row, a name is missing or given twice, or a row has more
 * or fewer fields than the header
 *
 * @example Two species
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readCsv } from "@neural-lab/lab";
 *
 * const data = await readCsv(
 *   "length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n4.9,3.0,setosa\n",
 *   { target: "species" },
 * );
 * assertEquals(data.featureNames, ["length", "width"]);
 * assertEquals([data.classNames, [...data.labels]], [["setosa", "versicolor"], [0, 1, 0]]);
 * ```
 */
export async function readCsv(text: string, options: CsvOptions = {}): Promise<Dataset> {
  checkOptions("load the CSV", options, csvNames);
  const { separator, decimal, source, ...chosen } = options;
  return tableDataset(await parseTable(text, { separator, decimal, source }), chosen);
}

/**
 * Makes a dataset of the columns of a table.
 *
 * @param table the table, as `parseTable` returns it
 * @param options the target, the features, missing values, and the task
 * @returns the dataset, as {@linkcode readCsv}
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} as {@linkcode readCsv}
 *
 * @example A regression
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable, tableDataset } from "@neural-lab/lab";
 *
 * const table = await parseTable("age,height\n7,1.25\n8,1.31\n");
 * const { task, targets } = tableDataset(table, { target: "height" });
 * assertEquals([task, [...targets!]], ["regression", [1.25, 1.31]]);
 * ```
 */
export function tableDataset(table: Table, options: TableDatasetOptions = {}): Dataset {
  const action = actionOf(checkTable(table));
  checkOptions(action, options, Object.keys(datasetNames));
  const { missing = "error", task, name = "data", features: given } = options;
  checkChoice(action, "missing", missing, missingNames);
  if (task !== undefined) checkChoice(action, "task", task, taskNames);
  if (given !== undefined) checkList(action, "features", given, "a list of names");
  checkText(action, "name", name);
  const { target: targetName, column, weights } = chooseTarget(table, options);
  const features = chooseFeatures(table, given, { target: column, weights });
  const without = rowsWithout(table, [column, "a target"], missing);
  if (weights !== undefined) {
    rowsWithout(table, [weights, "a weight"], missing).forEach((row) => without.add(row));
  }
  const read = readInputs(table, features, { missing, without });
  checkVariety(table, features, read);
  const target = readTarget(table, column, { kept: read.kept, task });
  const samples = read.kept.length;
  const parts = {
    ...{ name, inputs: read.inputs, samples, features: features.length, task: target.task },
    featureNames: features.map((feature) => table.names[feature]),
    ...(weights !== undefined && { sampleWeights: readWeights(table, weights, read.kept) }),
  };
  const dataset: Dataset = target.task === "regression"
    ? {
      ...{ ...parts, labels: new Int32Array(samples), classes: 1 },
      ...{ targets: target.values, targetNames: [targetName] },
    }
    : {
      ...{ ...parts, labels: Int32Array.from(target.values) },
      ...{ classes: target.classNames.length, classNames: target.classNames },
    };
  return checkDataset(action, "the dataset", dataset);
}

/** The name and the index of the target, and the index of the weights, if there are any. */
function chooseTarget(table: Table, { target: given, weights: name }: TableDatasetOptions) {
  const weights = name === undefined ? undefined : columnNamed(table, "weights", name);
  const { names, source } = table;
  const target = given ?? names.findLast((_, column) => column !== weights) ?? names[0];
  const column = columnNamed(table, "target", target);
  if (column !== weights) return { target, column, weights };
  const allowed = "another column than the target";
  throw new RangeError(validationMessage(actionOf({ source }), "weights", allowed, target));
}

/** Settings of {@linkcode tableInputs}. */
export interface TableInputsOptions {
  /** The names of the columns; by default all numeric ones. */
  features?: readonly string[];
  /** What is done about missing values; `error` by default. */
  missing?: Missing;
  /** The means that replace missing values; by default those of the columns. */
  means?: readonly number[];
}

const inputNames = optionNames<TableInputsOptions>({ features: true, missing: true, means: true });

/**
 * Reads inputs for a model from the columns of a table, which needs no target.
 *
 * @param table the table, as `parseTable` returns it
 * @param options the features, and what is done about missing values
 * @returns the inputs `[rows × features]`, not scaled, the indices of the rows that were kept, and the
 * number of missing values that were replaced
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option or a column is unknown, a value is missing or is no number
 *
 * @example Two columns of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable, tableInputs } from "@neural-lab/lab";
 *
 * const table = await parseTable("a,b,c\n1,2,x\n3,,y\n");
 * const { inputs, kept } = tableInputs(table, { features: ["b", "a"], missing: "drop" });
 * assertEquals([[...inputs], kept], [[2, 1], [0]]);
 * ```
 */
export function tableInputs(table: Table, options: TableInputsOptions = {}): TableInputs {
  const action = actionOf(checkTable(table));
  const { features: given, missing = "error", means } = checkOptions(action, options, inputNames);
  checkChoice(action, "missing", missing, missingNames);
  if (given !== undefined) checkList(action, "features", given, "a list of names");
  const features = chooseFeatures(table, given);
  if (means !== undefined) {
    const allowed = `a list of ${features.length} numbers, one for each feature`;
    checkNumbers(action, "means", means);
    if (means.length !== features.length) {
      throw new RangeError(validationMessage(action, "means", allowed, means.length));
    }
  }
  return readInputs(table, features, { missing, means });
}

/** Returns `table` if it is a table, as `parseTable` returns it: all columns have a text for each row. */
function checkTable(table: Table): Table {
  const action = "load the table";
  const { names, columns, rows, decimal } = checkShape(action, "table", table, "table");
  checkNames(
    action,
    "names of the table",
    names,
    checkList(action, "names", names, "names").length,
  );
  checkNumbers(action, "rows of the table", rows);
  checkChoice(action, "decimal", decimal, [".", ","]);
  const allowed = `a column of ${rows.length} texts for each of ${names.length} names`;
  checkList(action, "columns of the table", columns, allowed);
  const isWhole = rows.length > 0 && columns.length === names.length &&
    columns.every((column) => isArray(column) && column.length === rows.length);
  if (!isWhole) {
    throw new RangeError(validationMessage(action, "columns of the table", allowed, columns));
  }
  columns.forEach((column, at) => {
    for (let row = 0; row < column.length; row++) {
      if (typeof column[row] === "string") continue;
      const place = `columns[${at}][${row}] of the table`;
      throw new TypeError(validationMessage(action, place, "text", column[row]));
    }
  });
  return table;
}
