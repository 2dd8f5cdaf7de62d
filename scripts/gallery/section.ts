/** What the gallery shows of an experiment, as plain data without any styles. */

import type { Figure, RunRecord, ThemeName } from "../../mod.ts";
import type { Output } from "../cli/output/output.ts";
import type { Cell, Column } from "../cli/text_layout.ts";

/** A figure as it was written. */
export interface Picture {
  /** Name of its file, beside the page. */
  readonly file: string;
  readonly figure: Figure;
}

/** A table as an experiment showed it. */
export interface Table {
  readonly columns: readonly (string | Column)[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What data the networks of a run were trained on. */
export interface DataSettings {
  readonly dataset: string;
  readonly samples: number;
  readonly noise: number;
  readonly factor: number;
  readonly testSize: number;
}

/** An experiment, done. */
export interface Section {
  /** As in `deno task NAME`. */
  readonly name: string;
  /** What is compared, in one sentence. */
  readonly summary: string;
  readonly seed: number;
  readonly device: { readonly name: string };
  readonly data: DataSettings;
  readonly runs: readonly RunRecord[];
  readonly tables: readonly Table[];
  readonly takeaways: readonly string[];
  readonly pictures: readonly Picture[];
  /** Of the pictures, which may have no background of their own. */
  readonly theme: ThemeName;
}

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
