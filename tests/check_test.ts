import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { checkBoolean, checkChoice, shortened, suggestion } from "../lib/check.ts";
import { checkList, checkNumbers, checkOptions, optionNames } from "../lib/check_shape.ts";

const sgdNames = ["learningRate", "weightDecay", "momentum", "nesterov"];

const meant: [typed: string, choices: string[], choice: string | undefined][] = [
  ["lr", sgdNames, "learningRate"],
  ["LR", sgdNames, "learningRate"],
  ["wd", sgdNames, "weightDecay"],
  ["b1", ["beta2", "beta1"], "beta1"],
  ["bs", ["epochs", "batchSize"], "batchSize"],
  ["lr", ["lr-find", "learning-rate"], "learning-rate"],
  ["learning_rate", sgdNames, "learningRate"],
  ["learning-rate", sgdNames, "learningRate"],
  ["learningrate", sgdNames, "learningRate"],
  ["learningRate", ["learning-rate"], "learning-rate"],
  ["ylabel", ["xLabel", "yLabel"], "yLabel"],
  ["YLABEL", ["xLabel", "yLabel"], "yLabel"],
  ["epoch", ["batchSize", "epochs"], "epochs"],
  ["eps", ["epochs", "epsilon"], "epsilon"],
  ["moment", sgdNames, "momentum"],
  ["rate", sgdNames, "learningRate"],
  ["decay", sgdNames, "weightDecay"],
  ["nestrov", sgdNames, "nesterov"],
  ["sigmod", ["tanh", "sigmoid"], "sigmoid"],
  ["zzz", sgdNames, undefined],
  ["", sgdNames, undefined],
  ["-", sgdNames, undefined],
  ["lr", [], undefined],
  ["x".repeat(101), sgdNames, undefined],
];

Deno.test("the intended choice is found by spelling, initials, first letters, word or typing error", () => {
  for (const [typed, choices, choice] of meant) {
    const text = choice === undefined ? "" : ` (did you mean "${choice}"?)`;
    assertEquals(suggestion(typed, choices), text, typed);
  }
});

Deno.test("only true, false and undefined are accepted as booleans", () => {
  for (const right of [true, false, undefined]) {
    assertEquals(checkBoolean("try", "it", right), right);
  }
  for (const wrong of ["no", "", 0, 1, null, {}, [], new Boolean(true)]) {
    assertThrows(() => checkBoolean("try", "it", wrong), TypeError, "it must be true or false");
  }
  assertThrows(
    () => checkBoolean("split the data", "stratify", "no"),
    TypeError,
    'Cannot split the data as stratify must be true or false: current value is "no"',
  );
});

Deno.test("an unknown option is an error that names the nearest one and all options", () => {
  const check = (options: unknown) => checkOptions("create the SGD optimizer", options, sgdNames);
  assertThrows(
    () => check({ lr: 0.5 }),
    RangeError,
    'Cannot create the SGD optimizer as there is no option "lr" (did you mean "learningRate"?): ' +
      "options are learningRate, weightDecay, momentum, nesterov",
  );
  assertThrows(() => check({ zzz: undefined }), RangeError, 'no option "zzz": options are');
  const bare = Object.create(null);
  bare.momentum = 0.5;
  for (const options of [{}, { momentum: undefined }, bare]) {
    assertEquals(check(options), options);
  }
  const named = () => checkOptions("train", { x: 1 }, ["kind"], "optimizer");
  assertThrows(named, RangeError, 'no option "x" of optimizer: options are kind');
});

Deno.test("options must be a plain object", () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const wrong = [null, undefined, "a", 5, [], [{}], new Map(), new Date(), new Float32Array(1)];
  for (const options of [...wrong, new (class Settings {})(), revoked.proxy, () => {}]) {
    assertThrows(
      () => checkOptions("try", options, []),
      TypeError,
      "Cannot try as options must be an object of settings: current value is",
    );
  }
});

Deno.test("optionNames returns the names of the interface in their order", () => {
  interface Settings {
    size?: number;
    readonly name: string;
  }
  assertEquals(optionNames<Settings>({ size: true, name: true }), ["size", "name"]);
  // @ts-expect-error a missing name
  optionNames<Settings>({ size: true });
  // @ts-expect-error an additional name
  optionNames<Settings>({ size: true, name: true, lr: true });
});

Deno.test("a list with a hole is rejected, and so is a value that is no list", () => {
  const list = (value: unknown[]) => () => checkList("draw", "rows", value, "a list of rows");
  assertEquals(list([1, undefined])().length, 2);
  // deno-lint-ignore no-sparse-arrays
  assertThrows(list([1, , 3]), TypeError, "Cannot draw as rows[1] must be given");
  assertThrows(list(new Array(2 ** 32 - 1)), TypeError, "rows[0] must be given");
  assertThrows(list({ length: 1 } as unknown[]), TypeError, "rows must be a list of rows");
});

Deno.test("each entry of a list of numbers must be a number, finite or not", () => {
  const numbers = (value: unknown) => () => checkNumbers("draw", "values", value as number[]);
  assertEquals(numbers(Float32Array.of(1, NaN))().length, 2);
  for (const wrong of [[1, "2"], [1, 2n], [1, undefined], [1, Symbol("s")]]) {
    assertThrows(numbers(wrong), TypeError, "[1] of values must be a number");
  }
  const moved = Float32Array.of(1);
  structuredClone(moved, { transfer: [moved.buffer] });
  assertThrows(numbers(moved), TypeError, "values must be a list of numbers: ");
  assertThrows(numbers("12"), TypeError, "values must be a list of numbers: ");
  assertThrows(numbers({ length: 1 }), TypeError, "values must be a list of numbers: ");
});

Deno.test("names with line breaks leave a message on one line", () => {
  const error = assertThrows(
    () => checkChoice("load the CSV", "target", "b", ["a", "a\nb"]),
    RangeError,
  );
  assertEquals(
    error.message,
    'Cannot load the CSV as target must be one of a, a b: current value is "b" (did you mean "a b"?)',
  );
});

Deno.test("an error lists the first of many choices, and the beginning of long ones", () => {
  const messageOf = (choices: string[]) =>
    assertThrows(() => checkChoice("load the CSV", "target", "q", choices), RangeError).message;
  const many = messageOf(Array.from({ length: 1000 }, (_, at) => `column ${at}`));
  assertMatch(many, /must be one of column 0, column 1, .*, column 2\d, …: current value is "q"$/);
  assertMatch(messageOf(["a", "b".repeat(1e5)]), /must be one of a, b{40}…: current value is "q"$/);
});

Deno.test("a name is in errors on one line, and not longer than it helps", () => {
  assertEquals(shortened("moons\u2028.csv\n"), "moons .csv ");
  assertEquals(shortened("x".repeat(1e5)).length, 121);
});
