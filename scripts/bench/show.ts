/** The output of the bench: a table, and explanations below it. */

import type { Output } from "../cli/output/output.ts";
import type { Cell } from "../cli/text_layout.ts";
import { wrap } from "../cli/text_layout.ts";
import { cellValue, type MeasuredRow, ratioTo } from "./cells.ts";
import { columnSpecs, type ContenderName, contenderNames, type Limits } from "./contender.ts";
import { baseOf, boundText, type ColumnReport, reasons, type Report } from "./report.ts";
import type { GroupName } from "./rows.ts";

const lineWidth = 100;

/** The quantity that is compared, by group of rows. */
const comparisons: Readonly<Record<GroupName, string>> = {
  train:
    "`train` of the lab, from drawing the first weights to the accuracies at the end, beside " +
    "`model.fit` without validation, and PyTorch with a data loader, as in a notebook; the lab and " +
    "PyTorch score their test data after each epoch as well.",
  ensemble: "`train` with one order for all, or one for each network, and no test data. PyTorch " +
    "trains all networks at once, by batched products and autograd; TensorFlow.js one after the " +
    "other, so that the rate of one stands for all.",
  grid:
    "`predictGrid` of a device beside `model.predict` and a PyTorch model, of points in memory.",
  matmul: "`matmul` of a device beside `tf.matMul` and `torch.bmm`, operands and result in memory.",
  figure:
    "`deno task activations --device …`, the whole command; beside it Python, which only imports " +
    "torch, sklearn and matplotlib.",
};

/** Shows the table and the lines below it. */
export function show(report: Report, output: Output): void {
  const { columns, rows } = report;
  const base = baseOf(columns);
  const headings = (id: ContenderName) =>
    id === base ? [columnSpecs[id].title] : [columnSpecs[id].title, "x"];
  output.table(
    ["", "unit", ...contenderNames.flatMap(headings)],
    rows.map((measured) => [
      measured.row.name,
      measured.row.unit,
      ...contenderNames.flatMap((id) => cellTexts(measured, id, base)),
    ]),
  );
  for (const note of notes(report, base)) {
    output.say();
    for (const line of note) {
      wrap(line, lineWidth).forEach((part, index) => output.say(index === 0 ? part : `  ${part}`));
    }
  }
}

/** The numbers of the table, rounded to the digits that are not noise. */
function cellTexts({ row, cells }: MeasuredRow, id: ContenderName, base: ContenderName): Cell[] {
  const cell = cells[id];
  const value = cell ? rounded(cellValue(row, cell), 3) : null;
  const ratio = ratioTo(cells[base], cell);
  return id === base ? [value] : [value, ratio === undefined ? null : rounded(ratio, 2)];
}

function rounded(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** Paragraphs of lines. */
function notes({ columns, rows, turns, budget }: Report, base: ContenderName): string[][] {
  const { title } = columnSpecs[base];
  const groups = new Set(rows.map(({ row }) => row.group));
  const { limits } = columns[base];
  return [
    [
      `x: how many times as fast ${title} of the lab is. Each figure is the median of ${turns} warm turns, or ` +
      `of as many as fit in ${budget} s; at least one.`,
      ...contenderNames.map((id) => `${columnSpecs[id].title}: ${columnText(columns[id])}`),
    ],
    [...groups].map((group) => `${group}: ${comparisons[group]}`),
    [
      `What bounds ${title}${limits ? `, which ${limitsText(limits)}` : ""}:`,
      ...rows.flatMap((measured) => {
        const bound = boundText(measured, base, limits);
        return bound === null ? [] : [`${measured.row.name}: ${bound}`];
      }),
    ],
    leftOutLines(rows),
  ].filter((lines) => lines.length > 0);
}

function columnText({ name, software, failure }: ColumnReport): string {
  return failure === null ? `${name}, ${software ? "software" : "hardware"}` : `– (${failure})`;
}

function limitsText({ roundTrip, bytesPerSecond, peak, peakOf }: Limits): string {
  const peakText = peak === null
    ? ""
    : `, at its peak computes ${text(peak / 1e9, 3)} GFLOP/s (${peakOf})`;
  return `answers after ${text(1000 * roundTrip, 2)} ms, moves ${
    text(bytesPerSecond / 1e9, 2)
  } GB/s${peakText}`;
}

/** The reasons why cells are left out. */
function leftOutLines(rows: readonly MeasuredRow[]): string[] {
  const lines = contenderNames.flatMap((id) => reasons(rows, id).map(({ line }) => line));
  return lines.length > 0 ? ["Left out (–):", ...lines] : [];
}

function text(value: number, digits: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: digits });
}
