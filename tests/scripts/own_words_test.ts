/** Figures in the words that flags give them. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { figureSize, readSvg, textFaults } from "../plots/read_svg.ts";
import { jsonOf, runTask } from "./tasks.ts";

const quick = ["--samples", "60", "--epochs", "3"];

/** The texts that a figure shows. */
function textsIn(path: string): string[] {
  const svg = Deno.readTextFileSync(path);
  assertEquals(textFaults(svg), []);
  return readSvg(svg).filter(({ name }) => name === "text").map(({ text }) => text);
}

Deno.test("title, names, colours, labels, fonts and size are those asked for", () =>
  withFolder(async (folder) => {
    const flags = [
      ...["--title", "Drei Netze", "--subtitle", "Ein Versuch, 60 Punkte"],
      ...["--run-names", "Sigmoide,Tangens,Rampe", "--run-colors", "red,#0a0,navy"],
      ...["--class-names", "rot,blau", "--class-colors", "crimson,RoyalBlue"],
      ...["--x-label", "quer", "--y-label", "hoch", "--x-ticks", "3"],
      ...["--width", "900", "--height", "500", "--font-size", "18", "--fonts", "Georgia,serif"],
      ...["--name", "vortrag"],
    ];
    const { figures, runs, command } = await jsonOf("activations", folder, [...quick, ...flags]);
    const parts = ["loss", "boundary", "story"];
    assertEquals(figures, parts.map((part) => `${folder}/vortrag-${part}.svg`));
    assertEquals(runs.map(({ name }) => name), ["sigmoid", "tanh", "relu"]);
    for (const path of figures) {
      const svg = Deno.readTextFileSync(path);
      assertEquals(figureSize(svg), { width: 900, height: 500 });
      assertStringIncludes(svg, 'font-family="Georgia, serif"');
      const texts = textsIn(path);
      assertEquals(texts.slice(0, 2), ["Drei Netze", "Ein Versuch, 60 Punkte"]);
      // Labels of axes are for one kind of panel; the story joins two.
      const labels = path.includes("story") ? [] : ["quer", "hoch"];
      for (const text of ["Sigmoide", "Tangens", "Rampe", ...labels]) {
        assert(texts.includes(text), `${path}: ${text}`);
      }
      assert(!texts.includes("relu") && !texts.includes("class 0"));
    }
    assert(Deno.readTextFileSync(figures[0]).includes("#00aa00"));
    assert(textsIn(figures[1]).includes("blau"));
    assert(Deno.readTextFileSync(figures[1]).includes("#dc143c"));
    assertStringIncludes(command, '--title "Drei Netze"');
  }));

Deno.test("a run is drawn again from its JSON, in other words", () =>
  withFolder(async (folder) => {
    const json = `${folder}/run.json`;
    const first = ["--title", "Eins, zwei", "--x-limits=-2,2", "--device", "cpu", "--out", folder];
    const made = await runTask("activations", [...quick, ...first, "--json", json, "--quiet"]);
    assertEquals(made.code, 0);
    const before = Deno.readTextFileSync(`${folder}/activations-boundary.svg`);
    const again = ["--from", json, "--out", folder, "--quiet"];
    assertEquals((await runTask("activations", again)).code, 0);
    assertEquals(Deno.readTextFileSync(`${folder}/activations-boundary.svg`), before);
    assertEquals((await runTask("activations", [...again, "--title", "Drei"])).code, 0);
    assert(textsIn(`${folder}/activations-boundary.svg`).includes("Drei"));
  }));

Deno.test("only the figures asked for are drawn, and the plane may be wider than the data", () =>
  withFolder(async (folder) => {
    const flags = ["--figures", "boundary", "--x-limits=-8,8", "--y-limits=-8,8"];
    const { figures } = await jsonOf("train", folder, [...quick, ...flags]);
    assertEquals(figures, [`${folder}/train-boundary.svg`]);
    assertEquals(namesIn(folder), ["train-boundary.svg"]);
    const texts = textsIn(figures[0]);
    assert(texts.includes("−5") && texts.includes("5"), String(texts));
  }));

Deno.test("the networks of a comparison and its three classes have names", () =>
  withFolder(async (folder) => {
    const flags = ["--run-names", "A,B,C,D", "--class-names", "x,y,z", "--name", "alle"];
    const { figures } = await jsonOf("compare", folder, [...quick, ...flags]);
    assertEquals(figures, [`${folder}/alle.svg`]);
    const texts = textsIn(figures[0]);
    for (const text of ["A", "B", "C", "D", "x", "y", "z"]) assert(texts.includes(text), text);
  }));

Deno.test("an animation takes its names and words from the same flags", () =>
  withFolder(async (folder) => {
    const flags = ["--animate", "--frames", "2", "--name", "film", "--figures", "animation"];
    const { figures } = await jsonOf("activations", folder, [
      ...quick,
      ...flags,
      "--title",
      "Film",
    ]);
    assertEquals(figures, [`${folder}/film-animation.svg`]);
    assertEquals(namesIn(folder), ["film-animation.svg", "film-frames"]);
    assert(textsIn(`${folder}/film-frames/frame-001.svg`).includes("Film"));
  }));

Deno.test("what cannot be drawn is refused in one line that names the flag, before anything is written", () =>
  withFolder(async (folder) => {
    const refused: [task: string, flags: string[], message: string][] = [
      [
        "activations",
        ["--run-names", "A,B"],
        "--run-names must have one name each for sigmoid, tanh, relu, 3 in all: it has 2",
      ],
      ["activations", ["--run-names", "A,A,B"], "(see --run-names)"],
      ["activations", ["--run-colors", "blu,red,red"], '(did you mean "blue"?) (see --run-colors)'],
      ["depth", ["--run-colors", "red"], "one color each for logistic, 1-hidden"],
      [
        "activations",
        ["--class-names", "a,b,c"],
        "--class-names must have one name each for class 0, class 1",
      ],
      ["activations", ["--class-colors", "red,#12"], "(see --class-colors)"],
      ["activations", ["--x-limits", "3,1"], "--x-limits must be two numbers"],
      [
        "initialization",
        ["--y-limits", "0,1"],
        "above 0 on a logarithmic axis: current value is [0,1] (see --y-limits)",
      ],
      ["gradcheck", ["--x-limits=-1,1"], "(see --x-limits)"],
      ["activations", ["--fonts", 'Ar"ial'], "(see --fonts)"],
      ["activations", ["--figures", "losss"], "--figures has no figure"],
      ["compare", ["--x-label", "a"], "Unknown flag --x-label"],
    ];
    for (const [name, flags, message] of refused) {
      const { code, stdout, stderr } = await runTask(name, [
        ...flags,
        ...(name === "gradcheck" ? [] : quick),
        "--device",
        "cpu",
        "--out",
        `${folder}/new`,
      ]);
      assertEquals([code, stdout, namesIn(folder)], [2, "", []], stderr);
      assertStringIncludes(stderr, message);
      assertEquals(stderr.trim().split("\n").length, 1);
    }
  }));
