/** `--animate`: what it writes, how large it is, and that it changes nothing else. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import type { RunRecord } from "../../mod.ts";
import { seenAt } from "../plots/play_svg.ts";
import { figureSize, readSvg, textFaults } from "../plots/read_svg.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { jsonOf, runTask } from "./tasks.ts";

function withFolder(test: (folder: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const folder = await Deno.makeTempDir();
    try {
      await test(folder);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  };
}

function read(path: string): string {
  return Deno.readTextFileSync(path);
}

function framesIn(folder: string): string[] {
  return [...Deno.readDirSync(`${folder}/train-frames`)].map(({ name }) => name).sort();
}

/** The number of rings around points: circles without a fill. */
function ringsIn(elements: ReturnType<typeof readSvg>): number {
  return elements.filter(({ name, attributes: { fill, d } }) =>
    name === "path" && fill === "none" && /^M[^MZ]*A/i.test(d)
  ).reduce((sum, { attributes: { d } }) => sum + (d.match(/M/g) ?? []).length, 0);
}

function timeless(runs: readonly object[]): object[] {
  return runs.map((run) => ({ ...run, seconds: 0 }));
}

Deno.test(
  "train --animate writes a small animation and frames, and the rest is what it is without",
  withFolder(async (folder) => {
    const args = ["--epochs", "20", "--optimizer", "adam", "--seed", "3"];
    const plain = await jsonOf("train", `${folder}/plain`, args);
    const moving = await jsonOf("train", folder, [...args, "--animate", "--frames", "5"]);
    assertEquals(timeless(moving.runs), timeless(plain.runs));
    assertEquals(read(`${folder}/train-boundary.svg`), read(`${folder}/plain/train-boundary.svg`));
    assertEquals(moving.figures.slice(2), [`${folder}/train-animation.svg`]);
    const svg = read(`${folder}/train-animation.svg`);
    assertLess(svg.length, 2e6);
    assertEquals(framesIn(folder), [1, 2, 3, 4, 5].map((at) => `frame-00${at}.svg`));
    const frames = framesIn(folder).map((name) => read(`${folder}/train-frames/${name}`));
    assertEquals(seenAt(svg, 0), seenAt(frames[0]));
    assertEquals(seenAt(svg), seenAt(frames[4]));
    for (const frame of frames) assertEquals(textFaults(frame), []);
  }),
);

Deno.test(
  "frames name their epochs and their accuracy; the last has the accuracy of the run",
  withFolder(async (folder) => {
    const args = ["--epochs=9", "--animate", "--frames=3"];
    const { runs: [run] } = await jsonOf("train", folder, args);
    const texts = framesIn(folder).map((name) =>
      readSvg(read(`${folder}/train-frames/${name}`)).map(({ text }) => text)
    );
    const epochs = ["before training", "epoch 1 of 9", "epoch 9 of 9"];
    texts.forEach((own, at) => assert(own.includes(epochs[at]), own.join(" | ")));
    // Wrong points have rings, as in the figure of the trained network.
    const last = readSvg(read(`${folder}/train-frames/frame-003.svg`));
    assertEquals(ringsIn(last), ringsIn(readSvg(read(`${folder}/train-boundary.svg`))));
    assert(ringsIn(last) > 0 && texts.every((own) => own.includes("wrong")));
    assert(texts[2].includes(`test accuracy ${(100 * (run.testAccuracy ?? NaN)).toFixed(1)}%`));
  }),
);

Deno.test(
  "activations --animate moves all three boundaries and their losses, and has the runs it has without",
  withFolder(async (folder) => {
    const args = ["--epochs", "6", "--samples", "120"];
    const plain = await jsonOf("activations", `${folder}/plain`, args);
    const moving = await jsonOf("activations", folder, [...args, "--animate"]);
    assertEquals(timeless(moving.runs), timeless(plain.runs));
    const svg = read(`${folder}/activations-animation.svg`);
    assertLess(svg.length, 2e6);
    const seen = seenAt(svg).join();
    for (const text of ["sigmoid", "tanh", "ReLU", "training loss", "epoch 6 of 6"]) {
      assert(seen.includes(`"${text}"`), text);
    }
    const frame = read(`${folder}/activations-frames/frame-007.svg`);
    assertEquals(seenAt(svg), seenAt(frame));
    assertEquals(textFaults(frame), []);
    assertEquals(figureSize(frame), { width: 1280, height: 720 });
    const [still, boundaries] = ["loss", "boundary"].map((name) =>
      read(`${folder}/activations-${name}.svg`)
    );
    const runs = curveColors(still);
    assertEquals(runs.length, 3);
    assertEquals(curveColors(frame), runs);
    for (const color of runs) assert(!boundaries.includes(color), color);
  }),
);

/** Colours of curves, each once, in the order in which they are drawn. */
function curveColors(svg: string): string[] {
  const strokes = readSvg(svg).filter(({ attributes }) =>
    attributes["stroke-width"] === "3.5" && attributes["stroke-linejoin"] === "round" &&
    attributes.stroke !== "#1a1a1a"
  ).map(({ attributes }) => attributes.stroke);
  return [...new Set(strokes)];
}

Deno.test(
  "a run has one colour in the loss figure of train and in its animation, and fills half a slide",
  withFolder(async (folder) => {
    const args = ["--epochs", "4", "--samples", "60", "--dataset", "blobs", "--size", "half"];
    await jsonOf("train", folder, [...args, "--animate", "--frames", "3"]);
    const [loss, frame] = ["train-loss.svg", "train-frames/frame-003.svg"]
      .map((name) => read(`${folder}/${name}`));
    assertEquals(curveColors(loss), curveColors(frame));
    assertEquals(curveColors(loss).length, 1);
    for (const name of ["loss", "boundary", "animation"]) {
      const svg = read(`${folder}/train-${name}.svg`);
      assertEquals(figureSize(svg), { width: 640, height: 720 });
    }
  }),
);

Deno.test(
  "lab --animate has in its gallery what activations --animate draws, and goes on as without",
  withFolder(async (folder) => {
    const args = ["--epochs", "3", "--samples", "60"];
    const plain = await jsonOf<ExperimentRecord[]>("lab", `${folder}/plain`, args);
    const moving = await jsonOf<ExperimentRecord[]>("lab", folder, [...args, "--animate"]);
    assertEquals(moving.map(({ runs }) => timeless(runs)), plain.map(({ runs }) => timeless(runs)));
    const file = `${folder}/activations-animation.svg`;
    assertEquals(moving.flatMap(({ figures }) => figures).filter((path) => path === file), [file]);
    const svg = read(file);
    assertLess(svg.length, 2e6);
    const [made] = svg.match(/Made by: [^.]*\./) ?? [];
    assertEquals(made, "Made by: deno task lab --samples 60 --epochs 3 --device cpu --animate.");
    const images = readSvg(read(`${folder}/index.html`)).map(({ attributes }) => attributes)
      .filter(({ class: kind }) => /moving|still/.test(kind));
    const kinds = ["wide moving", "wide still", "narrow moving", "narrow still"];
    assertEquals(images.map((image) => image.class), kinds);
    assertEquals(images.map(({ width }) => width), ["1280", "1280", "600", "600"]);
    const drawn = images.map(({ src }) => decodeURIComponent(src.replace(/^[^,]*,/, "")));
    assertEquals(drawn.map((image) => image.includes("<animate ")), [true, false, true, false]);
    for (const at of [0, 2]) assertEquals(seenAt(drawn[at]), seenAt(drawn[at + 1]));
  }),
);

Deno.test(
  "frames of an earlier animation go, other files in their folder stay",
  withFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/train-frames`);
    for (const name of ["frame-099.svg", "frame-mine.svg", "notes.txt"]) {
      Deno.writeTextFileSync(`${folder}/train-frames/${name}`, "kept");
    }
    await jsonOf("train", folder, ["--epochs", "2", "--animate"]);
    assertEquals(framesIn(folder), [
      "frame-001.svg",
      "frame-002.svg",
      "frame-003.svg",
      "frame-mine.svg",
      "notes.txt",
    ]);
  }),
);

Deno.test(
  "a training that diverges, and classes of which there are three, move as well",
  withFolder(async (folder) => {
    const shared = ["--animate", "--epochs", "8", "--samples", "60"];
    const [run] = (await jsonOf("train", folder, [...shared, "--learning-rate", "1e30"]))
      .runs as RunRecord[];
    assertEquals(run.status, "diverged");
    const svg = read(`${folder}/train-animation.svg`);
    assert(!svg.includes("NaN"));
    assert(svg.includes(`>diverged, epoch ${run.divergedAtEpoch}<`));
    await jsonOf("train", folder, [...shared, "--dataset", "blobs"]);
    assertMatch(read(`${folder}/train-animation.svg`), />class 2</);
  }),
);

Deno.test(
  "flags that make no sense end with 2 and one line, before anything is written",
  withFolder(async (folder) => {
    const wrong: [string[], RegExp][] = [
      [["--frames", "5"], /--frames changes nothing without --animate/],
      [
        ["--animate", "--frames", "1"],
        /--frames must be a whole number, at least 2 and at most 999/,
      ],
      [["--animate=yes"], /--animate/],
    ];
    for (const [args, message] of wrong) {
      const { code, stderr } = await runTask("train", [...args, "--out", folder]);
      assertEquals(code, 2, stderr);
      assertMatch(stderr, message);
      assertEquals(stderr.trim().split("\n").length, 1, stderr);
    }
    assertEquals([...Deno.readDirSync(folder)], []);
  }),
);

Deno.test(
  "a file where the frames' folder belongs is said before training",
  withFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/train-frames`, "in the way");
    const { code, stderr, stdout } = await runTask("train", ["--animate", "--out", folder]);
    assertEquals([code, stdout], [1, ""]);
    assertMatch(stderr, /Cannot write to the folder .*train-frames: it is a file/);
  }),
);
