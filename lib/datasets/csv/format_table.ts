/** Tables as CSV text. */

import { checkChoice, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray } from "../../check_shape.ts";
import { checkText } from "../check_dataset.ts";
import { type Separator, separators } from "./table.ts";

/**
 * Writes columns as CSV with a header, which {@linkcode parseTable} can read. Fields are quoted where
 * they must be.
 *
 * @param columns the names of the columns, and for each column the same number of fields
 * @param format the separator and the decimal mark; comma and point by default
 * @returns the text, with a line break at the end of each row
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if columns and names differ in number, or columns in length
 *
 * @example For a German spreadsheet
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatTable } from "@neural-lab/lab";
 *
 * const columns = [["a;b", "c"], [0.5, 1]];
 * const text = formatTable({ names: ["name", "share"], columns }, { separator: ";", decimal: "," });
 * assertEquals(text, 'name;share\n"a;b";0,5\nc;1\n');
 * ```
 */
export function formatTable(
  table: {
    readonly names: readonly string[];
    readonly columns: readonly (readonly (string | number)[] | Float32Array | Float64Array)[];
  },
  format: { readonly separator?: Separator; readonly decimal?: "." | "," } = {},
): string {
  const action = "write the table";
  const { names, columns } = checkOptions(action, table, ["names", "columns"], "table");
  const { separator = ",", decimal = "." } = checkOptions(action, format, ["separator", "decimal"]);
  checkChoice(action, "separator", separator, separators);
  checkChoice(action, "decimal", decimal, [".", ","]);
  checkList(action, "names", names, "a list of names");
  checkList(action, "columns", columns, "a list of columns");
  names.forEach((name, at) => checkText(action, `names[${at}]`, name));
  columns.forEach((column, at) => {
    if (isArray(column) || ArrayBuffer.isView(column) && "length" in column) return;
    throw new TypeError(validationMessage(action, `columns[${at}]`, "a list of fields", column));
  });
  const rows = columns[0]?.length ?? 0;
  const isWhole = columns.length === names.length && columns.every(({ length }) => length === rows);
  if (!isWhole) {
    const allowed = `${names.length} columns of equal length, one for each name`;
    throw new RangeError(validationMessage(action, "columns", allowed, columns.length));
  }
  const written = (field: string | number) => {
    const text = typeof field === "number" ? String(field).replace(".", decimal) : textOf(field);
    const isPlain = !text.includes(separator) && !/["\n\r]|^\s|\s$/.test(text);
    return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
  };
  const lines = [names.map(written).join(separator)];
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map((column) => written(column[row])).join(separator));
  }
  return `${lines.join("\n")}\n`;
}

/** Returns a field that is text. */
function textOf(field: unknown): string {
  checkText("write the table", "each field", field);
  return field as string;
}
