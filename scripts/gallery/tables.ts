/** Tables of the gallery: the results of runs, and other tables of experiments. */

import { lossText, percentText, type RunRecord } from "../../mod.ts";
import { cellText } from "../cli/text_layout.ts";
import { type Html, tag } from "./html.ts";
import { differences } from "./settings.ts";
import type { Table } from "./section.ts";

/** A table of texts. */
interface TextTable {
  readonly id: string;
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Creates a table with one row per run: the settings in which the runs differ, the losses of the last
 * epoch, the accuracies of the trained networks, and the status.
 *
 * @param id The id of the table, which must be unique on the page
 * @param runs The runs of one experiment
 * @param number The number of the table on the page
 */
export function runsTable(id: string, runs: readonly RunRecord[], number: number): Html {
  const varied = differences(runs);
  return table({
    id,
    caption: `Table ${number}: losses of the last epoch, and accuracies of the trained networks`,
    headings: [
      "run",
      ...varied.map(({ name }) => name),
      "train loss",
      "test loss",
      "train accuracy",
      "test accuracy",
      "status",
    ],
    rows: runs.map((run, at) => [
      run.name,
      ...varied.map(({ values }) => values[at]),
      lossText(run.trainLoss[run.trainLoss.length - 1] ?? NaN),
      lossText(run.testLoss[run.testLoss.length - 1] ?? NaN),
      percentText(run.trainAccuracy ?? NaN),
      percentText(run.testAccuracy ?? NaN),
      statusText(run),
    ]),
  });
}

function statusText({ status, divergedAtEpoch, stoppedAtEpoch }: RunRecord): string {
  if (status === "ok") return status;
  return status === "diverged"
    ? `diverged in epoch ${divergedAtEpoch}`
    : `stopped after epoch ${stoppedAtEpoch}`;
}

/** Creates a table that the experiment showed on the terminal. */
export function shownTable(id: string, caption: string, { columns, rows }: Table): Html {
  const headings = columns.map((column) => typeof column === "string" ? { title: column } : column);
  return table({
    id,
    caption,
    headings: headings.map(({ title }) => title),
    rows: rows.map((row) =>
      headings.map(({ decimals }, at) => cellText(row[at] ?? null, decimals))
    ),
  });
}

/** The maximum number of rows that print keeps on one page: they are less than half of it. */
const UNBROKEN = 16;

/** Creates a table in a region that scrolls if the table is wide, and that the keyboard can reach. */
function table({ id, caption, headings, rows }: TextTable): Html {
  const classes = headings.map((_, at) =>
    rows.every((row) => isNumber(row[at])) ? "number" : undefined
  );
  const looks = rows.length > UNBROKEN ? "scroll long" : "scroll";
  const region = { class: looks, tabindex: 0, role: "region", "aria-labelledby": id };
  return tag(
    "div",
    region,
    tag(
      "table",
      {},
      tag("caption", { id }, tag("span", {}, caption)),
      tag(
        "thead",
        {},
        tag(
          "tr",
          {},
          ...headings.map((heading, at) =>
            tag("th", { scope: "col", class: classes[at] }, heading)
          ),
        ),
      ),
      tag("tbody", {}, ...rows.map((row) => bodyRow(row, classes))),
    ),
  );
}

function bodyRow(row: readonly string[], classes: readonly (string | undefined)[]): Html {
  const [name, ...values] = row;
  return tag(
    "tr",
    {},
    tag("th", { scope: "row" }, name),
    ...values.map((value, at) => tag("td", { class: classes[at + 1] }, value)),
  );
}

/** Whether a text is a number, which is aligned to the right. */
function isNumber(text: string): boolean {
  return /^(–|-?\d[\d.]*(e[+-]?\d+)?%?)$/.test(text);
}
