/** The notebook runs from top to bottom, and shows what is stored in it. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { readSvg } from "../plots/read_svg.ts";
import { alone } from "../training/reference_curves.ts";
import { codeOf, type Notebook, notebookUrl, runCells } from "./notebook.ts";

const notebook: Notebook = JSON.parse(Deno.readTextFileSync(notebookUrl));
const shown = await runCells(codeOf(notebook));

Deno.test("every training and the gradient check of the notebook show their figure", () => {
  const figures = shown.flatMap(({ forms }) => forms === null ? [] : [forms["image/svg+xml"]]);
  const titles = figures.map((svg) => readSvg(svg).find(({ name }) => name === "title")?.text);
  assertEquals(titles, [
    "Activations",
    "Activations",
    "Initial weights",
    "Depth",
    "Depth",
    "Optimizers",
    "Learning rates",
    "Finite differences against backpropagation",
  ]);
});

Deno.test("the notebook's losses are PyTorch's", () => {
  const told = new Map(
    shown.flatMap(({ text }) =>
      [...text.matchAll(/^(.+): loss ([\d.]+),/gm)].map((
        [, name, loss],
      ): [string, string] => [name, loss])
    ),
  );
  const runs = Object.values(alone).flat();
  assertEquals([...told.keys()], runs.map(({ name }) => name));
  for (const { name, trainLoss } of runs) {
    // Three decimals are told.
    const tolerance = name === "large" ? 2e-2 : 5e-4 + 1e-5;
    const difference = Math.abs(Number(told.get(name)) - trainLoss[trainLoss.length - 1]);
    assert(difference <= tolerance, `${name}: ${told.get(name)}, off by ${difference}`);
  }
});

Deno.test("what is stored in the notebook is what its cells show: else run deno task notebook", () => {
  const stored = notebook.cells.filter(({ cell_type }) => cell_type === "code").map((cell) => {
    const outputs = cell.outputs as { text?: string[]; data?: Record<string, string[]> }[];
    const text = outputs.flatMap((output) => output.text ?? []).join("");
    const data = outputs.find((output) => output.data !== undefined)?.data;
    assertEquals(data === undefined, data?.["image/svg+xml"]?.[0].startsWith("<svg") !== true);
    return { text, title: data?.["text/plain"].join("") };
  });
  assertEquals(stored, shown.map(({ text, forms }) => ({ text, title: forms?.["text/plain"] })));
});

Deno.test("a cell that fails, or whose types do not fit, is told", async () => {
  await assertRejects(() => runCells(['throw new Error("on purpose");']), Error, "on purpose");
  await assertRejects(() => runCells(["const one: string = 1;"]), Error, "TS2322");
});
