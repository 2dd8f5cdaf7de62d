/** The target column of a table: classes or values. */

import { show, validationMessage } from "../../check.ts";
import type { Task } from "../../data_description.ts";
import { kindOf, type Missing, missingError, readNumbers } from "./columns.ts";
import { isMissing, numberIn, numberReader } from "./numbers.ts";
import { actionOf, placeOf, type Table } from "./table.ts";

/** Whole numbers with at most so many different values are taken for classes. */
const maxNumberedClasses = 10;

/** The targets of the rows that are kept. */
export interface TableTarget {
  readonly task: Task;
  /** The class of each row, or its value. */
  readonly values: Float64Array;
  /** The names of the classes in ascending order; empty in a regression. */
  readonly classNames: readonly string[];
}

/**
 * The indices of the rows without a value in a column whose values cannot be filled in.
 *
 * @param table The table.
 * @param column The index of the column, and what its values are: `a target`.
 * @param missing What is done about missing values.
 * @throws {RangeError} if there is one, and such rows are not to be left out
 */
export function rowsWithout(
  table: Table,
  [column, kind]: readonly [number, string],
  missing: Missing,
): Set<number> {
  const rows = new Set<number>();
  table.columns[column].forEach((field, row) => {
    if (isMissing(field)) rows.add(row);
  });
  const [first] = rows;
  if (first === undefined || missing === "drop") return rows;
  if (missing === "error") throw missingError(table, first, column);
  throw new RangeError(
    `Cannot ${actionOf(table)} as ${placeOf(table, first, column)}, ${kind}, has no value: ` +
      "with missing drop such rows are left out",
  );
}

/**
 * Reads the targets of rows that have one.
 *
 * @param table The table.
 * @param column The index of the target.
 * @param options The indices of the rows, and the task if it is not to be chosen.
 * @throws {RangeError} if text is to be a value, or there is only one class or value
 */
export function readTarget(
  table: Table,
  column: number,
  { kept, task: given }: { readonly kept: readonly number[]; readonly task?: Task },
): TableTarget {
  const fields = kept.map((row) => table.columns[column][row]);
  const read = numberReader(table, column);
  const isNumeric = given === "classification"
    ? fields.every((field) => !Number.isNaN(read(field)))
    : given === "regression" || kindOf(table, column) === "numbers";
  if (isNumeric) {
    const all = readNumbers(table, column);
    const values = Float64Array.from(kept, (row) => all[row]);
    checkVariety(table, column, [values, fields]);
    const task = given ?? (areClasses(values) ? "classification" : "regression");
    if (task === "regression") return { task, values, classNames: [] };
    const order = [...new Set(values)].sort((a, b) => a - b);
    return { task, ...labelled(values, order) };
  }
  checkVariety(table, column, [fields, fields]);
  const order = [...new Set(fields)].sort(byNumberThenText(table.decimal));
  return { task: "classification", ...labelled(fields, order) };
}

/** Replaces each entry by its index in the order of the classes. */
function labelled<Entry extends string | number>(
  entries: ArrayLike<Entry>,
  order: readonly Entry[],
): Pick<TableTarget, "values" | "classNames"> {
  const labels = new Map(order.map((entry, label) => [entry, label]));
  const values = Float64Array.from(entries, (entry) => labels.get(entry)!);
  return { values, classNames: order.map(String) };
}

/** The order of the names of classes: numbers first, in their order. */
function byNumberThenText(decimal: "." | ","): (one: string, other: string) => number {
  return (one, other) => {
    const [a, b] = [one, other].map((name) => numberIn(name, decimal));
    if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
    return Number.isNaN(a) !== Number.isNaN(b)
      ? Number(Number.isNaN(a)) - Number(Number.isNaN(b))
      : one < other
      ? -1
      : Number(one > other);
  };
}

function areClasses(values: Float64Array): boolean {
  const different = new Set<number>();
  for (const value of values) {
    if (!Number.isInteger(value)) return false;
    different.add(value);
    if (different.size > maxNumberedClasses) return false;
  }
  return 2 * different.size <= values.length;
}

/** Throws if all targets are equal, of numbers in their values: 7 and 7.0 are one class. */
function checkVariety(
  table: Table,
  column: number,
  [targets, fields]: readonly [ArrayLike<string | number>, readonly string[]],
): void {
  if (Array.from(targets).some((target) => target !== targets[0])) return;
  const name = `the targets in column ${show(table.names[column])}`;
  const allowed = "of two classes or values at least";
  throw new RangeError(validationMessage(actionOf(table), name, allowed, fields[0]));
}
