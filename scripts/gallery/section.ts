/** What the gallery shows of an experiment, as plain data without any styles. */

import type { Figure, RunRecord, ThemeName } from "../../mod.ts";
import type { PageLooks } from "../cli/looks.ts";
import type { Output } from "../cli/output/output.ts";
import type { Cell, Column } from "../cli/text_layout.ts";

/** The name of the page. */
export const PAGE = "index.html";

/** A figure as it was written. */
export interface Picture {
  /** The name of its file, in the folder of the page. */
  readonly file: string;
  readonly figure: Figure;
  /** The same figure in the looks of the page; without them the page shows it as it was written. */
  readonly looks?: PageLooks;
}

/** A table of an experiment. */
export interface Table {
  /** Whether it has a row per run, of which the page has a table of its own with the settings. */
  readonly ofRuns?: boolean;
  readonly columns: readonly (string | Column)[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The data on which the networks of a run were trained. */
export interface DataSettings {
  readonly dataset: string;
  readonly samples: number;
  /** Of generated data. */
  readonly noise?: number;
  /** Of circles. */
  readonly factor?: number;
  readonly testSize: number;
}

/** The results of an experiment. */
export interface Section {
  /** Whether it shows the inside of networks: the page has a part of its own for those. */
  readonly isInside?: boolean;
  /** The name of its task, as in `deno task NAME`. */
  readonly name: string;
  /** The comparison, in one sentence. */
  readonly summary: string;
  readonly seed: number;
  readonly device: { readonly name: string };
  readonly data: DataSettings;
  readonly runs: readonly RunRecord[];
  readonly tables: readonly Table[];
  readonly takeaways: readonly string[];
  readonly pictures: readonly Picture[];
  /** The theme of the pictures, for the background of transparent ones. */
  readonly theme: ThemeName;
}

/**
 * Creates an output that also records tables.
 *
 * @param output The output that writes them
 * @param tables The list that they are appended to
 */
export function keepTables(output: Output, tables: Table[]): Output {
  return {
    ...output,
    table: (columns, rows, of) => {
      tables.push({ columns, rows, ofRuns: of === "runs" });
      output.table(columns, rows, of);
    },
  };
}
