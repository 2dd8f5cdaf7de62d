/** Columns of a table as numbers: which columns are numeric, and what replaces missing values. */

import { MAX_FLOAT32, shortened, show, validationMessage } from "../../check.ts";
import { isWeight, WEIGHT } from "../check_dataset.ts";
import { isMissing, numberReader } from "./numbers.ts";
import { actionOf, columnNamed, placeOf, type Table } from "./table.ts";

/** The names of the ways to treat missing values. */
export const missingNames = ["error", "drop", "mean"] as const;

/**
 * What is done about missing values: `error` refuses the table, `drop` leaves out the rows that have one,
 * and `mean` replaces those of features by the mean of the column.
 */
export type Missing = typeof missingNames[number];

/** What the fields of a column are. */
export type ColumnKind = "numbers" | "text" | "empty";

/**
 * Whether a column has numbers. A column of which at least half are numbers is taken for numbers, so
 * that the text in it is an error and not a reason to leave out the column.
 */
export function kindOf(table: Table, column: number): ColumnKind {
  const read = numberReader(table, column);
  let [numbers, texts] = [0, 0];
  for (const field of table.columns[column]) {
    if (isMissing(field)) continue;
    if (Number.isNaN(read(field))) texts++;
    else numbers++;
  }
  if (numbers + texts === 0) return "empty";
  return numbers >= texts ? "numbers" : "text";
}

/**
 * Reads a column as numbers; missing values are NaN.
 *
 * @throws {RangeError} if a field is text, or is not finite in float32
 */
export function readNumbers(table: Table, column: number): Float64Array {
  const { source, columns, decimal } = table;
  const read = numberReader(table, column);
  return Float64Array.from(columns[column], (field, row) => {
    if (isMissing(field)) return NaN;
    const value = read(field);
    if (Math.abs(value) <= MAX_FLOAT32) return value;
    const allowed = Number.isNaN(value)
      ? `a number with a decimal ${decimal === "," ? "comma" : "point"}`
      : "finite in float32";
    const place = placeOf(table, row, column);
    throw new RangeError(validationMessage(actionOf({ source }), place, allowed, field));
  });
}

/**
 * Reads the weights of rows.
 *
 * @param table The table.
 * @param column The index of the weights.
 * @param kept The indices of the rows, which all have a weight.
 * @throws {RangeError} if a weight is text, or is not above 0
 */
export function readWeights(table: Table, column: number, kept: readonly number[]): Float64Array {
  const all = readNumbers(table, column);
  const wrong = kept.find((row) => !isWeight(all[row]));
  if (wrong === undefined) return Float64Array.from(kept, (row) => all[row]);
  const place = `${placeOf(table, wrong, column)}, a weight,`;
  throw new RangeError(validationMessage(actionOf(table), place, WEIGHT, all[wrong]));
}

/** The inputs in a table. */
export interface TableInputs {
  /** The numbers `[rows × features]`. */
  readonly inputs: Float64Array;
  /** The indices of the rows that were kept. */
  readonly kept: readonly number[];
  /** The number of missing values that were replaced. */
  readonly filled: number;
}

/**
 * Reads columns as inputs.
 *
 * @param table The table.
 * @param features The indices of the columns.
 * @param options What is done about missing values; by which means they are replaced, by default those of
 * the columns; and rows that are left out anyway, by index.
 * @throws {RangeError} if a field is no number, a value is missing, or no row is left
 */
export function readInputs(
  table: Table,
  features: readonly number[],
  { missing, means, without = new Set() }: {
    readonly missing: Missing;
    readonly means?: readonly number[];
    readonly without?: ReadonlySet<number>;
  },
): TableInputs {
  const values = features.map((column) => readNumbers(table, column));
  const kept: number[] = [];
  for (let row = 0; row < table.rows.length; row++) {
    const wrong = without.has(row) ? -1 : values.findIndex((column) => Number.isNaN(column[row]));
    if (wrong >= 0 && missing === "error") throw missingError(table, row, features[wrong]);
    if (!without.has(row) && (wrong < 0 || missing === "mean")) kept.push(row);
  }
  if (kept.length === 0) {
    throw new RangeError(`Cannot ${actionOf(table)} as each of its rows has a missing value`);
  }
  const inputs = new Float64Array(kept.length * features.length);
  let filled = 0;
  for (const [feature, column] of values.entries()) {
    const mean = missing === "mean" ? means?.[feature] ?? meanOf(column, kept) : NaN;
    if (missing === "mean" && Number.isNaN(mean)) {
      const name = show(table.names[features[feature]]);
      throw new RangeError(
        `Cannot ${actionOf(table)} as column ${shortened(name)} has no number at all`,
      );
    }
    kept.forEach((row, at) => {
      const isGiven = !Number.isNaN(column[row]);
      if (!isGiven) filled++;
      inputs[at * features.length + feature] = isGiven ? column[row] : mean;
    });
  }
  return { inputs, kept, filled };
}

/** The error for a missing value, which says what can be done. */
export function missingError(table: Table, row: number, column: number): RangeError {
  const place = placeOf(table, row, column);
  return new RangeError(
    `Cannot ${actionOf(table)} as ${place} has no value: missing may be drop, which leaves out ` +
      "such rows, or mean, which fills features in",
  );
}

/** The mean of the values that are given; NaN if there are none. */
function meanOf(column: Float64Array, rows: readonly number[]): number {
  const given = rows.filter((row) => !Number.isNaN(column[row]));
  return given.reduce((sum, row) => sum + column[row], 0) / given.length;
}

/**
 * The indices of the columns with the given names; by default those of all numeric columns except the
 * target and the weights.
 *
 * @throws {RangeError} if a name is unknown, given twice or that of the target or the weights, a column is
 * text, or there is no numeric column
 */
export function chooseFeatures(
  table: Table,
  given: readonly string[] | undefined,
  { target, weights }: { readonly target?: number; readonly weights?: number } = {},
): number[] {
  const action = actionOf(table);
  const columns = given?.map((name, at) => {
    const column = columnNamed(table, `features[${at}]`, name);
    const allowed = column === target
      ? "another column than the target"
      : column === weights
      ? "another column than the weights"
      : given.indexOf(name) < at
      ? "a column that is not listed twice"
      : undefined;
    if (allowed === undefined) return column;
    throw new RangeError(validationMessage(action, `features[${at}]`, allowed, name));
  }) ?? table.names.keys().filter((column) => {
    return column !== target && column !== weights && kindOf(table, column) === "numbers";
  }).toArray();
  if (columns.length === 0) {
    throw new RangeError(
      `Cannot ${action} as no column ${
        target === undefined ? "" : "besides the target "
      }is numeric`,
    );
  }
  return columns;
}

/** Throws if a feature has one value in all rows: nothing can be learned from it. */
export function checkVariety(table: Table, features: readonly number[], read: TableInputs): void {
  const { inputs, kept } = read;
  for (const [feature, column] of features.entries()) {
    const value = inputs[feature];
    const isVaried = kept.some((_, at) => inputs[at * features.length + feature] !== value);
    if (isVaried || kept.length === 1) continue;
    throw new RangeError(
      `Cannot ${actionOf(table)} as column ${show(table.names[column])} is ${value} in all rows, ` +
        `from row ${
          table.rows[kept[0]]
        } on: a constant is no feature, so leave it out of the features`,
    );
  }
}
