import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { checkMlp, createMlp, type Mlp, type MlpOptions } from "../../lib/models/mlp.ts";
import { Generator } from "../../lib/random/torch.ts";

Deno.test("an MLP is a ReLU network from seed 42 where nothing else is asked for", () => {
  const model = createMlp([2, 4, 3]);
  assertEquals([model.sizes, model.activation, model.parameters.length], [[2, 4, 3], "relu", 27]);
  assertEquals(model, createMlp([2, 4, 3], { seed: 42, initializer: "torch" }));
  assertNotEquals(model.parameters, createMlp([2, 4, 3], { seed: 43 }).parameters);
});

Deno.test("a generator that is handed in moves on; a seed starts afresh", () => {
  const generator = new Generator(42);
  const first = createMlp([2, 3, 2], { generator });
  assertEquals(first, createMlp([2, 3, 2], { seed: 42 }));
  assertNotEquals(createMlp([2, 3, 2], { generator }).parameters, first.parameters);
});

Deno.test("a model keeps its own copy of sizes", () => {
  const sizes = [2, 3, 2];
  const model = createMlp(sizes);
  sizes[1] = 99;
  assertEquals(model.sizes, [2, 3, 2]);
});

Deno.test("what makes no MLP is refused by one line that says what is allowed", () => {
  const create = (sizes: unknown, options: unknown = {}) =>
    createMlp(sizes as number[], options as MlpOptions);
  assertThrows(
    () => create([2]),
    RangeError,
    "Cannot create the MLP as sizes must have at least 2 entries: current value is [2]",
  );
  assertThrows(() => create("2,3"), TypeError, "a list of layer widths");
  assertThrows(() => create([2, 3, 0]), RangeError, "each of sizes must be a whole number");
  assertThrows(() => create([2, 2], { activation: "ReLu" }), RangeError, 'did you mean "relu"?');
  assertThrows(() => create([2, 2], { activation: 1 }), TypeError, "activation must be one of");
  assertThrows(() => create([2, 2], { initializer: "hee" }), RangeError, 'did you mean "he"?');
  assertThrows(() => create([2, 2], { seed: -1 }), RangeError, "seed must be a whole number");
  assertThrows(() => create([2, 2], { seed: 2 ** 32 }), RangeError, "seed must be a whole number");
});

Deno.test("options that there are not, and null in place of one, are refused", () => {
  const create = (options: unknown) => createMlp([2, 2], options as MlpOptions);
  assertThrows(() => create({ act: "relu" }), RangeError, 'did you mean "activation"?');
  assertThrows(
    () => create({ init: "he" }),
    RangeError,
    'Cannot create the MLP as there is no option "init" (did you mean "initializer"?): ' +
      "options are activation, initializer, head, generator, seed",
  );
  assertThrows(() => create(new Generator(1)), TypeError, "options must be an object of settings");
  assertThrows(() => create({ generator: null }), TypeError, "generator must be a Generator");
  assertThrows(() => create({ generator: new Generator(1), seed: "1" }), TypeError, "seed must be");
  const left = { activation: undefined, initializer: undefined, generator: undefined };
  assertEquals(create(left), createMlp([2, 2]));
});

Deno.test("sizes of any kind are refused without words of the engine", () => {
  for (const sizes of [[Symbol("s")], [Symbol("s"), 2], [2, [2]], new Array(1), [null, null]]) {
    assertThrows(() => createMlp(sizes as number[]), RangeError, "Cannot create the MLP as ");
  }
});

Deno.test("a refused MLP draws nothing from the generator", () => {
  const generator = new Generator(7);
  assertThrows(() => createMlp([2, 2], { generator, activation: "none" as "relu" }), RangeError);
  assertEquals(createMlp([2, 2], { generator }), createMlp([2, 2], { seed: 7 }));
});

Deno.test("checkMlp takes models that fit themselves, and no others", () => {
  const model = createMlp([2, 3, 1]);
  const check = (changes: object) => checkMlp("test", { ...model, ...changes } as Mlp);
  assertEquals(check({}), model);
  assertThrows(
    () => check({ parameters: model.parameters.slice(1) }),
    RangeError,
    "the number of parameters of [2,3,1] must be 13: current value is 12",
  );
  assertThrows(() => check({ parameters: [...model.parameters] }), TypeError, "a Float32Array");
  assertThrows(
    () => check({ parameters: new Float64Array(13) }),
    TypeError,
    "Cannot test as parameters must be a Float32Array",
  );
  assertThrows(() => check({ activation: "step" }), RangeError, "activation must be one of");
  assertThrows(() => check({ sizes: [2] }), RangeError, "at least 2 entries");
  assertThrows(
    () => checkMlp("test", undefined as unknown as Mlp),
    TypeError,
    "model must be an MLP",
  );
  assertThrows(() => check({ sizes: undefined }), TypeError, "sizes must be");
});
