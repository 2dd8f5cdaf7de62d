/** Tables of the gallery: the results of runs, and other tables of experiments. */

import { lossText, percentText, type RunRecord } from "../../mod.ts";
import { cellText } from "../cli/text_layout.ts";
import { type Html, tag } from "./html.ts";
import type { PageWords } from "./page_words.ts";
import { differences, valueOf } from "./settings.ts";
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
 * @param place The number of the table on the page, and the language
 */
export function runsTable(
  id: string,
  runs: readonly RunRecord[],
  { number, words }: { readonly number: number; readonly words: PageWords },
): Html {
  const varied = differences(runs);
  return table({
    id,
    caption: words.say(
      "Table {n}: losses of the last epoch, and accuracies of the trained networks",
      { n: number },
    ),
    headings: [
      words.say("run"),
      ...varied.map(({ name }) => words.name(name)),
      words.say("train loss"),
      words.say("test loss"),
      words.say("train accuracy"),
      words.say("test accuracy"),
      words.say("status"),
    ],
    rows: runs.map((run, at) => [
      words.name(run.name),
      ...varied.map(({ values }) => valueOf(values[at], words)),
      words.digits(lossText(run.trainLoss[run.trainLoss.length - 1] ?? NaN)),
      words.digits(lossText(run.testLoss[run.testLoss.length - 1] ?? NaN)),
      words.digits(percentText(run.trainAccuracy ?? NaN)),
      words.digits(percentText(run.testAccuracy ?? NaN)),
      statusText(run, words),
    ]),
  });
}

function statusText(
  { status, divergedAtEpoch, stoppedAtEpoch }: RunRecord,
  words: PageWords,
): string {
  if (status === "ok") return words.say(status);
  return status === "diverged"
    ? words.say("diverged in epoch {n}", { n: divergedAtEpoch ?? NaN })
    : words.say("stopped after epoch {n}", { n: stoppedAtEpoch ?? NaN });
}

/** Creates a table that the experiment showed on the terminal. */
export function shownTable(
  id: string,
  { caption, words }: { readonly caption: string; readonly words: PageWords },
  { columns, rows }: Table,
): Html {
  const headings = columns.map((column) => typeof column === "string" ? { title: column } : column);
  return table({
    id,
    caption,
    headings: headings.map(({ title }) => words.name(title)),
    rows: rows.map((row) =>
      headings.map(({ decimals }, at) => valueOf(cellText(row[at] ?? null, decimals), words))
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
    tag("th", { scope: "row", class: classes[0] }, name),
    ...values.map((value, at) => tag("td", { class: classes[at + 1] }, value)),
  );
}

/** Whether a text is a number, which is aligned to the right. */
function isNumber(text: string): boolean {
  return /^(–|[<>]?-?\d[\d.,]*(e[+-]?\d+)?(\s?%)?)$/.test(text);
}
