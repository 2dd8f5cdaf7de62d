/** Stores of results: what they keep, what they cut, and which files they refuse. */

import { assertEquals, assertRejects } from "@std/assert";
import { mergeStores, openStore, type StoredResult } from "../../mod.ts";
import { hashOf } from "../../lib/store/hash.ts";
import { linesOf, memoryFile } from "./memory_file.ts";

const header = { kind: "sweep", version: 1, id: "a1", description: "two rates" };
const first = JSON.stringify(header);

interface Loss extends StoredResult {
  readonly loss: number | null;
}
const results: Loss[] = [{ key: "x", loss: 0.1 }, { key: "y", loss: null }, { key: "z", loss: 3 }];
const lines = results.map((result) => JSON.stringify(result));
const whole = [first, ...lines, ""].join("\n");

Deno.test("results are one line each, added in batches, and found again", async () => {
  const file = memoryFile();
  const store = await openStore<Loss>(file, header);
  await store.add(results.slice(0, 2));
  await store.add([results[1], results[2], { ...results[2], loss: 4 }]);
  await store.add([results[0]]);
  assertEquals(linesOf(file), [first, ...lines]);
  assertEquals(file.appended.length, 3);
  const again = await openStore<Loss>(file, header);
  assertEquals([again.size, again.tornBytes, again.results()], [3, 0, results]);
  assertEquals(again.get("y"), results[1]);
  assertEquals(again.get("w"), undefined);
});

Deno.test("a file that ends anywhere goes on to the same lines", async () => {
  for (let length = 0; length <= whole.length; length++) {
    const file = memoryFile(whole.slice(0, length));
    const store = await openStore<Loss>(file, header);
    const end = whole.lastIndexOf("\n", length - 1) + 1;
    assertEquals(store.tornBytes, length === 0 ? 0 : length - end, `${length}`);
    await store.add(results);
    assertEquals(new TextDecoder().decode(file.bytes), whole, `${length}`);
  }
});

Deno.test("a last line of zeros, as a loss of power leaves it, is cut", async () => {
  const torn = `${first}\n${lines[0]}\n\0\0\0\0\n`;
  const file = memoryFile(torn);
  const store = await openStore<Loss>(file, header);
  assertEquals([store.size, store.tornBytes], [1, 5]);
  assertEquals(linesOf(file), [first, lines[0]]);
});

Deno.test("a file of another computation or version is refused by name, and left as it is", async () => {
  const cases: [string, string, new () => Error][] = [
    [
      JSON.stringify({ ...header, id: "b2", description: "one rate" }),
      "another sweep: one rate; this one is two rates",
      RangeError,
    ],
    [
      JSON.stringify({ ...header, version: 2 }),
      "format version 2, and this is version 1",
      RangeError,
    ],
    [
      JSON.stringify({ ...header, kind: "fractal" }),
      'results of another kind, "fractal"',
      RangeError,
    ],
    ["a,b\n1,2", "results.jsonl as it is not a file of results", SyntaxError],
    ["some notes without an end", "it is not a file of results", SyntaxError],
    ["[]", "it is not a file of results", SyntaxError],
    [`${first}\n${lines[0].slice(0, 9)}\n${lines[1]}`, "its line 2 is damaged", SyntaxError],
    [`${first}\n{"loss":1}`, "its line 2 is no result", SyntaxError],
  ];
  for (const [text, message, kind] of cases) {
    const file = memoryFile(`${text}\n`);
    await assertRejects(() => openStore(file, header), kind, message);
    assertEquals(linesOf(file).join("\n"), text);
  }
  const notes = memoryFile("notes");
  await assertRejects(() => openStore(notes, header), SyntaxError, "not a file of results");
  assertEquals(notes.bytes.length, 5);
});

Deno.test("files of other machines are merged, the first result with a key counts", async () => {
  const file = memoryFile([first, lines[0], ""].join("\n"));
  const store = await openStore<Loss>(file, header);
  const other = [first, JSON.stringify({ key: "x", loss: 9 }), lines[2], lines[1], '{"ke'].join(
    "\n",
  );
  const bytes = new TextEncoder().encode(other);
  assertEquals(await mergeStores(store, [{ name: "other", bytes }], header), 2);
  assertEquals(linesOf(file), [first, lines[0], lines[2], lines[1]]);
  const wrong = [{ name: "wrong.jsonl", bytes }];
  const call = () => mergeStores(store, wrong, { ...header, version: 3 });
  await assertRejects(call, RangeError, "wrong.jsonl as it holds results of format version 1");
});

Deno.test("a hash depends on every value, and not on the order of keys", async () => {
  const one = { a: [1, "x", null], b: { c: 0.1, d: undefined }, e: Float64Array.of(1, NaN) };
  const same = { e: Float64Array.of(1, NaN), b: { c: 0.1 }, a: [1, "x", null] };
  assertEquals(await hashOf(one), await hashOf(same));
  const others = [
    { ...one, a: ["x", 1, null] },
    { ...one, b: { c: 0.1 + 2 ** -56 } },
    { ...one, e: Float64Array.of(1, 0) },
    { ...one, e: Float32Array.of(1, NaN) },
    { ...one, f: 0 },
  ];
  const hashes = await Promise.all([one, ...others].map(hashOf));
  assertEquals(new Set(hashes).size, hashes.length);
  assertEquals(hashes.every((hash) => /^[0-9a-f]{32}$/.test(hash)), true);
});

Deno.test("the command of a computation is stored with it, and does not tell computations apart", async () => {
  const file = memoryFile();
  const withCommand = { ...header, command: "deno task sweep" };
  await openStore(file, withCommand);
  assertEquals(JSON.parse(linesOf(file)[0]), withCommand);
  for (const other of [header, { ...header, command: "deno task sweep --quiet" }]) {
    await openStore(file, other);
    assertEquals(linesOf(file).length, 1);
  }
  for (const command of [5, null, {}]) {
    await assertRejects(
      () => openStore(file, { ...header, command } as never),
      TypeError,
      "Cannot open the store as command of header must be text",
    );
  }
});
