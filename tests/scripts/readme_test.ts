/** The README works as written: every command in it is run, in a copy of the project, one after the other. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { filesNamed, runLine, withProject } from "./copied_project.ts";
import { commandsOf, picturesOf, type ReadmeCommand } from "./readme.ts";

const root = new URL("../../", import.meta.url);
const readme = Deno.readTextFileSync(new URL("README.md", root));
const commands = commandsOf(readme);

/** Commands that are not run here, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  "deno task test": "runs this very test",
  "deno task check": "looks at the whole working tree, and .ci/run starts with it",
  "deno task check-gallery": "needs a Chromium; .ci/run runs it, and help_examples_test.ts",
  "deno task check-figures": "needs renderers; help_examples_test.ts runs it on those there are",
  "deno task check-webgpu": "needs a Chromium and minutes; .ci/run runs it",
  "deno task worker": "needs a queue; queue_test.ts runs it",
  "deno task worker --queue redis://host:6379": "needs a queue; queue_test.ts runs it",
  "deno task sweep --x learning-rate:1e-4..10:log:64 --y init-std:1e-3..10:log:64 --queue redis://host:6379":
    "needs a queue; queue_test.ts runs a smaller one",
  "deno task predict": "needs a model and rows; it is run with both",
  "bash .ci/run": "runs all tests, and installs packages",
};

/** What is added to a command that takes minutes as it is written. */
const hurry: Readonly<Record<string, readonly string[]>> = {
  "deno task bench": ["--only", "matmul", "--turns", "1", "--budget", "0.1"],
  "deno task fractal": ["--pixels", "8"],
  "deno task fractal --center 3.5,1.45 --width 0.1 --fresh": ["--pixels", "8"],
};

/** Runs a command, and checks that it shows and writes what it says. */
async function checkCommand({ line, shown }: ReadmeCommand, folder: string): Promise<void> {
  // What the README shows is what the CPU computes.
  const more = [...hurry[line] ?? [], ...shown === undefined ? [] : ["--device", "cpu"]];
  const { code, stdout, stderr } = await runLine(line, { folder, more });
  assertEquals(code, 0, `${line}\n${stdout}\n${stderr}`);
  assert(stdout.trim() !== "", line);
  for (const file of filesNamed(stdout)) assert(Deno.statSync(`${folder}/${file}`).size > 0, file);
  if (line.includes("--json -")) JSON.parse(stdout);
  const writes = /deno task (?!predict|bench|test|check|notebook|worker)\S+/;
  if (writes.test(line) && !/--help|--quiet/.test(line)) {
    assert(filesNamed(stdout).length > 0, `${line} names no figures:\n${stdout}`);
  }
  if (shown === undefined) return;
  const [device, ...story] = shown.trimEnd().split("\n");
  assertMatch(device, /^Device: /);
  assertMatch(stderr, /^Device: /m);
  assertEquals(stdout.trimEnd(), story.join("\n"));
}

Deno.test("every command of the README works as written", (test) =>
  withProject(async (folder) => {
    for (const command of commands.filter(({ line }) => !(line in elsewhere))) {
      await test.step(command.line, () => checkCommand(command, folder));
    }
  }));

Deno.test("commands that are not run, or not as written, stand in the README", () => {
  const lines = commands.map(({ line }) => line);
  const strange = [...Object.keys(elsewhere), ...Object.keys(hurry)].filter((line) =>
    !lines.includes(line)
  );
  assertEquals(strange, []);
});

Deno.test("tasks that run the same modules set the same flags of V8, whose cache is for one set", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
  const scripts = Object.values<string>(tasks).filter((task) => task.includes(" scripts/"));
  const flags = scripts.map((task) => task.split(" ").filter((word) => word.startsWith("--v8")));
  assert(flags[0].length === 1);
  for (const own of flags) assertEquals(own, flags[0]);
});

Deno.test("every task is in the README, and the README shows all figures of the gallery", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", root)));
  const lines = commands.map(({ line }) => line);
  assertEquals(Object.keys(tasks).filter((name) => !lines.includes(`deno task ${name}`)), []);
  const pictures = picturesOf(readme);
  assertEquals(pictures.filter((path) => !Deno.statSync(new URL(path, root)).isFile), []);
  // Whatever else a reader has drawn meanwhile: an animation is one that was asked for.
  const gallery = Deno.readTextFileSync(new URL("out/index.html", root));
  const figures = [...gallery.matchAll(/href="([\w-]+)\.svg"/g)].map(([, name]) => name)
    .filter((name) => !name.endsWith("-animation"));
  assert(figures.length > 0);
  assertEquals(figures.filter((name) => !pictures.includes(`out/${name}.svg`)), []);
});

Deno.test("each task is in deno.json once, and the table has all commands of scripts", () => {
  // A parser of JSON keeps the last of two equal keys, and says nothing.
  const project = Deno.readTextFileSync(new URL("deno.json", root));
  const keys = [...project.matchAll(/^ {4}"([\w-]+)": "deno run .* (\S+)",?$/gm)];
  const names = keys.map(([, name]) => name);
  assertEquals(names, [...new Set(names)]);
  const ofScripts = keys.filter(([, , path]) => path.startsWith("scripts/"));
  const rows = [...readme.matchAll(/^\| `deno task ([\w-]+)`/gm)].map(([, name]) => name);
  assertEquals(ofScripts.map(([, name]) => name).filter((name) => !rows.includes(name)), []);
  assertEquals(rows, [...new Set(rows)]);
});

Deno.test("commands are found in blocks and amid words, wherever a line breaks", () => {
  const text = [
    "Try `deno task\nlab --seed 7`, `--quiet` or `deno`.",
    "```sh",
    "deno task a   # a remark",
    "",
    "deno task b --noise 0.1",
    "```",
    "```console",
    "$ deno task a",
    "Device: x",
    "",
    "shown",
    "```",
    "```ts",
    "const text = `deno task no`;",
    "```",
  ].join("\n");
  assertEquals(commandsOf(text), [
    { line: "deno task a", shown: "Device: x\n\nshown\n" },
    { line: "deno task b --noise 0.1" },
    { line: "deno task lab --seed 7" },
  ]);
});
