/** What the gallery knows of an experiment: plain data, with nothing of how it looks. */

import type { Figure, ThemeName } from "../../mod.ts";
import type { RunRecord } from "../../mod.ts";
import type { Cell, Column } from "../cli/table.ts";

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
