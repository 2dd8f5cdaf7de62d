import { assertEquals } from "@std/assert";
import { animationFlags } from "../../scripts/cli/animate.ts";
import type { DatasetName } from "../../mod.ts";
import { parseFlags, withDefaults } from "../../scripts/cli/flags.ts";
import {
  commonFlags,
  dataFlags,
  modelFlags,
  saveFlags,
  trainingFlags,
} from "../../scripts/cli/lab_flags.ts";
import { commandLine, figureOptionsOf, withFlags } from "../../scripts/cli/provenance.ts";

const table = {
  ...dataFlags,
  ...modelFlags,
  ...trainingFlags,
  ...saveFlags,
  ...animationFlags,
  ...commonFlags,
};
const typed = (args: string) => commandLine("train", table, parseFlags(args.split(" "), table));

Deno.test("a command is typed without its defaults", () => {
  assertEquals(typed("--seed 42 --epochs 150"), "deno task train");
  assertEquals(
    typed("--seed=7 --sizes 2,8,2 --initializer NORMAL:0.5 --noise 0 --theme Dark --transparent"),
    "deno task train --noise 0 --sizes 2,8,2 --initializer normal:0.5 --seed 7 --theme dark --transparent",
  );
  const others = withDefaults(commonFlags, { seed: 0 });
  assertEquals(commandLine("gradcheck", others, parseFlags([], others)), "deno task gradcheck");
});

Deno.test("what is typed can be typed again, to the same effect", () => {
  const args = "--dataset circles --factor 0.25 --size square --no-provenance --learning-rate 1e-3";
  const [, , , ...again] = typed(args).split(" ");
  assertEquals(parseFlags(again, table), parseFlags(args.split(" "), table));
});

Deno.test("where results go is no part of the command", () => {
  const args = "--out /home/me/figures --json /tmp/x.json --save m.json --quiet --png --animate " +
    "--frames 5 --seed 3";
  assertEquals(typed(args), "deno task train --seed 3");
});

const origin = (args: string, others: DatasetName[] = []) => {
  const flags = parseFlags(args.split(" "), table);
  const device = { kind: "tfjs", name: "TensorFlow.js" };
  const data = { ...flags, datasets: [flags.dataset, ...others] };
  return figureOptionsOf(flags, { command: "deno task train", seed: 9, data, device });
};

Deno.test("a figure says what made it: command, seed, data, device and versions", () => {
  const versions = `Versions: lab 0.1.0, Deno ${Deno.version.deno}.`;
  const { provenance, ...look } = origin("--theme print --size half");
  assertEquals(look, { theme: "print", size: "half", transparent: false });
  assertEquals(
    provenance,
    "Made by: deno task train. Seed: 9. Data: moons, 600 samples, noise 0.25, test size 0.3. " +
      `Device: TensorFlow.js (tfjs). ${versions}`,
  );
  assertEquals(
    origin("--dataset circles --noise 0.2 --samples 90").provenance?.match(/Data: .*? Device/)?.[0],
    "Data: circles, 90 samples, noise 0.2, factor 0.5, test size 0.3. Device",
  );
  assertEquals(
    origin("--samples 90", ["circles", "blobs"]).provenance?.match(/Data: .*? Device/)?.[0],
    "Data: moons, circles and blobs, 90 samples, noise 0.25, 0.1 and 1, factor 0.5, test size 0.3. " +
      "Device",
  );
});

Deno.test("a figure that takes more flags says so, and nothing where there is no provenance", () => {
  const { provenance } = origin("--noise 0.5");
  assertEquals(
    withFlags(provenance, "--animate"),
    provenance?.replace("deno task train.", "deno task train --animate."),
  );
  assertEquals(withFlags(undefined, "--animate"), undefined);
});

Deno.test("without provenance a figure is as if nobody had made it", () => {
  assertEquals(origin("--no-provenance"), { theme: "light", size: "wide", transparent: false });
});
