/** The command `fractal`: its map as JSON and figure, resumption after any end, and what it refuses. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { BoxCount } from "../../mod.ts";
import { fractal } from "../../scripts/fractal.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { interrupt } from "./interrupted.ts";
import { assertRefused } from "./refused.ts";
import { runTask } from "./tasks.ts";

const ignore = Deno.build.os === "windows";

interface Record {
  readonly experiment: string;
  readonly command: string;
  readonly center: readonly number[];
  readonly width: number;
  readonly pixels: number;
  readonly steps: number;
  readonly points: number;
  readonly measures: readonly (readonly number[])[];
  readonly convergedShare: number;
  readonly dimension: number | null;
  readonly boxes: readonly BoxCount[];
  readonly takeaways: readonly string[];
  readonly figures: readonly string[];
}

async function mapOf(folder: string, args: readonly string[]): Promise<Record> {
  const all = ["--json", "-", "--quiet", "--out", folder, ...args];
  const { code, stdout, stderr } = await runTask("fractal", all);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

const small = ["--pixels", "16", "--steps", "60", "--points", "20"];

Deno.test("a map is JSON, a line for each row, and a figure with an image", () =>
  withFolder(async (folder) => {
    const map = await mapOf(folder, small);
    const { center, width, pixels, steps, points, measures } = map;
    assertEquals([center, width, pixels, steps, points], [[3.4, 1.4], 1, 16, 60, 20]);
    assert(measures.length === 16 && measures.every((row) => row.length === 16));
    const converged = measures.flat().filter((measure) => measure < 0).length;
    assertEquals(map.convergedShare, converged / 256);
    assert(converged > 0 && converged < 256);
    const [first, second] = map.takeaways;
    assertStringIncludes(first, `${(100 * converged / 256).toFixed(1)}% of 256 converge (blue)`);
    assertStringIncludes(second, `both are neighbours at ${map.boxes[0].count} of 225 places`);
    assertEquals(namesIn(folder), ["fractal-map.svg", "fractal.jsonl"]);
    const svg = Deno.readTextFileSync(`${folder}/fractal-map.svg`);
    assertEquals(textFaults(svg), []);
    assertStringIncludes(svg, "data:image/png;base64,");
    assert(!/NaN|undefined|Infinity/.test(svg));
    // A second call computes nothing, and a file that it wrote makes it again.
    Deno.writeTextFileSync(`${folder}/map.json`, JSON.stringify(map));
    const again = await mapOf(folder, ["--from", `${folder}/map.json`]);
    assertEquals(again, map);
  }));

Deno.test("the window is that of the map, and not the width of the figure", () =>
  withFolder(async (folder) => {
    const args = [...small, "--center", "1,-2.5", "--width", "0.5", "--language", "de"];
    const map = await mapOf(folder, args);
    assertEquals([map.center, map.width, map.dimension], [[1, -2.5], 0.5, null]);
    assertStringIncludes(map.command, "--center 1,-2.5 --width 0.5");
    assertStringIncludes(map.takeaways[1], "There is no boundary in this window");
    const elements = readSvg(Deno.readTextFileSync(`${folder}/fractal-map.svg`));
    assertEquals(elements[0].attributes.width, "1280");
    const texts = elements.map(({ text }) => text);
    const wanted = [
      "−2,6",
      "Lernrate am Eingang, log10",
      "konvergiert",
      "100\u00a0% der Netze lernen",
    ];
    for (const text of wanted) {
      assert(texts.some((shown) => shown.replace("-", "−") === text), `${text}: ${texts}`);
    }
    // The window of a file cannot be another one.
    Deno.writeTextFileSync(`${folder}/map.json`, JSON.stringify(map));
    const from = ["--from", `${folder}/map.json`, "--out", folder, "--width", "2"];
    const { code, stderr } = await runTask("fractal", from);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "Flag --width 2 contradicts --from");
  }));

const long = ["--pixels", "48", "--steps", "400"];

Deno.test({
  name: "a map that is killed, or stopped by Ctrl-C, goes on to the same file",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const [whole, killed] = [`${folder}/whole`, `${folder}/killed`];
      const all = await mapOf(whole, long);
      const parts = { unit: "row", all: 48, lines: [3, 3] } as const;
      await interrupt({ name: "fractal", args: long, folder: killed, ...parts });

      assertEquals((await mapOf(killed, long)).measures, all.measures);
      const texts = [killed, whole].map((each) => Deno.readTextFileSync(`${each}/fractal.jsonl`));
      assertEquals(texts[0], texts[1]);
    }),
});

Deno.test("a file of another map is refused by name, and --fresh sets it aside", () =>
  withFolder(async (folder) => {
    await mapOf(folder, small);
    const other = [...small, "--seed", "7", "--out", folder];
    const { code, stderr } = await runTask("fractal", other);
    assertEquals(code, 2);
    assertMatch(stderr, /holds another fractal: .*seed 42; this one is .*seed 7; start over with/);
    await mapOf(folder, [...small, "--seed", "7", "--fresh"]);
    assertEquals(namesIn(folder), ["fractal-map.svg", "fractal.1.jsonl", "fractal.jsonl"]);
  }));

Deno.test("own data are mapped: three classes of four features", () =>
  withFolder(async (folder) => {
    const map = await mapOf(folder, [
      ...["--data", "tests/reference/iris.csv", "--target", "species"],
      ...["--pixels", "6", "--steps", "30", "--width", "4"],
    ]);
    // 16 (4 + 3) parameters for three targets a point.
    assertEquals([map.points, map.measures.length], [38, 6]);
  }));

Deno.test("what cannot be mapped is refused in one line", async () => {
  const cases: [string[], string][] = [
    [["--center", "3"], "--center must be two numbers from -100 to 100 joined by a comma"],
    [["--center", "3,x"], "--center must be two numbers"],
    [["--width", "0"], "--width must be a finite number, above 0"],
    [["--width", "1e-15"], "width must be so large that neighbouring pixels differ in float64"],
    [["--pixels", "1"], "--pixels must be a whole number, at least 2"],
    [["--steps", "19"], "--steps must be a whole number, at least 20"],
    [["--points", "1000"], "points must be a whole number, at least 1 and at most 420"],
    [["--device", "webgpu"], "Unknown flag --device"],
    [["--run-names", "a"], "Unknown flag --run-names"],
  ];
  await withFolder(async (folder) => {
    for (const [args, message] of cases) {
      await assertRefused("fractal", args, { folder, says: message });
    }
  });
});

Deno.test("the experiment for the end of the lab has the command's name and figure", () => {
  const { name, files, make } = fractal;
  assertEquals([name, files], ["fractal", ["fractal-map.svg"]]);
  assertStringIncludes(make({} as Parameters<typeof make>[0]).summary, "64 × 64 networks");
});
