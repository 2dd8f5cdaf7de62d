import { assertEquals } from "@std/assert";
import { animationFlags } from "../../scripts/cli/animate.ts";
import { type DatasetName, provenanceText } from "../../mod.ts";
import { parseFlags } from "../../scripts/cli/flags/flags.ts";
import { dataFlags } from "../../scripts/cli/flags/data_flags.ts";
import {
  commonFlags,
  modelFlags,
  saveFlags,
  trainingFlags,
  withDefaults,
} from "../../scripts/cli/flags/lab_flags.ts";
import { figureOptionsOf } from "../../scripts/cli/figure_options.ts";
import { commandLine, provenanceOption } from "../../scripts/cli/provenance.ts";

const table = {
  ...dataFlags,
  ...modelFlags,
  ...trainingFlags,
  ...saveFlags,
  ...animationFlags,
  ...commonFlags,
};
const typed = (args: string) => {
  const { command, flags } = commandLine("train", table, parseFlags(args.split(" "), table));
  return [command, ...flags].join(" ");
};

Deno.test("a command is typed without its defaults", () => {
  assertEquals(typed("--seed 42 --epochs 150"), "deno task train");
  assertEquals(
    typed("--seed=7 --sizes 2,8,2 --initializer NORMAL:0.5 --noise 0 --theme Dark --transparent"),
    "deno task train --noise 0 --sizes 2,8,2 --initializer normal:0.5 --seed 7 --theme dark --transparent",
  );
  const others = withDefaults(commonFlags, { seed: 0 });
  assertEquals(commandLine("gradcheck", others, parseFlags([], others)), {
    command: "deno task gradcheck",
    flags: [],
  });
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
  const command = { command: "deno task train", flags: [] };
  return {
    ...figureOptionsOf(flags, [], {}),
    ...provenanceOption(flags, { command, seed: 9, data, device }),
  };
};
const originText = (args: string, others: DatasetName[] = []) =>
  provenanceText(origin(args, others).provenance ?? {});

Deno.test("a figure says what made it: command, seed, data, device and versions", () => {
  const versions = `Versions: lab 0.1.0, Deno ${Deno.version.deno}.`;
  const { provenance, ...look } = origin("--theme print --size half");
  assertEquals(look, { theme: "print", size: "half", transparent: false, runNames: {} });
  assertEquals(
    provenanceText(provenance ?? {}),
    "Made by: deno task train. Seed: 9. Data: moons, 600 samples, noise 0.25, test size 0.3. " +
      `Device: TensorFlow.js (tfjs). ${versions}`,
  );
  assertEquals(
    originText("--dataset circles --noise 0.2 --samples 90").match(/Data: .*? Device/)?.[0],
    "Data: circles, 90 samples, noise 0.2, factor 0.5, test size 0.3. Device",
  );
  assertEquals(
    originText("--samples 90", ["circles", "blobs"]).match(/Data: .*? Device/)?.[0],
    "Data: moons, circles and blobs, 90 samples, noise 0.25, 0.1 and 1, factor 0.5, test size 0.3. " +
      "Device",
  );
});

Deno.test("without provenance a figure is as if nobody had made it", () => {
  assertEquals(origin("--no-provenance"), {
    theme: "light",
    size: "wide",
    transparent: false,
    runNames: {},
  });
});
