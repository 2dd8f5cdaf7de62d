import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { checkTarget, checkWritable, writeFile } from "../../scripts/cli/files.ts";
import { namesIn, withFolder } from "./fixtures/deno.ts";

Deno.test("a checked folder is there and empty", () =>
  withFolder((folder) => {
    checkWritable(`${folder}/a/b`);
    checkWritable(`${folder}/a/b`);
    assertEquals(namesIn(`${folder}/a/b`), []);
  }));

Deno.test("a file in the place of a folder is refused and kept", () =>
  withFolder((folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "kept");
    assertThrows(
      () => checkWritable(file),
      Error,
      `Cannot write to the folder ${file}: it is a file`,
    );
    assertThrows(() => checkWritable(`${file}/in`), Error, "a part of the path is a file");
    assertThrows(() => checkTarget(`${file}/in.json`), Error, "a part of the path is a file");
    assertThrows(() => writeFile(`${file}/in.json`, ""), Error, "a part of the path is a file");
    assertEquals(Deno.readTextFileSync(file), "kept");
  }));

Deno.test("a folder in the place of a file is refused", () =>
  withFolder((folder) => {
    assertThrows(() => checkTarget(folder), Error, `Cannot write ${folder}: it is a folder`);
    assertThrows(() => checkTarget(`${folder}/new/`), Error, "it is a folder");
    assertThrows(() => writeFile(folder, ""), Error, `Cannot write ${folder}: it is a folder`);
    assertEquals(namesIn(folder), []);
  }));

Deno.test("checking a target creates its folder and leaves the target alone", () =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/old.json`, "old");
    checkTarget(`${folder}/old.json`);
    checkTarget(`${folder}/a/new.json`);
    assertEquals(Deno.readTextFileSync(`${folder}/old.json`), "old");
    assertEquals([namesIn(folder), namesIn(`${folder}/a`)], [["a", "old.json"], []]);
  }));

Deno.test("a file is written whole and replaces what was there", () =>
  withFolder((folder) => {
    const path = `${folder}/${"é".repeat(100)}.json`;
    writeFile(path, "a long first text");
    writeFile(path, "ß");
    assertEquals(Deno.readTextFileSync(path), "ß");
    assertEquals(namesIn(folder).length, 1);
  }));

Deno.test({
  name: "a link is followed and stays a link",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder((folder) => {
      Deno.mkdirSync(`${folder}/real`);
      Deno.writeTextFileSync(`${folder}/real/file`, "old");
      Deno.symlinkSync("real/file", `${folder}/link`);
      checkTarget(`${folder}/link`);
      writeFile(`${folder}/link`, "new");
      assertEquals(Deno.lstatSync(`${folder}/link`).isSymlink, true);
      assertEquals(Deno.readTextFileSync(`${folder}/real/file`), "new");
      assertEquals(namesIn(`${folder}/real`), ["file"]);
    }),
});

Deno.test({
  name: "a device is written to and not replaced",
  ignore: Deno.build.os === "windows",
  fn: () => {
    checkTarget("/dev/null");
    writeFile("/dev/null", "gone");
    assertEquals(Deno.statSync("/dev/null").isCharDevice, true);
  },
});

Deno.test({
  name: "what Deno itself denies is said in one line",
  ignore: Deno.build.os !== "linux",
  fn: () => {
    for (const check of [checkWritable, checkTarget]) {
      const { message } = assertThrows(() => check("/proc/lab/x"), Error);
      assertMatch(message, /^Cannot [a-z ]+ \/proc\/lab(\/x)?: [^\n]+$/);
    }
  },
});

Deno.test("a disk that fills up leaves what was there, and no partial file", () =>
  withFolder((folder) => {
    const path = `${folder}/a.json`;
    writeFile(path, "old");
    const write = Deno.writeFileSync;
    Deno.writeFileSync = (name, bytes, options) => {
      write(name, (bytes as Uint8Array).slice(0, 3), options);
      const full = new Error(`No space left on device (os error 28): writefile '${name}'`);
      throw Object.assign(full, { code: "ENOSPC" });
    };
    try {
      assertThrows(() => writeFile(path, "new text"), Error, `Cannot write ${path}: no space left`);
    } finally {
      Deno.writeFileSync = write;
    }
    assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["old", ["a.json"]]);
  }));

Deno.test("a name that is too long is said so", () =>
  withFolder((folder) => {
    const path = `${folder}/${"a".repeat(300)}`;
    assertThrows(() => writeFile(path, ""), Error, "the name is too long");
    assertEquals(namesIn(folder), []);
  }));
