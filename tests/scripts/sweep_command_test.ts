/** The command `sweep`: PyTorch's plane, resumption after any end, and what it refuses. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import reference from "../reference/sweep.json" with { type: "json" };
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { interrupt } from "./interrupted.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf, runTask } from "./tasks.ts";

const ignore = Deno.build.os === "windows";

interface Cell {
  readonly [setting: string]: unknown;
  readonly finalTrainLoss: number | null;
  readonly finalTestLoss: number | null;
  readonly divergedAtEpoch: number | null;
}

interface Record {
  readonly experiment: string;
  readonly cells: readonly Cell[];
  readonly takeaways: readonly string[];
  readonly figures: readonly string[];
}

const sweepOf = (folder: string, args: readonly string[]) => jsonOf<Record>("sweep", folder, args);

/** The lines of a file of results, in an order of their own. */
function sortedLines(path: string): string[] {
  const text = Deno.readTextFileSync(path);
  assert(text.endsWith("\n"));
  return text.trimEnd().split("\n").sort();
}

const plane = [
  ...["--x", "learning-rate:0.001,0.03,0.3,1,10", "--y", "init-std:0.001,0.1,0.5,2"],
  ...["--sizes", "2,16,16,2", "--activation", "relu", "--epochs", "20"],
];

Deno.test("the plane of a sweep is PyTorch's, as JSON, as lines, and as a figure", () =>
  withFolder(async (folder) => {
    const { experiment, cells, takeaways, figures } = await sweepOf(folder, plane);
    assertEquals([experiment, cells.length], ["sweep", 20]);
    for (const [at, { learningRate, std, ...expected }] of reference.cells.entries()) {
      const { finalTrainLoss, finalTestLoss, ...rest } = cells[at];
      assertEquals(rest, { learningRate, initStd: std, divergedAtEpoch: null });
      assert(Math.abs(finalTrainLoss! - expected.finalTrainLoss) < 1e-5);
      // PyTorch's float32 itself differs by 4e-3 from its float64 in the loss of 217.
      const tolerance = expected.finalTestLoss > 100 ? 1e-2 : 1e-5;
      assert(Math.abs(finalTestLoss! - expected.finalTestLoss) < tolerance);
    }
    assertEquals(
      takeaways[0],
      "The lowest final test loss is 0.202, at learning rate 0.3, init std 2.",
    );
    assertEquals(namesIn(folder), ["sweep-loss.svg", "sweep.jsonl"]);
    assertEquals(sortedLines(`${folder}/sweep.jsonl`).length, 21);
    const [svg] = figures.map((path) => Deno.readTextFileSync(path));
    assertStringIncludes(svg, "init std");
    assert(!/NaN|undefined|Infinity/.test(svg));
    // A second call trains nothing, and has the same results.
    assertEquals((await sweepOf(folder, plane)).cells, cells);
  }));

const long = ["--x", "learning-rate:1e-3..10:log:30", "--y", "init-std:0.01..3:log:30"];
const settings = [...long, "--epochs", "30", "--samples", "200", "--device", "cpu"];

Deno.test({
  name: "a sweep that is killed, or stopped by Ctrl-C, goes on to the same lines",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const [whole, killed] = [`${folder}/whole`, `${folder}/killed`];
      const all = await sweepOf(whole, settings);
      const parts = { unit: "cell", all: 900, lines: [5, 100] } as const;
      await interrupt({ name: "sweep", args: settings, folder: killed, ...parts });

      const resumed = await sweepOf(killed, settings);
      assertEquals(resumed.cells, all.cells);
      assertEquals(sortedLines(`${killed}/sweep.jsonl`), sortedLines(`${whole}/sweep.jsonl`));
    }),
});

Deno.test("a file of another sweep is refused by name, and --fresh sets it aside", () =>
  withFolder(async (folder) => {
    const args = ["--x", "learning-rate:0.1,1", "--epochs", "2", "--device", "cpu"];
    await sweepOf(folder, args);
    const before = Deno.readTextFileSync(`${folder}/sweep.jsonl`);
    const other = [...args.slice(0, 3), "3", "--out", folder];
    const { code, stderr } = await runTask("sweep", other);
    assertEquals(code, 2);
    assertMatch(
      stderr,
      /^error: Cannot add results .*sweep\.jsonl as it holds another sweep: learningRate 0\.1 to 1 .*, 2 epochs .*--fresh.*\n$/,
    );
    assertEquals(Deno.readTextFileSync(`${folder}/sweep.jsonl`), before);
    await sweepOf(folder, [...other.slice(0, 4), "--fresh"]);
    assertEquals(Deno.readTextFileSync(`${folder}/sweep.1.jsonl`), before);
    assertEquals(sortedLines(`${folder}/sweep.jsonl`).length, 3);
    Deno.writeTextFileSync(`${folder}/notes.jsonl`, "notes\n");
    const wrong = await runTask("sweep", [
      ...args,
      "--out",
      folder,
      "--store",
      `${folder}/notes.jsonl`,
    ]);
    assertEquals([wrong.code, Deno.readTextFileSync(`${folder}/notes.jsonl`)], [2, "notes\n"]);
    assertStringIncludes(wrong.stderr, "notes.jsonl as it is not a file of results");
  }));

Deno.test("one axis gives curves, seeds a median, and cells that diverge are marked", () =>
  withFolder(async (folder) => {
    const args = ["--x", "learning-rate:0.1..1e30:log:4", "--seeds", "3", "--epochs", "3"];
    const { cells, takeaways } = await sweepOf(folder, args);
    const [first, ...others] =
      cells as readonly (Cell & { runs: { seed: number; finalTestLoss: number }[] })[];
    assertEquals(first.runs.map(({ seed }) => seed), [42, 43, 44]);
    const sorted = first.runs.map(({ finalTestLoss }) => finalTestLoss).sort((a, b) => a - b);
    assertEquals(first.finalTestLoss, sorted[1]);
    assert(others.every(({ divergedAtEpoch }) => divergedAtEpoch !== null));
    assertStringIncludes(takeaways.join("\n"), "3 of 4 cells diverged: learning rate ");
    assertStringIncludes(takeaways.join("\n"), "Each cell is the median of 3 seeds.");
    const names = ["--x", "optimizer:sgd,adam", "--y", "learning-rate:0.1,1e30", "--epochs", "3"];
    await sweepOf(`${folder}/names`, [...names, "--measure", "train-loss"]);
    const svg = Deno.readTextFileSync(`${folder}/names/sweep-loss.svg`);
    for (const text of ["diverged", "final training loss", ">Adam<"]) {
      assertStringIncludes(svg, text);
    }
  }));

Deno.test("what no axis can be is refused in one line, with the nearest spelling", async () => {
  const cases: [string[], string][] = [
    [["--learning-rate", "1"], "--learning-rate changes nothing with an axis of learning rate"],
    [["--x", "lr:1,2"], '(did you mean "learning-rate"?)'],
    [["--x", "optimiser:sgd"], '(did you mean "optimizer"?)'],
    [["--x", "optimizer:sgd,adan"], '(did you mean "adam"?)'],
    [["--x", "learning-rate:"], "--x must be SETTING:FROM..TO"],
    [["--x", "learning-rate:1,,2"], "--x must be SETTING:FROM..TO"],
    [["--x", "learning-rate:1..0.1:log:4"], "from a lower to a higher number"],
    [["--x", "init-std:0..1:log:4"], "above 0 on a log axis"],
    [["--x", "learning-rate:0..1"], "a finite number, above 0: current value is 0"],
    [["--x", "learning-rate:1..2:log:1"], "a whole number, 2 to 2048"],
    [["--x", "learning-rate:1..2:log:1e9"], "a whole number, 2 to 2048"],
    [["--x", "optimizer:sgd..adam"], "a list for optimizer"],
    [["--x", "learning-rate:1,1"], 'each value of --x must be there once: current value is "1"'],
    [["--x", "optimizer:adam,sgd,adam"], "each value of --x must be there once"],
    [["--x", "learning-rate:1,2", "--learning-rate", "3"], "--learning-rate changes nothing"],
    [["--x", "init-std:1,2", "--initializer", "he"], "--initializer changes nothing"],
    [
      ["--x", "learning-rate:1,2", "--y", "learning-rate:3,4"],
      "--x and --y both have learning rate",
    ],
    [
      ["--x", "learning-rate:1,2", "--seeds", "4", "--seed", "4294967293"],
      "--seeds must be at most 3 from seed 4294967293 on",
    ],
    [["--x", "epsilon:1e-8,1e-3"], "--epsilon changes nothing with --optimizer sgd: it is of"],
    [["--x", "learning-rate:1,2", "--seeds", "0"], "--seeds must be a whole number"],
    [["--x", "sizes:2-4-2,2-4-9-1"], "outputs"],
    [["--x", "learning-rate:1..2:2048", "--y", "init-std:1..2:2048"], "at most 1000000"],
  ];
  await withFolder(async (folder) => {
    for (const [args, message] of cases) {
      await assertRefused("sweep", args, { folder, says: message });
    }
  });
});

Deno.test("marginal curves are beside the cells, or dots for names, in the language of the figure", () =>
  withFolder(async (folder) => {
    const small = ["--epochs", "2", "--samples", "60", "--device", "cpu", "--language", "de"];
    const rates = ["--x", "learning-rate:0.01,0.1,1", "--y", "optimizer:sgd,adam"];
    const textsIn = async (args: readonly string[]) => {
      const { figures: [path] } = await sweepOf(folder, [...small, ...args, "--fresh"]);
      const svg = Deno.readTextFileSync(path);
      assertEquals(textFaults(svg), []);
      return readSvg(svg).filter(({ name }) => name === "text").map(({ text }) => text);
    };
    const texts = await textsIn([...rates, "--marginals"]);
    const cells = "Testverlust am Ende (logarithmisch)";
    for (const text of ["Lernrate", "Optimierer", cells, "niedrigster", "Median"]) {
      assert(texts.includes(text), `${text}: ${texts}`);
    }
    // Names as people write them, on the axis and beside the dots.
    assertEquals(texts.filter((text) => text === "Adam").length, 2);
    assert(!(await textsIn(rates)).includes("niedrigster"));
    const alone = await textsIn(rates.slice(0, 2));
    assert(alone.some((text) => text.startsWith("Verlust am Ende")), String(alone));
    const { code, stderr } = await runTask("sweep", [...small, "--marginals", "--out", folder]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "--marginals changes nothing with one axis: add --y");
  }));
