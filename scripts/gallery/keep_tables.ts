/** Keeps the tables that an experiment shows. */

import type { Output } from "../cli/output/output.ts";
import type { Table } from "./section.ts";

/**
 * An output that keeps tables besides showing them.
 *
 * @param output Where they are shown
 * @param tables Where they are kept, in order
 */
export function keepTables(output: Output, tables: Table[]): Output {
  return {
    ...output,
    table: (columns, rows) => {
      tables.push({ columns, rows });
      output.table(columns, rows);
    },
  };
}
