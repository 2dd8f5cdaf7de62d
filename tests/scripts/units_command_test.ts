/** The commands `units` and `folding`: their networks, figures, JSON, and what they refuse. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { seenAt } from "../plots/play_svg.ts";
import { textFaults } from "../plots/read_svg.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { folding } from "../../scripts/folding.ts";
import { units } from "../../scripts/units.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf, runTask } from "./tasks.ts";

interface UnitsRecord extends ExperimentRecord {
  readonly importance: readonly (readonly (number | null)[])[];
  readonly layers: readonly { units: number; constant: number; needed: number }[];
  readonly crossing: number;
}

const quick = ["--samples", "120", "--epochs", "8"];
const iris = ["--data", "tests/reference/iris.csv", "--target", "species", "--epochs", "5"];
const read = (path: string) => Deno.readTextFileSync(path);

/** The texts and the size of figures are right, and all numbers in them finite. */
function checkFigures(paths: readonly string[]): void {
  for (const path of paths) {
    const svg = read(path);
    assert(!/NaN|undefined|Infinity/.test(svg), path);
    if (!/animation|bending/.test(path)) assertEquals(textFaults(svg), [], path);
  }
}

Deno.test("units trains the network of train, and draws its diagram and its kinks", () =>
  withFolder(async (folder) => {
    const network = [
      ...["--sizes", "2,20,4,2", "--optimizer", "adam", "--learning-rate", "0.01"],
      ...quick,
    ];
    const { runs: [wanted] } = await jsonOf("train", `${folder}/train`, network);
    const found = await jsonOf<UnitsRecord>("units", folder, network);
    const { runs: [run], importance, layers, crossing, takeaways } = found;
    assertEquals({ ...run, seconds: 0 }, { ...wanted, seconds: 0 });
    assertEquals(importance.map(({ length }) => length), [2, 20, 4]);
    assertEquals(layers.map(({ units }) => units), [20, 4]);
    const sums = importance.slice(1).map((own) => own.toSorted((a, b) => b! - a!));
    for (const [at, { needed }] of layers.entries()) {
      const share = (count: number) =>
        sums[at].slice(0, count).reduce<number>((sum, value) => sum + value!, 0) /
        sums[at].reduce<number>((sum, value) => sum + value!, 0);
      assert(share(needed) >= 0.9 && share(needed - 1) < 0.9);
    }
    const needed = layers.reduce((sum, layer) => sum + layer.needed, 0);
    assertMatch(takeaways[0], new RegExp(`diagram.* ${needed} of 24 hidden units`));
    assertMatch(takeaways[1], new RegExp(`boundary.* ${crossing} of 20 units of layer 1`));
    assertEquals(namesIn(folder), ["train", ...units.files].sort());
    checkFigures(found.figures);
    const diagram = read(`${folder}/units-network.svg`);
    assertStringIncludes(diagram, "24 of 28 units shown");
    assertStringIncludes(diagram, `${needed} of 24 hidden units carry 90% of the importance`);
    assertStringIncludes(
      read(`${folder}/units-kinks.svg`),
      `${crossing} of 20 lines cross the data`,
    );
  }));

Deno.test("units shows layers of one unit, no hidden layer, several inputs, and values", () =>
  withFolder(async (folder) => {
    const cases: [string[], string[]][] = [
      [["--sizes", "2,1,1,2", ...quick], ["layer 2"]],
      [["--sizes", "2,2", ...quick], ["no hidden layer"]],
      [iris, ["petal_width", "virginica", "first two principal components"]],
      [[
        ...iris.with(3, "petal_width"),
        "--sizes",
        "3,4,1",
        "--features",
        "petal_length,sepal_width,sepal_length",
      ], ["petal_length", "pre-activation 0"]],
      [[...iris, "--plane", "petal_length,petal_width"], ["2 other features at their mean"]],
    ];
    for (const [at, [args, texts]] of cases.entries()) {
      const { figures } = await jsonOf("units", `${folder}/${at}`, args);
      checkFigures(figures);
      const all = figures.map(read).join();
      for (const text of texts) assert(all.includes(text), text);
    }
  }));

Deno.test("a network that diverged is drawn in grey, and said to have", () =>
  withFolder(async (folder) => {
    const args = [...quick, "--optimizer", "sgd", "--learning-rate", "1e30", "--animate"];
    for (const name of ["units", "folding"]) {
      const more = name === "folding" ? ["--activation", "relu"] : [];
      const { runs: [run], figures, takeaways } = await jsonOf<UnitsRecord>(name, folder, [
        ...[...args, ...more],
      ]);
      assertEquals(run.status, "diverged");
      assertMatch(takeaways[0], /diverged/);
      checkFigures(figures);
      assertStringIncludes(read(figures[0]), "diverged, epoch");
    }
    assertStringIncludes(read(`${folder}/units-network.svg`), "Every training diverges");
  }));

for (const name of ["units", "folding"]) {
  Deno.test(`${name} --animate moves through the epochs, to the same end as its last frame`, () =>
    withFolder(async (folder) => {
      // On half a slide the text of frames depends on their legends: all have the smallest one.
      const size = name === "units" ? ["--size", "half"] : [];
      const args = [...quick, ...size, "--animate", "--frames", "3"];
      const { figures } = await jsonOf(name, folder, args);
      checkFigures(figures);
      const animation = read(`${folder}/${name}-animation.svg`);
      assert(animation.length < 2e6, String(animation.length));
      if (name === "folding") assert(namesIn(folder).includes("folding-bending.svg"));
      const frames = namesIn(`${folder}/${name}-frames`);
      assertEquals(frames, [1, 2, 3].map((at) => `frame-00${at}.svg`));
      const [first, , last] = frames.map((file) => read(`${folder}/${name}-frames/${file}`));
      assertEquals(seenAt(animation, 0), seenAt(first));
      assertEquals(seenAt(animation), seenAt(last));
      assertStringIncludes(first, "before training");
      assertStringIncludes(last, "epoch 8 of 8");
    }));
}

Deno.test("folding compares the network with a linear one, and shows each layer of two units", () =>
  withFolder(async (folder) => {
    const args = [
      "--dataset",
      "circles",
      "--sizes",
      "2,8,2,4,2,2",
      "--samples",
      "300",
      "--seed",
      "3",
    ];
    const { runs, takeaways, figures } = await jsonOf("folding", folder, [
      ...args,
      "--epochs",
      "40",
    ]);
    assertEquals(runs.map(({ sizes }) => sizes), [[2, 8, 2, 4, 2, 2], [2, 2]]);
    assertEquals(runs.map(({ activation }) => activation), ["tanh", "identity"]);
    assertEquals(runs[1].name, "logistic");
    const [bent, straight] = runs.map(({ testAccuracy }) => testAccuracy!);
    assert(bent > 0.9 && straight < 0.7, `${bent} ${straight}`);
    const shares = runs.map(({ testAccuracy }) => `${Number((100 * testAccuracy!).toFixed(1))}%`);
    assertStringIncludes(takeaways[0].replace(".0%", "%"), `${shares[0]} of the test points`);
    assertStringIncludes(takeaways[1].replace(".0%", "%"), `${shares[1]} of the test points`);
    assertEquals(namesIn(folder), folding.files);
    checkFigures(figures);
    const svg = read(figures[0]);
    for (
      const text of ["inputs", "layer 2", "layer 4", "logistic", "unit 1", "grid of the inputs"]
    ) {
      assert(svg.includes(text), text);
    }
    assert(!svg.includes("layer 3"));
    checkFigures((await jsonOf("folding", `${folder}/iris`, iris)).figures);
  }));

Deno.test("folding --animate moves each point on a straight path to where the layers put it", () =>
  withFolder(async (folder) => {
    const args = [...quick, "--animate", "--figures", "planes,bending"];
    const { figures } = await jsonOf("folding", folder, args);
    assertEquals(figures, ["planes", "bending"].map((name) => `${folder}/folding-${name}.svg`));
    checkFigures(figures.slice(0, 1));
    const svg = read(figures[1]);
    assert(!/NaN|undefined|Infinity/.test(svg) && svg.length < 2e6);
    const [start, middle, end] = [0, 2, undefined].map((time) => seenAt(svg, time).join());
    assert(start.includes('"inputs"') && end.includes('"layer 2"'));
    assert(middle.includes("inputs → layer 2") && middle !== start && middle !== end);
  }));

Deno.test("folding is run again from its JSON, to the same figure", () =>
  withFolder(async (folder) => {
    const json = `${folder}/folding.json`;
    const first = await runTask("folding", [...quick, "--out", `${folder}/a`, "--json", json]);
    assertEquals(first.code, 0, first.stderr);
    const again = await runTask("folding", ["--from", json, "--out", `${folder}/b`]);
    assertEquals(again.code, 0, again.stderr);
    const [one, other] = ["a", "b"].map((name) => read(`${folder}/${name}/folding-planes.svg`));
    assertEquals(other, one);
  }));

Deno.test("what units and folding cannot show is refused in one line", () =>
  withFolder(async (folder) => {
    const narrow = [...iris, "--features", "petal_length"];
    const cases: [string, string[], string][] = [
      [
        "units",
        narrow,
        "Units are drawn as maps of a plane: the data must have at least 2 features",
      ],
      [
        "units",
        ["--sizes", Array(14).fill(2).join()],
        "has 12 hidden layers: a diagram has room for",
      ],
      ["units", ["--sizes", "3,2"], "the first of --sizes must be 2"],
      ["units", ["--frames", "3"], "--frames changes nothing without --animate"],
      [
        "folding",
        ["--sizes", "2,3,2"],
        "must have 2 units in the last hidden layer, as in 2,16,2,2",
      ],
      ["folding", ["--sizes", "2,2"], "must have 2 units in the last hidden layer"],
      [
        "folding",
        iris.with(3, "petal_width"),
        "Folding separates classes, and the target has values",
      ],
      ["folding", narrow, "Folding bends a plane: the data must have at least 2 features"],
      ["folding", ["--x-limits", "0,1"], "Unknown flag --x-limits"],
    ];
    for (const [name, args, message] of cases) {
      await assertRefused(name, args, { folder, says: message });
    }
  }));
