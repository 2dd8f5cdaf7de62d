/** `--workers`: how many of them changes no result. */

import { assertEquals, assertLess, assertStringIncludes } from "@std/assert";
import type { RunRecord } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { jsonOf, runTask, task } from "./tasks.ts";

Deno.test("curves and figures are the same with any number of workers", () =>
  withFolder(async (folder) => {
    const results = [];
    for (const workers of ["1", "2", "3"]) {
      const out = `${folder}/${workers}`;
      const flags = ["--epochs", "1500", "--workers", workers];
      const { runs, command } = await jsonOf("activations", out, flags);
      const timeless = runs.map(({ seconds: _, ...run }: RunRecord) => run);
      const figures = namesIn(out).map((name) => [name, Deno.readTextFileSync(`${out}/${name}`)]);
      results.push({ command, timeless, figures });
    }
    assertEquals(results[1], results[0]);
    assertEquals(results[2], results[0]);
  }));

Deno.test("a number of workers that is none is refused", async () => {
  for (const workers of ["0", "257", "1.5", "two"]) {
    const { code, stderr } = await runTask("activations", ["--workers", workers]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "--workers must be a whole number, at least 1 and at most 256");
  }
});

Deno.test({
  name: "Ctrl-C stops workers at once, without a word",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const args = ["--epochs", "500000", "--workers", "2", "--device", "cpu", "--out", folder];
      const child = task("activations", args).spawn();
      child.stdout.cancel();
      const [watched, kept] = child.stderr.tee();
      const errors = new Response(kept).text();
      for await (const text of watched.pipeThrough(new TextDecoderStream())) {
        if (text.includes("Training")) break;
      }
      const sent = performance.now();
      child.kill("SIGINT");
      assertEquals((await child.status).code, 130);
      assertLess(performance.now() - sent, 2000);
      assertEquals((await errors).includes("rror"), false, await errors);
      assertEquals(namesIn(folder), []);
    }),
});
