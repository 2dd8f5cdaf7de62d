/** The commands `dynamics` and `functions`, and `train --probe`: PyTorch's statistics, and their figures. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import reference from "../reference/dynamics.json" with { type: "json" };
import type { RunRecord } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { textFaults } from "../plots/read_svg.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf } from "./tasks.ts";

interface DynamicsRecord {
  readonly experiment: string;
  readonly runs: readonly RunRecord[];
  readonly takeaways: readonly string[];
  readonly factors: readonly { readonly name: string; readonly factor: number | null }[];
}

interface FunctionsRecord {
  readonly data: null;
  readonly functions: readonly {
    readonly name: string;
    readonly maxDerivative: number;
    readonly saturated: readonly unknown[];
  }[];
}

/** Whether two numbers differ by at most 1e-4 of the second one. */
const isNear = (one: number | null, other: number) =>
  one !== null && Math.abs(one - other) <= 1e-4 * Math.abs(other);

Deno.test("dynamics begins with PyTorch's runs, and draws three figures of all combinations", () =>
  withFolder(async (folder) => {
    const found = await jsonOf<DynamicsRecord>("dynamics", folder, []);
    assertEquals([found.experiment, found.runs.length], ["dynamics", 3 + 36]);
    for (const [at, run] of reference.runs.entries()) {
      const { name, statistics, sizes } = found.runs[at];
      assertEquals(name, `${run.activation} ${run.initializer} ${run.sizes.length - 2}`);
      assertEquals(sizes, run.sizes);
      assertEquals(statistics!.map(({ epoch }) => epoch), run.statistics.map(({ epoch }) => epoch));
      // The training from large weights is chaotic.
      const compared = name === "tanh large 8" ? 1 : statistics!.length;
      for (const [index, { gradientNorm }] of run.statistics.slice(0, compared).entries()) {
        const own = statistics![index].gradientNorm;
        assert(gradientNorm.every((norm, layer) => isNear(own[layer], norm)), `${name} ${index}`);
      }
    }
    // By hand from the reference: the geometric mean of the ratios of neighbouring hidden layers.
    const { gradientNorm } = reference.runs[3].statistics.at(-1)!;
    const ratios = gradientNorm.slice(1, -1).map((norm, at) => norm / gradientNorm[at]);
    const expected = ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / ratios.length);
    const { factor } = found.factors.find(({ name }) => name === "sigmoid torch 8")!;
    assert(isNear(factor, expected), `${factor} for ${expected}`);
    assertMatch(found.takeaways[0], /^Look for .* sigmoid torch 8 shrinks 4\.30 times/);
    assertMatch(found.takeaways[1], /^Look for .* tanh large 8, /);
    assertStringIncludes(found.takeaways[2], "vanish: in sigmoid torch 8");
    const files = ["dynamics-epochs.svg", "dynamics-gradients.svg", "dynamics-saturation.svg"];
    assertEquals(namesIn(folder), files);
    for (const file of files) {
      const svg = Deno.readTextFileSync(`${folder}/${file}`);
      assert(!/NaN|undefined|Infinity/.test(svg), file);
      assertEquals(textFaults(svg), [], file);
      assertEquals(svg.match(/>ReLU He</g)?.length, 1, file);
    }
  }));

Deno.test("dynamics of own combinations, one layer of which all units are dead", () =>
  withFolder(async (folder) => {
    const found = await jsonOf<DynamicsRecord>("dynamics", folder, [
      ...["--activations", "relu", "--initializers", "zeros", "--depths", "2,3", "--units", "3"],
      ...["--epochs", "2", "--samples", "60", "--language", "de"],
    ]);
    assertEquals(found.runs.map(({ name }) => name), [
      "relu torch 1",
      "relu zeros 2",
      "relu zeros 3",
    ]);
    assertEquals(found.factors.map(({ factor }) => factor), [null, null, null]);
    assertEquals(found.runs[2].statistics!.map(({ hidden }) => hidden[0].dead), [1, 1, 1]);
    assertStringIncludes(found.takeaways[0], "No network");
  }));

Deno.test("what dynamics and probes cannot take is refused in one line", async () => {
  const cases: [string, string[], string][] = [
    ["dynamics", ["--activations", "rely"], "relu"],
    ["dynamics", ["--depths", "1,2"], "--depths must be a whole number, at least 2"],
    ["dynamics", ["--depths", "2,2"], "--depths must be values of which each is different"],
    ["dynamics", ["--initializers", "he,nope"], "nope"],
    ["train", ["--probe", "2,1"], "--probe must be whole numbers from 0, in ascending order"],
    [
      "train",
      ["--probe", "11", "--epochs", "10"],
      "entry 1 of --probe must be a whole number, at least 0 and at most 10",
    ],
    ["functions", ["--dataset", "moons"], "Unknown flag --dataset"],
  ];
  await withFolder(async (folder) => {
    for (const [task, args, message] of cases) {
      await assertRefused(task, args, { folder, says: message });
    }
  });
});

Deno.test("train --probe writes PyTorch's statistics, and a resumed training goes on with them", () =>
  withFolder(async (folder) => {
    const { statistics, activation, sizes } = reference.runs[3];
    const network = ["--sizes", sizes.join(), "--activation", activation, "--epochs", "10"];
    const state = `${folder}/state.json`;
    const first = await jsonOf<DynamicsRecord>("train", folder, [
      ...[...network, "--probe", "0,1,10", "--checkpoint", state],
    ]);
    const own = first.runs[0].statistics!;
    for (const { epoch, gradientNorm, updateRatio } of own) {
      const expected = statistics.find((each) => each.epoch === epoch)!;
      assert(gradientNorm.every((norm, at) => isNear(norm, expected.gradientNorm[at])));
      assertEquals(updateRatio === null, epoch === 0);
    }
    const more = ["--resume", state, "--epochs", "12", "--probe", "1,11,12"];
    const later = await jsonOf<DynamicsRecord>("train", folder, more);
    assertEquals(later.runs[0].statistics!.map(({ epoch }) => epoch), [11, 12]);
    assert(later.runs[0].statistics!.every(({ updateRatio }) => updateRatio !== null));
  }));

Deno.test("functions draws every activation once, from the definitions", () =>
  withFolder(async (folder) => {
    const { data, functions } = await jsonOf<FunctionsRecord>("functions", folder, []);
    assertEquals([data, functions.length], [null, 13]);
    assertEquals(functions[0].maxDerivative, 0.25);
    const svg = Deno.readTextFileSync(`${folder}/functions.svg`);
    for (const text of ["sigmoid", "GELU", "hardtanh", "derivative up to 0.25", "saturated"]) {
      assertStringIncludes(svg, text);
    }
    assertEquals(textFaults(svg), []);
    // Text is at least two thirds as large as in a figure of one panel, and saturated ranges are areas.
    assert(Number(svg.match(/viewBox="0 0 ([\d.]+)/)?.[1]) < 1.5 * 1280);
    const ranges = functions.flatMap(({ saturated }) => saturated);
    // One more is in the legend.
    assertEquals(svg.match(/fill-opacity="0.22"/g)?.length, ranges.length + 1);
    await jsonOf<FunctionsRecord>("functions", folder, ["--size", "half"]);
    const half = Deno.readTextFileSync(`${folder}/functions.svg`);
    assert(Number(half.match(/viewBox="0 0 ([\d.]+)/)?.[1]) < 1.9 * 640);
    assertEquals(textFaults(half), []);
  }));
