import { assert, assertEquals, assertLessOrEqual, assertMatch } from "@std/assert";
import { show } from "../lib/show.ts";

const circle: Record<string, unknown> = { n: 10n };
circle.self = circle;
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
const fail = () => {
  throw new Error("not to be called");
};

const shown: [value: unknown, text: string][] = [
  [0.5, "0.5"],
  [NaN, "NaN"],
  [5n, "5n"],
  [10n ** 400n, "a bigint of more than 300 bits"],
  ["a\nb", '"a\\nb"'],
  [undefined, "undefined"],
  [null, "null"],
  [true, "true"],
  [() => 1, "function"],
  [Symbol("a\nb"), "Symbol(a b)"],
  [[1, [2, "x"]], '[1,[2,"x"]]'],
  [{ lr: 1, deep: { a: undefined } }, '{"lr":1,"deep":{"a":undefined}}'],
  [Float32Array.of(1, 0.5), "Float32Array [1, 0.5]"],
  [BigInt64Array.of(1n), "BigInt64Array [1n]"],
  [new ArrayBuffer(9), "ArrayBuffer of 9 bytes"],
  [new DataView(new ArrayBuffer(8)), "DataView of 8 bytes"],
  [new Date(NaN), "an invalid Date"],
  [new Date(0), "Date 1970-01-01T00:00:00.000Z"],
  [new Map([[1, 2]]), "Map {}"],
  [Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  [circle, '{"n":10n,"self":{"n":10n,"self":{"n":10n,"self":{…}}}}'],
  [proxy, "an object that cannot be read"],
  [
    Object.defineProperty({}, "a", { get: fail, enumerable: true }),
    "an object that cannot be read",
  ],
  [new Proxy({}, { ownKeys: fail, getPrototypeOf: fail }), "an object that cannot be read"],
  [{ toJSON: fail }, '{"toJSON":function}'],
];

Deno.test("values are shown by kind, on one line", () => {
  for (const [value, text] of shown) assertEquals(show(value), text);
});

Deno.test("large values are cut short, and read no further than they are shown", () => {
  const large = [
    "x".repeat(50_000_000),
    new Float32Array(20_000_000).fill(Math.PI),
    new Array(1e9),
    Array.from({ length: 1000 }, () => "y".repeat(1000)),
    Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, [index]])),
    Symbol("z".repeat(1_000_000)),
  ];
  const start = performance.now();
  for (const value of large) assertLessOrEqual(show(value).length, 100);
  assertLessOrEqual(performance.now() - start, 500);
  assertMatch(show(new Float32Array(1000)), /^Float32Array \[0, 0, .*, …\] of 1000$/);
  assertMatch(show(Array(50).fill([1, 2, 3])), /^\[\[1,2,3\],.*,…\] of 50$/);
});

Deno.test("elements beyond those that are shown are not read", () => {
  let reads = 0;
  const array = new Proxy(new Array(1e6).fill(7), {
    get: (target, key) => {
      reads++;
      return Reflect.get(target, key);
    },
  });
  show(array);
  assert(reads < 100, `${reads} reads`);
});
