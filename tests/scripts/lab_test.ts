/** The lab that experiments run in, and the experiments' way from flags to records. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  figure,
  Generator,
  linePanel,
  lossText,
  openDevice,
  sgd,
  toSvg,
  train,
} from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { type Experiment } from "../../scripts/cli/experiment.ts";
import { runAll } from "../../scripts/cli/run_all.ts";
import { makeLabData } from "../../scripts/cli/data.ts";
import { createLab, type Lab } from "../../scripts/cli/lab.ts";
import { dataFlags } from "../../scripts/cli/flags/data_flags.ts";
import { commonFlags, trainingFlags } from "../../scripts/cli/flags/lab_flags.ts";
import { parseFlags } from "../../scripts/cli/flags/flags.ts";
import { UsageError } from "../../scripts/cli/usage_error.ts";
import { listen } from "./fixtures.ts";

const table = { ...dataFlags, ...trainingFlags, ...commonFlags };
const { signal } = new AbortController();
const specs = [{ name: "a", sizes: [2, 3, 2], optimizer: sgd({ learningRate: 0.1 }) }];

/** A lab on little data, and what it said. */
async function openLab(args: readonly string[], use: (lab: Lab, said: string[]) => unknown) {
  const flags = parseFlags(["--samples", "40", ...args], table);
  const { output, said } = listen();
  await using device = await openDevice("cpu");
  const data = makeLabData(flags);
  const announce = () => void said.push("announced");
  const settings = args.includes("--epochs") ? flags : { ...flags, epochs: undefined };
  await use(createLab({ data, device, settings, output, signal, announce }), said);
}

Deno.test("data are made, scaled as a whole, and split class by class, as the flags say", () => {
  const args = "--dataset circles --samples 50 --factor 0.3 --noise 0 --test-size 0.2 --seed 3";
  const { all, train: seen, test } = makeLabData(parseFlags(args.split(" "), table));
  assertEquals([all.name, all.samples, seen.samples, test.samples], ["circles", 50, 40, 10]);
  assertEquals(test.labels.filter((label) => label === 1).length, 5);
  for (const feature of [0, 1]) {
    const values = all.inputs.filter((_, at) => at % 2 === feature);
    const mean = values.reduce((sum, value) => sum + value, 0) / 50;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 50;
    assert(Math.abs(mean) < 1e-12 && Math.abs(variance - 1) < 1e-12);
  }
  // Without noise the radii of the circles are what --factor says.
  const radii = Array.from(
    { length: 50 },
    (_, at) => Math.hypot(...all.inputs.subarray(2 * at, 2 * at + 2)),
  );
  assert(Math.abs(Math.min(...radii) / Math.max(...radii) - 0.3) < 0.02);
});

Deno.test("data that cannot be made or split are the user's mistake", () => {
  for (
    const args of ["--samples 3", "--samples 20 --test-size 0.99", "--dataset blobs --samples 2"]
  ) {
    assertThrows(() => makeLabData(parseFlags(args.split(" "), table)), UsageError, "Cannot ");
  }
});

Deno.test("the lab's training is the library's, on one generator that runs on", () =>
  openLab(["--seed", "8"], async (lab, said) => {
    const first = await lab.train({ specs, label: "Training", epochs: 3 });
    const second = await lab.train({ specs, label: "Training", epochs: 2 });
    const { device, data } = lab;
    const options = { device, data: data.train, test: data.test, generator: new Generator(8) };
    const expected = [
      ...await train(specs, { ...options, epochs: 3 }),
      ...await train(specs, { ...options, epochs: 2 }),
    ];
    const curves = [...first, ...second].map(({ trainLoss, testLoss }) => [trainLoss, testLoss]);
    assertEquals(curves, expected.map(({ trainLoss, testLoss }) => [trainLoss, testLoss]));
    assertEquals(said, ["announced", "announced"]);
    const { runs } = lab.collect();
    assertEquals(runs.map(({ epochs, batchSize }) => [epochs, batchSize]), [[3, 64], [2, 64]]);
    assertEquals(lab.collect(), { runs: [], figures: [], pictures: [] });
  }));

Deno.test("--epochs goes before an experiment's own, and --batch-size reaches the training", () =>
  openLab(["--epochs", "4", "--batch-size", "7"], async (lab) => {
    const [run] = await lab.train({ specs, label: "Training", epochs: 99 });
    assertEquals(run.trainLoss.length, 4);
    const { runs: [record] } = lab.collect();
    assertEquals([record.epochs, record.batchSize], [4, 7]);
  }));

Deno.test("progress shows the epoch, and the training loss of a network that is trained alone", () =>
  openLab([], async (lab) => {
    const details: string[] = [];
    const update = (_: number, detail = "") => void details.push(detail);
    const nothing = { busy: () => {}, clear: () => {}, [Symbol.dispose]: () => {} };
    const progress = () => ({ update, ...nothing });
    const { data, device, settings, signal, announce } = lab;
    const output = { ...lab.output, progress };
    const watched = createLab({ data, device, settings, output, signal, announce });
    const training = { specs, label: "Training", epochs: 2 };
    const [{ trainLoss }] = await watched.train(training);
    const losses = Array.from(trainLoss, (loss) => lossText(loss));
    await watched.train({ ...training, saved: {} });
    await watched.train({ ...training, specs: [...specs, { ...specs[0], name: "b" }] });
    assertEquals(details, [
      `epoch 1 of 2, train loss ${losses[0]}`,
      `epoch 2 of 2, train loss ${losses[1]}`,
      ...details.slice(2, 4),
      "epoch 1 of 2",
      "epoch 2 of 2",
    ]);
    assertMatch(details[3], /^epoch 2 of 2, train loss \d/);
  }));

Deno.test("specs that do not fit the data are the user's mistake, told before the device is", () =>
  openLab([], async (lab, said) => {
    const wrong = [{ ...specs[0], sizes: [3, 2] }];
    const training = { specs: wrong, label: "Training", epochs: 1 };
    const error = await lab.train(training).catch((thrown) => thrown);
    assert(error instanceof UsageError && error.message.includes("the first of sizes"));
    assertEquals(said, []);
  }));

Deno.test("a figure is written to --out, and kept with its path until collected", () =>
  withFolder((folder) =>
    openLab(["--out", folder], async (lab) => {
      const drawn = figure([[linePanel([])]]);
      await lab.draw("a.svg", () => drawn);
      assertEquals(Deno.readTextFileSync(`${folder}/a.svg`), toSvg(drawn));
      const { figures, pictures } = lab.collect();
      assertEquals(figures, [`${folder}/a.svg`]);
      assertEquals(pictures, [{ file: "a.svg", figure: drawn }]);
      assertEquals(namesIn(folder), ["a.svg"]);
    })
  ));

Deno.test("a PNG of an earlier figure does not stay beside a newer SVG", () =>
  withFolder((folder) =>
    openLab(["--out", folder], async (lab) => {
      for (const name of ["a.png", "b.png"]) Deno.writeTextFileSync(`${folder}/${name}`, "old");
      await lab.draw("a.svg", () => figure([[linePanel([])]]));
      assertEquals(namesIn(folder), ["a.svg", "b.png"]);
    })
  ));

Deno.test("a figure that went to no file is not kept for a page", () =>
  withFolder((folder) =>
    openLab(["--out", folder], async (lab) => {
      Deno.symlinkSync("/dev/null", `${folder}/a.svg`);
      await lab.draw("a.svg", () => figure([[linePanel([])]]));
      const { figures, pictures } = lab.collect();
      assertEquals([figures, pictures], [[`${folder}/a.svg`], []]);
    })
  ));

/** An experiment that tells what it was given. */
function telling(
  name: string,
  parts: Partial<Experiment> & { passed?: boolean[] } = {},
): Experiment {
  const { passed, ...rest } = parts;
  return {
    name,
    summary: `${name} in a word`,
    run: (lab) => {
      lab.announce();
      const { settings: { seed }, generator } = lab;
      return Promise.resolve({
        takeaways: [`seed ${seed}, then ${generator.rand(1)[0]}`],
        ...(passed && { checks: passed.map((each) => ({ passed: each })) }),
      });
    },
    ...rest,
  };
}

async function runAllOf(experiments: readonly Experiment[]) {
  const { output, said } = listen();
  const failures: string[] = [];
  const flags = parseFlags(["--samples", "40", "--seed", "5", "--out", "figures"], table);
  const fail = (why: string) => void failures.push(why);
  const records = await runAll(experiments, {
    flags,
    command: { command: "deno task test", flags: [] },
    output,
    signal,
    fail,
  });
  return { records, said, failures };
}

Deno.test("experiments run in order on one generator, each told before its findings", async () => {
  const { records, said, failures } = await runAllOf([telling("one"), telling("two")]);
  const stream = new Generator(5).rand(2);
  assertEquals(records.map(({ experiment, seed }) => [experiment, seed]), [["one", 5], ["two", 5]]);
  assertEquals(records.map(({ takeaways }) => takeaways), [
    [`seed 5, then ${stream[0]}`],
    [`seed 5, then ${stream[1]}`],
  ]);
  assert(said[0].startsWith("note: Device: WebAssembly"));
  assertEquals(said.filter((line) => line.includes("in a word")), [
    "\none: one in a word\n",
    "\ntwo: two in a word\n",
  ]);
  assertEquals(said.filter((line) => line.startsWith("note: ")).length, 1);
  assertEquals([failures, "checks" in records[0]], [[], false]);
});

Deno.test("an experiment with a seed of its own says so in its record", async () => {
  const { records } = await runAllOf([telling("one", { seed: 77 })]);
  assertEquals(records[0].seed, 77);
  assert(records[0].takeaways[0].startsWith("seed 77, "));
});

Deno.test("checks that fail are counted, and make the command fail", async () => {
  const { records, failures } = await runAllOf([
    telling("good", { passed: [true, true] }),
    telling("bad", { passed: [true, false, false] }),
  ]);
  assertEquals(failures, ["2 of 3 checks failed"]);
  assertEquals(records[1].checks, [{ passed: true }, { passed: false }, { passed: false }]);
});
