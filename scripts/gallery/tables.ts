/** Tables of the gallery: what runs came to, and what experiments showed besides. */

import { lossText, percentText, type RunRecord } from "../../mod.ts";
import { cellText } from "../cli/text_layout.ts";
import { type Html, tag } from "./html.ts";
import { differences } from "./settings.ts";
import type { Table } from "./section.ts";

/** Texts in rows under headings, with words for what they are. */
interface TextTable {
  readonly id: string;
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * What runs came to, a row each: where they differ in their settings, their last losses, accuracies
 * of the trained networks, and whether they came through.
 *
 * @param id Of the table, unlike all others of the page
 * @param runs Of one experiment
 */
export function runsTable(id: string, runs: readonly RunRecord[]): Html {
  const varied = differences(runs);
  return table({
    id,
    caption: "Losses of the last epoch, and accuracies of the trained networks",
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
      run.status === "diverged" ? `diverged in epoch ${run.divergedAtEpoch}` : run.status,
    ]),
  });
}

/** A table as the experiment showed it on the terminal. */
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

/** Wide tables scroll in a region of their own, which the keyboard reaches. */
function table({ id, caption, headings, rows }: TextTable): Html {
  const classes = headings.map((_, at) =>
    rows.every((row) => isNumber(row[at])) ? "number" : undefined
  );
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-labelledby": id };
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

/** Numbers line up at their last digit. */
function isNumber(text: string): boolean {
  return /^(–|-?\d[\d.]*(e[+-]?\d+)?%?)$/.test(text);
}
