/** Files of results on the disk: locked, extended, cut, and set aside. */

import { assertEquals, assertThrows } from "@std/assert";
import { openResultFile, setAside } from "../../../scripts/cli/files/result_file.ts";
import { withFolder } from "../fixtures/deno.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

Deno.test("a file of results is extended at its end, cut, and kept", () =>
  withFolder(async (folder) => {
    const path = `${folder}/all.jsonl`;
    {
      using file = openResultFile(path);
      await file.append(bytesOf("one\n"));
      await file.append(bytesOf("two\n"));
      await file.truncate(4);
      await file.append(bytesOf("three\n"));
      assertEquals(await file.read(), bytesOf("one\nthree\n"));
    }
    using again = openResultFile(path);
    await again.append(bytesOf("four\n"));
    assertEquals(Deno.readTextFileSync(path), "one\nthree\nfour\n");
  }));

Deno.test("one process at a time adds to a file, and it is not set aside meanwhile", () =>
  withFolder((folder) => {
    const path = `${folder}/all.jsonl`;
    Deno.writeTextFileSync(path, "one\n");
    using _file = openResultFile(path);
    for (const attempt of [openResultFile, setAside]) {
      assertThrows(() => attempt(path), Error, "all.jsonl: another process adds results to it");
    }
    return Promise.resolve();
  }));

Deno.test("a file that is set aside has the next name that is free", () =>
  withFolder((folder) => {
    const path = `${folder}/all.jsonl`;
    assertEquals(setAside(path), undefined);
    for (const number of [1, 2]) {
      Deno.writeTextFileSync(path, `${number}`);
      assertEquals(setAside(path), `${folder}/all.${number}.jsonl`);
    }
    assertEquals(Deno.readTextFileSync(`${folder}/all.2.jsonl`), "2");
    return Promise.resolve();
  }));
