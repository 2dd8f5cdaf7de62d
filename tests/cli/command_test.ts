import { assert, assertEquals, assertLess, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, run, script, withFolder } from "./fixtures/deno.ts";

const fixture = new URL("./fixtures/command.ts", import.meta.url);

/** The script must end so, with one line on standard error that holds the text. */
async function assertEnds(args: string[], code: number, text: string): Promise<void> {
  const outcome = await run(fixture, args);
  assertEquals([outcome.code, outcome.stdout], [code, ""], outcome.stderr);
  assertMatch(outcome.stderr, /^error: [^\n]+\n$/);
  assertStringIncludes(outcome.stderr, text);
}

Deno.test("a command tells its story on standard output and notes on standard error", () =>
  withFolder(async (folder) => {
    assertEquals(await run(fixture, ["--out", folder]), {
      code: 0,
      stdout: "The story\nrun  loss\n───  ────\nhe    0.5\n",
      stderr: "on a device\n",
    });
    assertEquals(namesIn(folder), ["figure.svg"]);
  }));

Deno.test("--json - leaves standard output to the JSON alone", () =>
  withFolder(async (folder) => {
    const { code, stdout, stderr } = await run(fixture, ["--out", folder, "--json", "-"]);
    assertEquals(JSON.parse(stdout), {
      seed: 42,
      loss: [0.5, null],
      figures: [`${folder}/figure.svg`],
    });
    assertEquals([code, stderr], [0, "on a device\nThe story\nrun  loss\n───  ────\nhe    0.5\n"]);
  }));

Deno.test("--json FILE and --save FILE create their folders", () =>
  withFolder(async (folder) => {
    const args = ["--out", `${folder}/a/b`, "--json", `${folder}/c/d.json`, "--save"];
    const { code } = await run(fixture, [...args, `${folder}/e/model.json`, "--seed=7"]);
    assertEquals(code, 0);
    assertEquals(JSON.parse(Deno.readTextFileSync(`${folder}/c/d.json`)).seed, 7);
    assertEquals(
      ["a/b", "c", "e"].map((name) => namesIn(`${folder}/${name}`)),
      [["figure.svg"], ["d.json"], ["model.json"]],
    );
  }));

Deno.test("--quiet is silent but for the JSON asked for", () =>
  withFolder(async (folder) => {
    const quiet = ["--out", folder, "--quiet"];
    assertEquals(await run(fixture, quiet), { code: 0, stdout: "", stderr: "" });
    const { stdout, stderr } = await run(fixture, [...quiet, "--json", "-"]);
    assertEquals([JSON.parse(stdout).seed, stderr], [42, ""]);
  }));

Deno.test("--help is answered whatever else was typed, and writes nothing", () =>
  withFolder(async (folder) => {
    const args = ["--zzz", "--out", `${folder}/new`, "-h"];
    const { code, stdout, stderr } = await run(fixture, args);
    assertEquals([code, stderr, namesIn(folder)], [0, "", []]);
    assertStringIncludes(stdout, "Usage: deno task demo [flags]\n");
    assertStringIncludes(stdout, "deno task demo --act done");
  }));

Deno.test("a wrong call ends with 2, before anything is written", () =>
  withFolder(async (folder) => {
    await assertEnds(["--out", `${folder}/new`, "--epoch", "5"], 2, "(did you mean --epochs?)");
    await assertEnds(["--out", `${folder}/new`, "--epochs", "-1"], 2, "at least 1");
    assertEquals(namesIn(folder), []);
    await assertEnds(["--act", "misuse", "--out", folder], 2, "sizes must start with 2");
  }));

Deno.test("a failure ends with 1 and one line, without a stack", () =>
  withFolder(async (folder) => {
    await assertEnds(["--act", "fail", "--out", folder], 1, "error: Cannot go on: two lines\n");
    await assertEnds(["--act", "reject", "--out", folder], 1, "error: lost on the way\n");
    await assertEnds(["--act", "suppress", "--out", folder], 1, "the first thing that went wrong");
  }));

Deno.test("work that goes on after a failure writes its JSON and ends with 1", () =>
  withFolder(async (folder) => {
    assertEquals(await run(fixture, ["--act", "regret", "--out", folder, "--json", "-"]), {
      code: 1,
      stdout: '{ "checks": 2 }\n',
      stderr: "error: 1 of 2 checks failed; the model is not saved\n",
    });
  }));

Deno.test("what cannot be written is refused before work starts", () =>
  withFolder(async (folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "kept");
    await assertEnds(["--act", "fail", "--out", file], 1, "it is a file");
    await assertEnds(
      ["--act", "fail", "--out", `${file}/deeper`],
      1,
      "a part of the path is a file",
    );
    const act = ["--act", "fail", "--out", folder];
    await assertEnds([...act, "--json", folder], 1, "it is a folder");
    await assertEnds([...act, "--save", `${file}/model.json`], 1, "a part of the path is a file");
    assertEquals([Deno.readTextFileSync(file), namesIn(folder)], ["kept", ["file"]]);
  }));

Deno.test("a folder in a figure's place is told before work starts, other folders are not", () =>
  withFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/frames`);
    assertEquals((await run(fixture, ["--out", folder])).code, 0);
    Deno.mkdirSync(`${folder}/loss.svg`);
    await assertEnds(["--act", "fail", "--out", folder], 1, `${folder}/loss.svg is a folder`);
  }));

Deno.test({
  name: "a folder that cannot be written is refused, also for root",
  ignore: Deno.build.os !== "linux",
  fn: () => assertEnds(["--out", "/proc/lab"], 1, "Cannot create /proc/lab: "),
});

Deno.test("JSON far larger than a pipe comes through whole to a reader that is late", async () => {
  await withFolder(async (folder) => {
    const args = ["--act", "large", "--out", folder, "--json", "-"];
    const child = script(fixture, args).spawn();
    const errors = child.stderr.text();
    await new Promise((resolve) => setTimeout(resolve, 800));
    const list = JSON.parse(await child.stdout.text());
    assertEquals([list.length, list.at(-1)], [100_000, 99_999]);
    assertEquals([(await child.status).code, await errors], [0, ""]);
  });
});

/** Runs the fixture with a reader of its standard output that leaves after the first part. */
async function leftEarly(args: string[]): Promise<{ code: number; errors: string }> {
  const child = script(fixture, args).spawn();
  const errors = child.stderr.text();
  const reader = child.stdout.getReader();
  await reader.read();
  await reader.cancel();
  return { code: (await child.status).code, errors: await errors };
}

Deno.test("a reader of the text that leaves early is told no more, and all is written", () =>
  withFolder(async (folder) => {
    const ended = await leftEarly(["--act", "talk", "--out", folder]);
    assertEquals(ended, { code: 0, errors: "" });
    assertEquals(namesIn(folder), ["finished.svg"]);
  }));

Deno.test("a reader that leaves before the end of the JSON is a failure, said in one line", () =>
  withFolder(async (folder) => {
    const ended = await leftEarly(["--act", "large", "--out", folder, "--json", "-"]);
    const line = "Cannot write the JSON: the reader of standard output closed it before the end";
    assertEquals(ended, { code: 1, errors: `error: ${line}\n` });
  }));

/** Spawns the act, waits for its first line, and sends signals to it. */
async function interrupt(act: string, folder: string, ...signals: Deno.Signal[]) {
  const child = script(fixture, ["--act", act, "--out", folder]).spawn();
  const errors = child.stderr.text();
  const reader = child.stdout.getReader();
  await reader.read();
  const start = performance.now();
  for (const signal of signals) {
    child.kill(signal);
    if (signals.length > 1) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { code, signal } = await child.status;
  const elapsed = performance.now() - start;
  assertEquals(signal, null, "the signal killed it before it could end by itself");
  await reader.cancel();
  return { code, elapsed, errors: await errors };
}

Deno.test({
  name: "a reader that does not read cannot keep Ctrl-C from ending the work",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const args = ["--act", "large", "--out", folder, "--json", "-"];
      const child = script(fixture, args).spawn();
      await new Promise((resolve) => setTimeout(resolve, 800));
      const start = performance.now();
      child.kill("SIGINT");
      const { code, signal } = await child.status;
      assertEquals([code, signal], [130, null]);
      assertLess(performance.now() - start, 1_000);
      await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    }),
});

Deno.test({
  name: "Ctrl-C ends the work with 130 within a second and keeps finished files",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const { code, elapsed, errors } = await interrupt("wait", folder, "SIGINT");
      assertEquals([code, errors, namesIn(folder)], [130, "", ["finished.svg"]]);
      assertLess(elapsed, 1_000);
    }),
});

Deno.test({
  name: "SIGTERM ends the work with 143",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      assertEquals((await interrupt("wait", folder, "SIGTERM")).code, 143);
    }),
});

Deno.test({
  name: "work that does not heed Ctrl-C is ended within a second, and at once by the second",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const once = await interrupt("deaf", folder, "SIGINT");
      assertEquals(once.code, 130);
      assert(once.elapsed > 400 && once.elapsed < 1_000, `${once.elapsed} ms`);
      const twice = await interrupt("deaf", folder, "SIGINT", "SIGINT");
      assertEquals(twice.code, 130);
      assertLess(twice.elapsed, 400);
    }),
});

Deno.test({
  name: "Ctrl-C amid writing leaves a whole file and no partial one",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      for (let time = 0; time < 3; time++) {
        assertEquals((await interrupt("rewrite", folder, "SIGINT")).code, 130);
        assertEquals(namesIn(folder), ["a.txt"]);
        assertEquals(Deno.statSync(`${folder}/a.txt`).size, 200_000);
      }
    }),
});

Deno.test("off a terminal, short work shows no progress", () =>
  withFolder(async (folder) => {
    assertEquals(await run(fixture, ["--act", "steps", "--out", folder]), {
      code: 0,
      stdout: "trained\n",
      stderr: "",
    });
  }));

Deno.test("--save and --json may not name the same file", () =>
  withFolder(async (folder) => {
    const args = ["--out", folder, "--save", `${folder}/m.json`, "--json", `${folder}/x/../m.json`];
    await assertEnds(args, 2, "Flags --save and --json name the same file");
    assertEquals(namesIn(folder), []);
  }));

Deno.test("a call that comes to nothing leaves no folder behind", () =>
  withFolder(async (folder) => {
    await assertEnds(["--out", `${folder}/new/er`, "--act", "misuse"], 2, "");
    await assertEnds(["--out", `${folder}/new`, "--checkpoint", folder], 1, "it is a folder");
    assertEquals(namesIn(folder), []);
  }));
