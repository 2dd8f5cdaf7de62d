import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import {
  checkTarget,
  checkWritable,
  readText,
  writeFile,
} from "../../../scripts/cli/files/files.ts";
import { namesIn, withFolder } from "../fixtures/deno.ts";

Deno.test("a checked folder is there and empty", () =>
  withFolder((folder) => {
    checkWritable(`${folder}/a/b`);
    checkWritable(`${folder}/a/b`);
    assertEquals(namesIn(`${folder}/a/b`), []);
  }));

Deno.test("a file in the place of a folder is refused and kept", () =>
  withFolder(async (folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "kept");
    assertThrows(
      () => checkWritable(file),
      Error,
      `Cannot write to the folder ${file}: it is a file`,
    );
    assertThrows(() => checkWritable(`${file}/in`), Error, "a part of the path is a file");
    assertThrows(() => checkTarget(`${file}/in.json`), Error, "a part of the path is a file");
    await assertRejects(
      () => writeFile(`${file}/in.json`, ""),
      Error,
      "a part of the path is a file",
    );
    assertEquals(Deno.readTextFileSync(file), "kept");
  }));

Deno.test("a folder in the place of a file is refused", () =>
  withFolder(async (folder) => {
    assertThrows(() => checkTarget(folder), Error, `Cannot write ${folder}: it is a folder`);
    assertThrows(() => checkTarget(`${folder}/new/`), Error, "it is a folder");
    await assertRejects(
      () => writeFile(folder, ""),
      Error,
      `Cannot write ${folder}: it is a folder`,
    );
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
  withFolder(async (folder) => {
    const path = `${folder}/${"é".repeat(100)}.json`;
    await writeFile(path, "a long first text");
    await writeFile(path, "ß");
    assertEquals(Deno.readTextFileSync(path), "ß");
    assertEquals(namesIn(folder).length, 1);
  }));

Deno.test({
  name: "a link is followed and stays a link",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      Deno.mkdirSync(`${folder}/real`);
      Deno.writeTextFileSync(`${folder}/real/file`, "old");
      Deno.symlinkSync("real/file", `${folder}/link`);
      checkTarget(`${folder}/link`);
      await writeFile(`${folder}/link`, "new");
      assertEquals(Deno.lstatSync(`${folder}/link`).isSymlink, true);
      assertEquals(Deno.readTextFileSync(`${folder}/real/file`), "new");
      assertEquals(namesIn(`${folder}/real`), ["file"]);
    }),
});

Deno.test({
  name: "a device is written to and not replaced",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    checkTarget("/dev/null");
    await writeFile("/dev/null", "gone");
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
  withFolder(async (folder) => {
    const path = `${folder}/a.json`;
    await writeFile(path, "old");
    const write = Deno.FsFile.prototype.writeSync;
    Deno.FsFile.prototype.writeSync = function (bytes) {
      write.call(this, bytes.slice(0, 3));
      throw Object.assign(new Error("No space left on device (os error 28)"), { code: "ENOSPC" });
    };
    try {
      await assertRejects(
        () => writeFile(path, "new text"),
        Error,
        `Cannot write ${path}: no space left`,
      );
    } finally {
      Deno.FsFile.prototype.writeSync = write;
    }
    assertEquals([Deno.readTextFileSync(path), namesIn(folder)], ["old", ["a.json"]]);
  }));

Deno.test("a name that is too long is said so", () =>
  withFolder(async (folder) => {
    const path = `${folder}/${"a".repeat(300)}`;
    await assertRejects(() => writeFile(path, ""), Error, "the name is too long");
    assertEquals(namesIn(folder), []);
  }));

Deno.test({
  name: "devices, which may never end, and files that no text can hold are not read",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      await assertRejects(
        () => readText("/dev/zero"),
        Error,
        "Cannot read /dev/zero: it is a device",
      );
      Deno.writeTextFileSync(`${folder}/large`, "");
      Deno.truncateSync(`${folder}/large`, 2 ** 30);
      await assertRejects(() => readText(`${folder}/large`), Error, "it is larger than 512 MiB");
    }),
});

Deno.test({
  name: "a file that is replaced keeps its permissions, and a new one has those of the system",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFolder(async (folder) => {
      const modeOf = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o777;
      for (const mode of [0o600, 0o640, 0o666, 0o444]) {
        const path = `${folder}/old-${mode}.json`;
        Deno.writeTextFileSync(path, "old");
        Deno.chmodSync(path, mode);
        await writeFile(path, "new");
        assertEquals([modeOf(path), Deno.readTextFileSync(path)], [mode, "new"]);
      }
      Deno.symlinkSync(`${folder}/old-${0o600}.json`, `${folder}/link.json`);
      await writeFile(`${folder}/link.json`, "through the link");
      assertEquals(modeOf(`${folder}/old-${0o600}.json`), 0o600);
      await writeFile(`${folder}/new.json`, "new");
      Deno.writeTextFileSync(`${folder}/plain.json`, "plain");
      assertEquals(modeOf(`${folder}/new.json`), modeOf(`${folder}/plain.json`));
    }),
});

Deno.test("a byte order mark at the start of a text is no part of it", () =>
  withFolder(async (folder) => {
    const path = `${folder}/marked.json`;
    Deno.writeFileSync(path, Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d));
    assertEquals(await readText(path), "{}");
    Deno.writeTextFileSync(path, "{\ufeff}");
    assertEquals(await readText(path), "{\ufeff}");
  }));
