import { assertEquals, assertThrows } from "@std/assert";
import { activationNames } from "../../lib/models/activations.ts";
import { createMlp, headNames, type Mlp } from "../../lib/models/mlp.ts";
import { modelFromJson, modelToJson } from "../../lib/models/model_file.ts";
import { assertSameBits, noise } from "../oracle.ts";

/** A small model whose file a reader can check by eye. */
const small: Mlp = {
  sizes: [2, 3, 1],
  activation: "tanh",
  head: "values",
  parameters: Float32Array.of(1, -2, 0.1, 4, 5, 6, 7, 8, 9, 10, 11, 12, -0.5),
};

/** The small model's file as an object, changed by `change`, and as text again. */
function changed(change: (record: Record<string, unknown>) => void): string {
  const record = JSON.parse(modelToJson(small));
  change(record);
  return JSON.stringify(record);
}

const layersOf = (record: Record<string, unknown>) =>
  record.layers as { weight: unknown[][]; bias: unknown[] }[];

Deno.test("a model's file says each weight in the place a reader looks for it", () => {
  assertEquals(
    modelToJson(small),
    '{"format":"neural-lab-mlp","version":3,"sizes":[2,3,1],"activation":"tanh","head":"values","layers":' +
      '[{"weight":[[1,-2],[0.1,4],[5,6]],"bias":[7,8,9]},{"weight":[[10,11,12]],"bias":[-0.5]}]}\n',
  );
});

Deno.test("any activation and any shape comes back to the bit", () => {
  for (const [index, activation] of activationNames.entries()) {
    const sizes = [[2, 2], [2, 32, 2], [1, 1], [3, 5, 7, 4], [2, 8, 8, 8, 8, 3]][index % 5];
    const head = headNames[index % 2];
    const model = createMlp(sizes, { activation, head, seed: index });
    const back = modelFromJson(modelToJson(model));
    assertEquals({ ...back, parameters: [] }, { ...model, parameters: [] });
    assertSameBits(back.parameters, model.parameters);
  }
});

Deno.test("a list of activations comes back, one for each hidden layer", () => {
  const model = createMlp([2, ...activationNames.map(() => 3), 2], { activation: activationNames });
  const text = modelToJson(model);
  assertEquals(JSON.parse(text).activation, activationNames);
  assertEquals(modelFromJson(text), model);
});

Deno.test("files of version 1, which named no head, are read: a single output was a value", () => {
  const old = (sizes: number[]) => {
    const { head: _, ...record } = JSON.parse(modelToJson(createMlp(sizes, { seed: 1 })));
    return modelFromJson(JSON.stringify({ ...record, version: 1 }));
  };
  assertEquals([old([2, 3, 1]).head, old([2, 3, 2]).head], ["values", "logits"]);
});

Deno.test("the hardest float32 numbers come back to the bit", () => {
  const bits = new Uint32Array(noise(4096, { seed: 5 }).buffer)
    .map((value, index) => Math.imul(value, 2654435761) + index);
  // deno-fmt-ignore
  const extremes = [-0, 0, 1.4e-45, -1.4e-45, 1.1754942e-38, 3.4028234663852886e38, 16777216, 0.1, 1 / 3];
  const finite = new Float32Array(bits.buffer).filter(Number.isFinite);
  const parameters = Float32Array.of(...extremes, ...finite);
  const model: Mlp = {
    sizes: [parameters.length - 1, 1],
    activation: "identity",
    head: "logits",
    parameters,
  };
  assertSameBits(modelFromJson(modelToJson(model)).parameters, parameters);
});

Deno.test("a model that is not finite, or does not fit itself, is not saved", () => {
  for (const wrong of [NaN, Infinity, -Infinity]) {
    const parameters = small.parameters.slice();
    parameters[5] = wrong;
    assertThrows(
      () => modelToJson({ ...small, parameters }),
      RangeError,
      "Cannot save the model as each parameter must be finite",
    );
  }
  assertThrows(
    () => modelToJson({ ...small, sizes: [2, 4, 1] }),
    RangeError,
    "the number of parameters of [2,4,1] must be 17: current value is 13",
  );
});

Deno.test("text that is no model file is refused by one line", () => {
  const cases: [string, string][] = [
    ["", "the text is no JSON"],
    ["not json", "the text is no JSON"],
    [modelToJson(small).slice(0, -10), "the text is no JSON"],
    ["[]", "the JSON is no object"],
    ["null", "the JSON is no object"],
    ["3", "the JSON is no object"],
    ["{}", 'format must be "neural-lab-mlp": current value is undefined'],
    [changed((record) => record.format = "keras"), 'current value is "keras"'],
    [changed((record) => record.version = 4), "version must be 1, 2 or 3: current value is 4"],
    [changed((record) => record.version = "1"), 'version must be 1, 2 or 3: current value is "1"'],
  ];
  for (const [json, message] of cases) {
    const error = assertThrows(() => modelFromJson(json), SyntaxError, message);
    assertEquals(error.message.startsWith("Cannot load the model as "), true);
    assertEquals(error.message.includes("\n"), false);
  }
});

type Change = (record: Record<string, unknown>) => void;

const misfits: [what: string, change: Change, error: typeof Error, message: string][] = [
  ["no sizes", (it) => delete it.sizes, TypeError, "sizes must be a list of layer widths"],
  ["sizes as text", (it) => it.sizes = "2,3,1", TypeError, "sizes must be a list"],
  ["an unknown head", (it) => it.head = "logit", RangeError, 'did you mean "logits"?'],
  ["one size", (it) => it.sizes = [2], RangeError, "sizes must have at least 2 entries"],
  ["a size of 0", (it) => it.sizes = [2, 0, 1], RangeError, "a whole number from 1 to 65536"],
  ["a broken size", (it) => it.sizes = [2, 2.5, 1], RangeError, "each of sizes must be"],
  ["a negative size", (it) => it.sizes = [2, -3, 1], RangeError, "each of sizes must be"],
  ["a size as text", (it) => it.sizes = [2, "3", 1], RangeError, 'current value is "3"'],
  ["a size of null", (it) => it.sizes = [2, null, 1], RangeError, "current value is null"],
  ["absurd sizes", (it) => it.sizes = [1e9, 1e9], RangeError, "a whole number from 1 to 65536"],
  ["huge sizes", (it) => it.sizes = [65536, 65536], RangeError, "at most 50000000"],
  [
    "sizes of too few layers",
    (it) => it.sizes = [2, 1],
    RangeError,
    "the length of layers must be 1",
  ],
  [
    "sizes of too wide a layer",
    (it) => it.sizes = [2, 4, 1],
    RangeError,
    "layer 1's weight must be 4",
  ],
  [
    "sizes of too many inputs",
    (it) => it.sizes = [3, 3, 1],
    RangeError,
    "a row of layer 1's weight must be 3",
  ],
  [
    "an unknown activation",
    (it) => it.activation = "sigmod",
    RangeError,
    'did you mean "sigmoid"?',
  ],
  ["no activation", (it) => delete it.activation, TypeError, "activation must be one of"],
  [
    "no layers",
    (it) => delete it.layers,
    RangeError,
    "the length of layers must be 2: current value is undefined",
  ],
  [
    "a layer too many",
    (it) => layersOf(it).push(layersOf(it)[0]),
    RangeError,
    "layers must be 2: current value is 3",
  ],
  [
    "a layer of null",
    (it) => it.layers = [null, null],
    RangeError,
    "the length of layer 1's weight must be 3",
  ],
  [
    "a weight too few",
    (it) => layersOf(it)[0].weight[1].pop(),
    RangeError,
    "a row of layer 1's weight must be 2: current value is 1",
  ],
  [
    "a bias too many",
    (it) => layersOf(it)[1].bias.push(1),
    RangeError,
    "layer 2's bias must be 1: current value is 2",
  ],
  [
    "a null weight",
    (it) => layersOf(it)[0].weight[2][0] = null,
    RangeError,
    "a float32 number: current value is null",
  ],
  [
    "a weight as text",
    (it) => layersOf(it)[0].weight[2][0] = "1",
    RangeError,
    "each number of layer 1's weight",
  ],
  [
    "a bias beyond float32",
    (it) => layersOf(it)[1].bias[0] = 1e39,
    RangeError,
    "layer 2's bias must be a float32 number",
  ],
];

for (const [what, change, error, message] of misfits) {
  Deno.test(`a file with ${what} is refused by one line that says where`, () => {
    const thrown = assertThrows(() => modelFromJson(changed(change)), error, message);
    assertEquals(thrown.message.startsWith("Cannot load the model as "), true);
    assertEquals(thrown.message.includes("\n"), false);
  });
}

Deno.test("numbers that JSON cannot say, such as NaN, make no JSON", () => {
  const json = modelToJson(small).replace("-0.5", "NaN");
  assertThrows(() => modelFromJson(json), SyntaxError, "the text is no JSON");
});

Deno.test("a byte order mark before a model's JSON is no fault of it", () => {
  const model = createMlp([2, 3, 2], { seed: 1 });
  assertEquals(modelFromJson(`\ufeff${modelToJson(model)}`), model);
});

Deno.test("the task, the names and the scaling of the data come back as they were", () => {
  const described: Mlp = {
    ...small,
    task: "regression",
    featureNames: ["Größe, m", "-0"],
    targetNames: ['a "quoted" price'],
    scaler: { mean: [0.1, -3e300], scale: [1 / 3, 5e-324] },
    targetScaler: { mean: [250_000], scale: [80_000.5] },
  };
  assertEquals(modelFromJson(modelToJson(described)), described);
  const classifier = { ...createMlp([2, 3, 2]), classNames: ["setosa", "-0"] };
  assertEquals(modelFromJson(modelToJson(classifier)), classifier);
});

Deno.test("files of version 2, which had no description, are read", () => {
  assertEquals(modelFromJson(changed((record) => record.version = 2)), small);
});

Deno.test("a description that does not fit the model is refused", () => {
  const scaler = { mean: [0], scale: [1] };
  const cases: [part: Record<string, unknown>, kind: typeof RangeError, says: string][] = [
    [{ featureNames: ["a"] }, RangeError, "model.featureNames must be a list of 2 names"],
    [{ featureNames: ["a", "a"] }, RangeError, "model.featureNames[1] must be a name of its own"],
    [{ featureNames: ["a", 5] }, TypeError, "model.featureNames[1] must be text"],
    [{ classNames: "ab" }, TypeError, "model.classNames must be a list of 2 names"],
    [{ task: "regresion" }, RangeError, '(did you mean "regression"?)'],
    [{ scaler }, RangeError, "model.scaler must be of 2 features"],
    [{ scaler: { mean: [0, 0], scale: [1, 0] } }, RangeError, "scale[1] of model.scaler"],
    [{ targetScaler: { mean: [0] } }, TypeError, "model.targetScaler must be a scaler"],
    [{ task: "regression", head: "logits" }, RangeError, 'head must be "values" in a regression'],
    [{ task: "regression", classNames: ["a", "b"] }, RangeError, "left out in a regression"],
  ];
  for (const [part, kind, says] of cases) {
    const text = changed((record) => Object.assign(record, part));
    assertThrows(() => modelFromJson(text), kind, says);
  }
});
