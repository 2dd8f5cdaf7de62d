/** How the flags about figures change what the tasks write. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { readPng } from "../cli/read_png.ts";
import { figureSize, readSvg, textFaults } from "../plots/read_svg.ts";
import { jsonOf, runTask } from "./tasks.ts";

const quick = ["--samples", "60", "--epochs", "3"];

/** The description of a figure. */
function descriptionOf(svg: string): string {
  return readSvg(svg).find(({ name }) => name === "desc")?.text ?? "";
}

Deno.test("figures come in the theme and size asked for, as PNG besides", () =>
  withFolder(async (folder) => {
    const flags = ["--theme", "dark", "--size", "half", "--transparent", "--png", ...quick];
    const { figures } = await jsonOf("activations", folder, flags);
    const names = ["activations-loss", "activations-boundary", "activations-story"];
    assertEquals(
      figures,
      names.flatMap((name) => [`${folder}/${name}.svg`, `${folder}/${name}.png`]),
    );
    for (const name of names) {
      const svg = Deno.readTextFileSync(`${folder}/${name}.svg`);
      assertEquals(textFaults(svg), []);
      assertEquals(figureSize(svg), { width: 640, height: 720 });
      const [ofClass, ofRun] = ["#6ea6de", "#59edb4"];
      assert(svg.includes(name.endsWith("loss") ? ofRun : ofClass), "a colour of the dark theme");
      const { width, height, pixels } = await readPng(Deno.readFileSync(`${folder}/${name}.png`));
      assertEquals([width, height, pixels[3]], [1280, 1440, 0]);
    }
  }));

Deno.test("train writes PNG too, and none unless asked", () =>
  withFolder(async (folder) => {
    await jsonOf("train", folder, quick);
    assertEquals(namesIn(folder), ["train-boundary.svg", "train-loss.svg"]);
    await jsonOf("train", folder, [...quick, "--png"]);
    const files = ["train-boundary", "train-loss"].flatMap((
      name,
    ) => [`${name}.png`, `${name}.svg`]);
    assertEquals(namesIn(folder), files);
  }));

Deno.test("a figure says what made it, wherever it was written, unless it is not to", () =>
  withFolder(async (folder) => {
    const figure = async (out: string, args: readonly string[] = []) => {
      await jsonOf("activations", out, ["--seed", "7", ...quick, ...args]);
      return Deno.readTextFileSync(`${out}/activations-boundary.svg`);
    };
    const first = await figure(folder);
    assertStringIncludes(
      descriptionOf(first),
      "Made by: deno task activations --samples 60 --epochs 3 --seed 7 --device cpu. Seed: 7. " +
        "Data: moons, 60 samples",
    );
    assertEquals(await figure(`${folder}/elsewhere`), first);
    const bare = await figure(folder, ["--no-provenance"]);
    assert(!/deno|Seed|TensorFlow/.test(descriptionOf(bare)));
    const without = (svg: string) => svg.replace(/ Made by[^<]*/, "");
    assertEquals(bare, without(first));
  }));

Deno.test("an experiment without data says so by its own seed alone", () =>
  withFolder(async (folder) => {
    await jsonOf("gradcheck", folder);
    const description = descriptionOf(Deno.readTextFileSync(`${folder}/gradcheck.svg`));
    assertStringIncludes(
      description,
      "Made by: deno task gradcheck --device cpu. Seed: 0. Device:",
    );
  }));

Deno.test("unknown themes and sizes are refused by name, before anything is written", () =>
  withFolder(async (folder) => {
    const refused = [
      [
        "--theme",
        "drak",
        'one of light, dark, print: current value is "drak" (did you mean "dark"?)',
      ],
      ["--size", "16:9", 'one of wide, half, square: current value is "16:9"'],
    ];
    for (const [flag, value, message] of refused) {
      const args = [flag, value, "--out", folder];
      const { code, stdout, stderr } = await runTask("activations", args);
      assertEquals([code, stdout, namesIn(folder)], [2, "", []]);
      assertStringIncludes(stderr, message);
      assertEquals(stderr.trim().split("\n").length, 1);
    }
  }));

Deno.test("every file of a gallery is the same, to the byte, each time it is made", () =>
  withFolder(async (folder) => {
    const made = async (out: string) => {
      await jsonOf<unknown>("lab", out, [...quick, "--animate", "--frames", "3", "--png"]);
      return filesIn(out).map((name) => [name, Deno.readFileSync(`${out}/${name}`)] as const);
    };
    const first = await made(`${folder}/first`);
    assert(first.length > 20);
    for (const [at, [name, bytes]] of (await made(`${folder}/second`)).entries()) {
      assertEquals(name, first[at][0]);
      assert(bytes.every((byte, index) => byte === first[at][1][index]), name);
      assertEquals(bytes.length, first[at][1].length, name);
    }
  }));

/** Paths of all files in a folder, and in folders of it. */
function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${folder}/${name}`).map((path) => `${name}/${path}`) : [name]
  ).sort();
}
