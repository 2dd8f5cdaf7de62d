/** Fields of a table as numbers, in the forms in which spreadsheets write them. */

import type { Table } from "./table.ts";

/** Fields that stand for a missing value. */
const missingFields = new Set(["", "NA", "N/A", "#N/A", "NaN", "nan", "null", "NULL", "?"]);

/** Whether a field stands for a missing value: it is empty, or says so, as `NA` does. */
export function isMissing(field: string): boolean {
  return missingFields.has(field);
}

/** Reads a field as a number without marks of thousands; NaN if it is none. */
export function numberIn(field: string, decimal: "." | ","): number {
  if (field.length > 400 || decimal === "," && field.includes(".")) return NaN;
  const plain = decimal === "," ? field.replace(",", ".") : field;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

/**
 * A function that reads the fields of a column as numbers, NaN if a field is none. Thousands may be
 * marked by apostrophes or spaces that do not break. The other mark than the decimal one counts as a mark
 * of thousands if a field of the column can mean nothing else: `1.234,5` or `1.234.567` where numbers have
 * a decimal comma. `1.234` alone may be a number with a decimal point.
 */
export function numberReader(
  { columns, decimal }: Pick<Table, "columns" | "decimal">,
  column: number,
): (field: string) => number {
  const [mark, point] = decimal === "," ? ["\\.", ","] : [",", "\\."];
  const certain = new RegExp(
    `^[+-]?\\d{1,3}((${mark}\\d{3})+${point}\\d+|(${mark}\\d{3}){2,})$`,
  );
  const hasMark = columns[column].some((field) => field.length < 40 && certain.test(field));
  const marks = `['’\u00a0\u202f${hasMark ? mark : ""}]`;
  const grouped = new RegExp(`^[+-]?\\d{1,3}(${marks}\\d{3})+(${point}\\d*)?$`);
  const all = new RegExp(marks, "g");
  return (field) => {
    const value = numberIn(field, decimal);
    if (!Number.isNaN(value) || field.length > 40 || !grouped.test(field)) return value;
    return numberIn(field.replace(all, ""), decimal);
  };
}
