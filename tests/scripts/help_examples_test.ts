/** The help of every task: what it is called by, and an example that works. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { createMlp, modelToJson } from "../../mod.ts";
import { filesNamed, runLine, withProject } from "./copied_project.ts";
import { runTask } from "./tasks.ts";

Deno.test("the help of each study says how long its defaults take on two cores", async () => {
  const studies = ["sweep", "lr-find", "fractal", "dynamics", "functions", "units", "folding"];
  for (const name of [...studies, "landscape", "sharpness", "mistakes", "capacity"]) {
    const { stdout } = await runTask(name, ["--help"]);
    assert(/on\s+two\s+cores/.test(stdout), name);
  }
});

const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("../../deno.json", import.meta.url)));

/** Tasks that are Deno's own commands, with Deno's own help. */
const ofDeno = ["test", "check"];

/** What is added to an example that takes minutes as it is written. */
const hurry: Readonly<Record<string, readonly string[]>> = {
  bench: ["--budget", "0.05"],
};

/** What is run first: a reader may have drawn single figures of the gallery anew. */
const before: Readonly<Record<string, string>> = {
  "check-gallery": "deno task lab --quiet",
};

/** What a reader has written before: a model, and rows for it. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  predict: {
    "model.json": modelToJson({ ...createMlp([2, 3, 2]), featureNames: ["age", "height"] }),
    "new.csv": "age,height\n7,1.25\n8,1.31\n",
  },
};

/** Tasks whose example is run elsewhere, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  "check-webgpu": "takes minutes; .ci/run runs just that",
  worker: "needs a queue; queue_test.ts runs it",
};

/** The example of a help text: what follows its heading. */
function exampleIn(help: string): string {
  const [, example] = help.match(/^Example:\n {2}(deno task .+)\n*$/m) ?? [];
  assert(example !== undefined, help);
  return example;
}

Deno.test("the tasks that are Deno's own are there", () => {
  assertEquals(ofDeno.filter((name) => !/\bdeno (test|fmt)\b/.test(tasks[name] ?? "")), []);
});

for (const name of Object.keys(tasks).filter((name) => !ofDeno.includes(name))) {
  Deno.test(`deno task ${name} --help has an example that works`, () =>
    withProject(async (folder) => {
      const { code, stdout, stderr } = await runTask(name, ["--help"]);
      assertEquals([code, stderr], [0, ""]);
      assertMatch(stdout, new RegExp(`^Usage: deno task ${name}( \\[.+\\])?\n`));
      const example = exampleIn(stdout);
      assertMatch(`${example} `, new RegExp(`^deno task ${name} `));
      if (name in elsewhere) return;
      for (const [file, text] of Object.entries(files[name] ?? {})) {
        Deno.writeTextFileSync(`${folder}/${file}`, text);
      }
      if (name in before) await runLine(before[name], { folder });
      const ran = await runLine(example, { folder, more: hurry[name] });
      assertEquals(ran.code, 0, ran.stderr);
      for (const file of filesNamed(ran.stdout)) assert(Deno.statSync(`${folder}/${file}`).isFile);
      const [, json] = example.match(/--json (\S+)/) ?? [];
      if (json !== undefined) JSON.parse(Deno.readTextFileSync(`${folder}/${json}`));
    }));
}
