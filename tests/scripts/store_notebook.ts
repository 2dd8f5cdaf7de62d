/** Stores in the notebook what its cells show: `deno task notebook`. */

import { asksForHelp } from "../../scripts/cli/flags/flags.ts";
import { codeOf, type Notebook, notebookUrl, runCells, type Shown } from "./notebook.ts";

function outputsOf({ text, forms }: Shown): unknown[] {
  const lines = (whole: string) => whole.match(/.*\n|.+/g) ?? [];
  const data = Object.entries(forms ?? {}).map(([type, value]) => [type, lines(value)]);
  return [
    ...(text === "" ? [] : [{ output_type: "stream", name: "stdout", text: lines(text) }]),
    ...(forms === null
      ? []
      : [{ output_type: "display_data", data: Object.fromEntries(data), metadata: {} }]),
  ];
}

const help = `Usage: deno task notebook

Runs the cells of scripts/experiments.ipynb, and stores in it what they show.

Example:
  deno task notebook
`;

if (asksForHelp(Deno.args)) {
  console.log(help);
  Deno.exit();
}
const notebook: Notebook = JSON.parse(Deno.readTextFileSync(notebookUrl));
const shown = await runCells(codeOf(notebook));
notebook.cells.filter(({ cell_type }) => cell_type === "code").forEach((cell, at) => {
  cell.execution_count = at + 1;
  cell.outputs = outputsOf(shown[at]);
});
Deno.writeTextFileSync(notebookUrl, JSON.stringify(notebook, null, 1) + "\n");
console.log(`Notebook: ${shown.length} cells were run, and what they show is stored`);
