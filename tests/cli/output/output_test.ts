import { assertEquals } from "@std/assert";
import { formatJson } from "../../../scripts/cli/output/output.ts";

Deno.test("numbers that are not finite become null", () => {
  assertEquals(JSON.parse(formatJson([NaN, Infinity, -Infinity, 1, { a: NaN }])), [
    null,
    null,
    null,
    1,
    { a: null },
  ]);
});

Deno.test("any value comes back as JSON.stringify would have written it", () => {
  const value = {
    text: 'quote " line\n é',
    nested: [{ a: 1, b: [1, [2, 3]] }, {}, [], null, true],
    numbers: Array.from({ length: 500 }, (_, at) => Math.sin(at)),
    missing: undefined,
    "odd key\n": -0.1e-20,
  };
  assertEquals(JSON.parse(formatJson(value)), JSON.parse(JSON.stringify(value)));
  assertEquals([null, undefined, 3, "x", [], {}].map(formatJson), [
    "null\n",
    "null\n",
    "3\n",
    '"x"\n',
    "[]\n",
    "{}\n",
  ]);
});

Deno.test("lists of numbers keep to one line, however long", () => {
  const loss = Array.from({ length: 40 }, (_, at) => at);
  assertEquals(formatJson({ name: "he", runs: [{ name: "a".repeat(90), loss }] }).split("\n"), [
    "{",
    '  "name": "he",',
    '  "runs": [',
    "    {",
    `      "name": "${"a".repeat(90)}",`,
    `      "loss": [${loss.join(", ")}]`,
    "    }",
    "  ]",
    "}",
    "",
  ]);
});

Deno.test("typed arrays are lists, and float32 the shortest decimals that give it back", () => {
  const values = new Float32Array([0.1, 1 / 3, 1e-45, 3.4e38, 16777217, -0.25, NaN]);
  const text = formatJson(values);
  assertEquals(text.startsWith("[0.1, 0.33333334, "), true, text);
  assertEquals(Float32Array.from(JSON.parse(text).slice(0, 6)), values.slice(0, 6));
  assertEquals(JSON.parse(text)[6], null);
  assertEquals(formatJson({ a: new Uint8Array([1, 2]) }), '{ "a": [1, 2] }\n');
});
