/** Tables of text: CSV or TSV, parsed into named columns. */

import { checkChoice, shortened, show, validationMessage } from "../../check.ts";
import { checkOptions, optionNames } from "../../check_shape.ts";
import { checkText, MAX_WIDTH } from "../check_dataset.ts";

/** The characters that may separate the fields of a row. */
export const separators: readonly Separator[] = [",", ";", "\t"];

/** The character between two fields: comma, semicolon or tab. */
export type Separator = "," | ";" | "\t";

/** Settings of {@linkcode parseTable}. */
export interface TableOptions {
  /**
   * The character between two fields. By default the tab if the header has one outside of quotes, or else
   * the semicolon if it has one, or else the comma.
   */
  separator?: Separator;
  /**
   * The decimal mark of numbers. By default the comma if the separator is another character and a field
   * is a number with a comma, such as `0,5`; or else the point.
   */
  decimal?: "." | ",";
  /** What errors call the text, for example the name of its file; `the CSV` by default. */
  source?: string;
}

const names = optionNames<TableOptions>({ separator: true, decimal: true, source: true });

/** A table of text with a name for each column. */
export interface Table {
  /** What errors call the table. */
  readonly source: string;
  /** The names of the columns, in order. */
  readonly names: readonly string[];
  /** The fields of each column without spaces around them. */
  readonly columns: readonly (readonly string[])[];
  /** The number of each row in the text, where the header is row 1 and blank lines count. */
  readonly rows: readonly number[];
  /** The character between two fields. */
  readonly separator: Separator;
  /** The decimal mark of numbers. */
  readonly decimal: "." | ",";
}

/** The maximum number of fields: their texts take about 60 bytes each. */
const maxFields = 5e7;

/**
 * Parses a table of text: a header with a name for each column, then one row per line. Fields may be
 * quoted; a byte order mark, Windows line ends and blank lines are accepted.
 *
 * @param text the CSV or TSV
 * @param options separator, decimal mark, and the name of the text in errors
 * @returns the columns
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or there are too many fields
 * @throws {SyntaxError} if there is no header or no row, a name is empty or given twice, a row has more or
 * fewer fields than the header, or a quote is not closed; the error names the row
 *
 * @example Semicolons and decimal commas
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTable } from "@neural-lab/lab";
 *
 * const { names, columns, decimal } = await parseTable("Alter;Größe\n7;1,25\n8;1,31\n");
 * assertEquals([names, decimal], [["Alter", "Größe"], ","]);
 * assertEquals(columns[1], ["1,25", "1,31"]);
 * ```
 */
export async function parseTable(text: string, options: TableOptions = {}): Promise<Table> {
  checkText("load the CSV", "text", text);
  const { separator, decimal, source = "the CSV" } = checkOptions("load the CSV", options, names);
  checkText("load the CSV", "source", source);
  const action = actionOf({ source });
  if (separator !== undefined) checkChoice(action, "separator", separator, separators);
  if (decimal !== undefined) checkChoice(action, "decimal", decimal, [".", ","]);
  const plain = text.replace(/^\ufeff/, "");
  // A first line `sep=;`, which some programs write for spreadsheets, is no header.
  const [, declared] = plain.match(/^sep=([,;\t])(?=[\n\r])/i) ?? [];
  const delimiter = separator ?? declared as Separator | undefined ?? separatorOf(plain);
  const { names: columnNames, columns, rows } = await readRows(action, plain, {
    ...{ delimiter, skipped: declared === undefined ? 0 : 1 },
  });
  if (rows.length === 0) {
    throw new SyntaxError(
      columnNames.length === 0
        ? `Cannot ${action} as it must have a header and rows: it is empty`
        : `Cannot ${action} as it must have rows after the header: there is none`,
    );
  }
  const mark = decimal ?? (delimiter !== "," && hasDecimalComma(columns) ? "," : ".");
  return { source, names: columnNames, columns, rows, separator: delimiter, decimal: mark };
}

/** How much of a text is looked at for its separator: the header and the first row. */
const headLength = 1 << 16;

/**
 * The separator in the first line, outside of quotes. A mark that is in a name, such as the semicolon
 * of `&amp;`, is not as often in the next line.
 */
function separatorOf(text: string): Separator {
  const plain = text.slice(0, headLength).replace(/"[^"]*"/g, "");
  const [header = "", row = ""] = plain.split(/[\n\r]+/).filter((line) => line.trim() !== "");
  const count = (line: string, mark: Separator) => line.split(mark).length - 1;
  const found = (["\t", ";", ","] as const).filter((mark) => header.includes(mark));
  return found.find((mark) => count(header, mark) === count(row, mark)) ?? found[0] ?? ",";
}

/** A row as the parser gives it. */
interface ParsedRow {
  readonly data: readonly string[];
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

/** The part of the parser's interface that is used; the package has no types. */
interface Parser {
  parse(
    text: string,
    settings: { delimiter: string; step: (row: ParsedRow) => void },
  ): void;
}

/** The parser, loaded on first use, as most programs read no CSV. This build works in browsers too. */
async function loadParser(): Promise<Parser> {
  return (await import("npm:papaparse@5.5.3/papaparse.min.js")).default as Parser;
}

/** Reads the header and the columns; empty fields after the last name are none. */
async function readRows(
  action: string,
  text: string,
  { delimiter, skipped }: { readonly delimiter: string; readonly skipped: number },
): Promise<Pick<Table, "names" | "columns" | "rows">> {
  const header: string[] = [];
  const columns: string[][] = [];
  const rows: number[] = [];
  let row = 0;
  const step = ({ data: fields, errors }: ParsedRow) => {
    row++;
    const [error] = errors;
    if (error !== undefined) {
      throw new SyntaxError(`Cannot ${action} as row ${row} has a wrong quote: ${error.message}`);
    }
    let end = fields.length;
    while (end > header.length && fields[end - 1].trim() === "") end--;
    const data = fields.slice(0, end);
    if (row <= skipped || data.every((field) => field.trim() === "")) return;
    if (header.length === 0) {
      header.push(...checkHeader(action, data.map((name) => name.trim()), row));
      columns.push(...header.map(() => []));
      return;
    }
    if (data.length !== header.length) {
      const allowed = `${header.length}, as in the header`;
      const name = `the number of fields in row ${row}`;
      throw new SyntaxError(validationMessage(action, name, allowed, data.length));
    }
    rows.push(row);
    for (let column = 0; column < data.length; column++) columns[column].push(data[column].trim());
    if (rows.length * header.length > maxFields) {
      const fields = `more than ${maxFields / 1e6} million`;
      throw new RangeError(`Cannot ${action} as it has ${fields} fields: take fewer rows`);
    }
  };
  (await loadParser()).parse(text, { delimiter, step });
  return { names: header, columns, rows };
}

/** Returns the names of the columns if there is one for each, all different. */
function checkHeader(action: string, header: readonly string[], row: number): readonly string[] {
  if (header.length > MAX_WIDTH) {
    const allowed = `at most ${MAX_WIDTH}`;
    throw new RangeError(
      validationMessage(action, "the number of columns", allowed, header.length),
    );
  }
  header.forEach((name, at) => {
    const place = `the name of column ${at + 1} in row ${row}`;
    if (name === "") throw new SyntaxError(validationMessage(action, place, "given", name));
    const first = header.indexOf(name);
    if (first === at) return;
    const allowed = `another than that of column ${first + 1}`;
    throw new SyntaxError(validationMessage(action, place, allowed, name));
  });
  return header;
}

function hasDecimalComma(columns: readonly (readonly string[])[]): boolean {
  return columns.some((column) =>
    column.some((field) =>
      /^[+-]?(\d*|\d{1,3}([.'’\u00a0\u202f]\d{3})+),\d+(e[+-]?\d+)?$/i.test(field)
    )
  );
}

/** `load ages.csv`: what failed, for errors. */
export const actionOf = ({ source }: Pick<Table, "source">): string => `load ${shortened(source)}`;

/** `row 5, column "age"`: where a field is, for errors. */
export function placeOf(table: Table, row: number, column: number): string {
  return `row ${table.rows[row]}, column ${show(table.names[column])}`;
}

/**
 * The index of a column.
 *
 * @throws {RangeError} if there is none of that name; the error suggests the nearest one
 */
export function columnNamed(table: Table, option: string, name: string): number {
  checkChoice(actionOf(table), option, name, table.names);
  return table.names.indexOf(name);
}
