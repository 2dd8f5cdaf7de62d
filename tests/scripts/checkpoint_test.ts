/** `deno task train --checkpoint FILE`, and `--resume FILE`: trainings in parts. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { RunRecord, TrainingState } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { gpuTest } from "../gpu/adapter.ts";
import { jsonOf, runTask, task } from "./tasks.ts";

const settings = ["--samples", "120", "--seed", "6", "--noise", "0.3", "--batch-size", "32"];

/** Runs without the times, which are never the same. */
function timeless({ runs }: { runs: readonly RunRecord[] }): unknown {
  return runs.map(({ seconds: _, ...run }) => run);
}

/** What is in a file that `--checkpoint` wrote. */
function read(path: string): TrainingState & { command: string } {
  return JSON.parse(Deno.readTextFileSync(path));
}

for (const optimizer of ["adam", "momentum"]) {
  Deno.test(`20 epochs of ${optimizer} and 20 more have the curves and figures of 40, to the bit`, () =>
    withFolder(async (folder) => {
      const [file, first, second] = ["state.json", "first", "second"].map((n) => `${folder}/${n}`);
      const flags = [...settings, "--optimizer", optimizer];
      const whole = await jsonOf("train", first, [...flags, "--epochs", "40"]);
      const half = await jsonOf("train", second, [
        ...[...flags, "--epochs", "20"],
        ...["--checkpoint", file],
      ]);
      assertEquals(half.runs[0].trainLoss, whole.runs[0].trainLoss.slice(0, 20));
      const resumed = await jsonOf("train", second, ["--resume", file, "--epochs", "40"]);
      assertEquals(timeless(resumed), timeless(whole));
      assertEquals([resumed.command, resumed.data, resumed.takeaways], [
        whole.command,
        whole.data,
        whole.takeaways,
      ]);
      for (const figure of ["train-loss.svg", "train-boundary.svg"]) {
        const texts = [first, second].map((out) => Deno.readTextFileSync(`${out}/${figure}`));
        assertEquals(texts[1], texts[0], figure);
      }
    }));
}

Deno.test("a training may go through several files, and the same one again", () =>
  withFolder(async (folder) => {
    const file = `${folder}/state.json`;
    const whole = await jsonOf("train", folder, [...settings, "--epochs", "9"]);
    await jsonOf("train", folder, [...settings, "--epochs", "2", "--checkpoint", file]);
    for (const epochs of ["5", "5", "9"]) {
      const more = ["--resume", file, "--checkpoint", file, "--epochs", epochs];
      assertEquals((await jsonOf("train", folder, more)).runs[0].epochs, Number(epochs));
    }
    // All epochs are done: what there is is shown.
    const shown = await jsonOf("train", folder, ["--resume", file]);
    assertEquals(timeless(shown), timeless(whole));
    assertEquals(
      read(file).command,
      "deno task train " + [
        "--samples 120 --noise 0.3 --epochs 9 --batch-size 32 --seed 6 --device cpu",
      ],
    );
  }));

Deno.test("a checkpoint changes nothing, neither the curves nor the pictures that move", () =>
  withFolder(async (folder) => {
    const flags = [...settings, "--epochs", "6", "--animate", "--frames", "3"];
    const plain = await jsonOf("train", `${folder}/a`, flags);
    const saved = await jsonOf("train", `${folder}/b`, [...flags, `--checkpoint=${folder}/c.json`]);
    assertEquals(timeless(saved), timeless(plain));
    const read = (out: string) => Deno.readTextFileSync(`${folder}/${out}/train-animation.svg`);
    assertEquals(read("b"), read("a"));
  }));

/** Interrupts a training on a device, and continues it from the state that was written. */
function assertContinues(device: string, sizes: string): Promise<void> {
  return withFolder(async (folder) => {
    const file = `${folder}/state.json`;
    const flags = ["--device", device, "--sizes", sizes];
    const saved = ["--epochs", "100000", "--checkpoint", file, "--out", folder];
    const child = task("train", [...flags, ...saved]).spawn();
    const [watched, kept] = child.stderr.tee();
    const errors = new Response(kept).text();
    for await (const text of watched.pipeThrough(new TextDecoderStream())) {
      if (text.includes("Training: ")) break;
    }
    child.kill("SIGINT");
    assertEquals((await child.status).code, 130);
    await child.stdout.cancel();
    assertMatch(await errors, /^Device: [^\n]+\n(Training: [^\n]+\n)*$/);
    assertEquals(namesIn(folder), ["state.json"]);
    const [{ epoch }] = read(file).groups;
    assert(epoch > 0 && epoch < 100_000, String(epoch));
    const epochs = String(epoch + 1);
    const more = ["--resume", file, "--epochs", epochs, "--device", device];
    const resumed = await jsonOf("train", folder, more);
    assertEquals(resumed.device.kind, device);
    const whole = await jsonOf("train", folder, [...flags, "--epochs", epochs]);
    assertEquals(timeless(resumed), timeless(whole));
  });
}

const interrupted = [["cpu", "2,256,256,2"], ["tfjs", "2,256,256,2"], [
  "webgpu",
  "2,32,2",
]] as const;
for (const [device, sizes] of interrupted) {
  const name =
    `Ctrl-C on ${device} writes the state, whole, and the training goes on from there as if ` +
    "undisturbed";
  if (Deno.build.os === "windows") Deno.test.ignore(name, () => {});
  else (device === "webgpu" ? gpuTest : Deno.test)(name, () => assertContinues(device, sizes));
}

Deno.test("a file that cannot be gone on from is refused in one line, before anything is written", () =>
  withFolder(async (folder) => {
    const [file, model] = [`${folder}/state.json`, `${folder}/model.json`];
    const saves = ["--checkpoint", file, "--save", model];
    const record = await jsonOf("train", folder, [...settings, "--epochs", "3", ...saves]);
    const text = Deno.readTextFileSync(file);
    const state = read(file);
    const [group] = state.groups;
    const [member] = group.members;
    const changed = (parts: unknown) => JSON.stringify({ ...state, ...parts as object });
    const withMember = (parts: object) =>
      changed({ groups: [{ ...group, members: [{ ...member, ...parts }] }] });
    const files: [content: string | null, code: number, says: string][] = [
      [null, 1, "there is no such file"],
      ["", 2, "it is not JSON"],
      [text.slice(0, text.length / 2), 2, "it is not JSON, or not whole"],
      [Deno.readTextFileSync(model), 2, "it is not a state that --checkpoint wrote"],
      [JSON.stringify(record), 2, "it is not a state that --checkpoint wrote"],
      [changed({ format: "another" }), 2, 'the state\'s format must be "neural-lab-training"'],
      [changed({ version: 99 }), 2, "the state's version must be 2"],
      [changed({ command: "deno task train --seed 7" }), 2, "data must be those"],
      [changed({ networks: [] }), 2, "Cannot "],
      [changed({ networks: null }), 2, "Cannot "],
      [changed({ groups: [] }), 2, "Cannot "],
      [changed({ groups: [null] }), 2, "Cannot "],
      [changed({ generator: {} }), 2, "Cannot "],
      [changed({ groups: [{ ...group, epoch: -1 }] }), 2, "Cannot "],
      [withMember({ parameters: "AAAA" }), 2, "Cannot "],
      [withMember({ parameters: 5 }), 2, "Cannot "],
      [withMember({ optimizerState: "AAAAAA==" }), 2, "Cannot "],
      [withMember({ trainLoss: "!" }), 2, "Cannot "],
    ];
    for (const [content, expected, says] of files) {
      const other = `${folder}/other.json`;
      if (content !== null) Deno.writeTextFileSync(other, content);
      const args = ["--resume", other, "--out", `${folder}/out`, "--device", "cpu"];
      const { code, stdout, stderr } = await runTask("train", args);
      const told = `${content?.slice(-200)}\n${stderr}`;
      assertEquals([code, stdout, stderr.split("\n").length], [expected, "", 2], told);
      assertStringIncludes(stderr, says);
      assertEquals(namesIn(folder).includes("out"), false);
    }
  }));

Deno.test("flags that contradict the file, or make no sense with --resume, are refused", () =>
  withFolder(async (folder) => {
    const file = `${folder}/state.json`;
    await jsonOf("train", folder, [...settings, "--epochs", "3", "--checkpoint", file]);
    const calls: [flags: string, says: string][] = [
      ["--seed 7", `--seed 7 contradicts --resume ${file}, which has 6: leave it out`],
      ["--dataset xor", "--dataset xor contradicts"],
      ["--optimizer adam", "--optimizer adam contradicts"],
      ["--epochs 2", "epochs must be a whole number, at least 3"],
      ["--animate", "--animate and --resume exclude each other"],
      [`--from ${file}`, "--from and --resume exclude each other"],
    ];
    for (const [flags, says] of calls) {
      const args = ["--resume", file, "--out", `${folder}/out`];
      // The path has a space, so that flags are cut at the first alone.
      const [flag, ...value] = flags.split(" ");
      const more = value.length === 0 ? [flag] : [flag, value.join(" ")];
      const { code, stdout, stderr } = await runTask("train", [...args, ...more]);
      assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2], stderr);
      assertStringIncludes(stderr, says);
    }
    const same = ["--checkpoint", file, "--json", file];
    const { code, stderr } = await runTask("train", same);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "Flags --checkpoint and --json name the same file");
  }));

Deno.test("a checkpoint that cannot be written does not keep figures and results from being written", () =>
  withFolder(async (folder) => {
    const gone = `${folder}/gone`;
    const args = [
      ...["--sizes", "2,256,256,2", "--epochs", "60", "--checkpoint", `${gone}/state.json`],
      ...["--out", `${folder}/out`, "--json", `${folder}/train.json`],
    ];
    const child = task("train", args).spawn();
    const [watched, kept] = child.stderr.tee();
    const errors = new Response(kept).text();
    child.stdout.cancel();
    for await (const text of watched.pipeThrough(new TextDecoderStream())) {
      if (text.includes("Device: ")) break;
    }
    Deno.removeSync(gone, { recursive: true });
    const { code } = await child.status;
    assertEquals(code, 1, await errors);
    const line = `error: Cannot write ${gone}/state.json: there is no such folder\n`;
    assertEquals((await errors).slice(-line.length), line);
    assertEquals(namesIn(`${folder}/out`), ["train-boundary.svg", "train-loss.svg"]);
    assertEquals(JSON.parse(Deno.readTextFileSync(`${folder}/train.json`)).runs.length, 1);
  }));

Deno.test({
  name: "Ctrl-C whose checkpoint cannot be written says so in one line",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const gone = `${folder}/gone`;
      const args = ["--sizes", "2,256,256,2", "--epochs", "5000", "--out", `${folder}/out`];
      const child = task("train", [...args, "--checkpoint", `${gone}/state.json`]).spawn();
      const [watched, kept] = child.stderr.tee();
      const errors = new Response(kept).text();
      child.stdout.cancel();
      for await (const text of watched.pipeThrough(new TextDecoderStream())) {
        if (text.includes("Device: ")) break;
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
      Deno.removeSync(gone, { recursive: true });
      child.kill("SIGINT");
      assertEquals((await child.status).code, 130);
      assertStringIncludes(
        await errors,
        `error: Cannot write ${gone}/state.json: there is no such`,
      );
    }),
});
