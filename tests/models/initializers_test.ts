import { assertEquals, assertThrows } from "@std/assert";
import {
  checkInitializer,
  initialize,
  type Initializer,
  initializerNames,
} from "../../lib/models/initializers.ts";
import { dataLoaderOrder } from "../../lib/random/loader.ts";
import { Generator } from "../../lib/random/torch.ts";
import sections from "../reference/sections.json" with { type: "json" };

interface Run {
  name: string;
  sizes: number[];
  epochs: number;
  initial: { weight: number[][]; bias: number[] }[];
}

const { activations, initialization, depth, optimizers } = sections.sections as Record<
  string,
  Run[]
>;

/** The layers of a reference run as one flat vector of float32. */
const flat = ({ initial }: Run) =>
  initial.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]).map(Math.fround);

function drawEpochs(generator: Generator, epochs: number, loaders: boolean[]): void {
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const shuffle of loaders) dataLoaderOrder(generator, shuffle ? 420 : 180, { shuffle });
  }
}

Deno.test("models built before each training start from torch's parameters to the bit", () => {
  const generator = new Generator(42);
  for (const run of activations) {
    assertEquals([...initialize(generator, run.sizes, "torch")], flat(run));
    drawEpochs(generator, run.epochs, [true, false]);
  }
});

Deno.test("models built one after another start from torch's parameters to the bit", () => {
  const generator = new Generator(42);
  for (const run of depth) {
    assertEquals([...initialize(generator, run.sizes, "torch")], flat(run));
  }
});

Deno.test("models of the optimizers start from torch's parameters to the bit", () => {
  const generator = new Generator(42);
  for (const run of optimizers) {
    assertEquals([...initialize(generator, run.sizes, "torch")], flat(run));
    drawEpochs(generator, run.epochs, [true]);
  }
});

Deno.test("he, small and large overwrite the defaults as torch does, to the bit", () => {
  const generator = new Generator(42);
  for (const run of initialization) {
    assertEquals([...initialize(generator, run.sizes, run.name as Initializer)], flat(run));
    drawEpochs(generator, run.epochs, [true, false]);
  }
});

Deno.test("every initializer but torch sets the biases to zero and moves the stream on", () => {
  for (const name of [...initializerNames, "normal:0.5" as const]) {
    const generator = new Generator(3);
    const parameters = initialize(generator, [3, 4, 2], name);
    const biases = [...parameters.subarray(12, 16), ...parameters.subarray(24)];
    assertEquals(biases.every((bias) => bias === 0), name !== "torch", name);
    assertEquals(parameters.length, 26);
    const defaults = new Generator(3);
    defaults.rand(26);
    if (name === "torch" || name === "zeros") assertEquals(generator.rand(1), defaults.rand(1));
  }
});

Deno.test("normal: with a deviation is small and large with another number", () => {
  const draw = (name: Initializer) => initialize(new Generator(9), [2, 5, 2], name);
  assertEquals(draw("normal:1"), draw("large"));
  assertEquals(draw("normal:1e-3"), draw("small"));
  assertEquals(draw("normal:0").every((value) => value === 0), true);
});

Deno.test("what names no initializer is refused with the nearest spelling", () => {
  const check = (value: unknown) => () => checkInitializer("create the MLP", value);
  assertThrows(check("xaver"), RangeError, 'did you mean "xavier"?');
  assertThrows(check("xaver"), RangeError, "one of torch, he, heUniform, xavier");
  assertThrows(check("nomal:0.5"), RangeError, 'did you mean "normal:0.5"?');
  assertThrows(check("toString"), RangeError, "Cannot create the MLP as initializer must be");
  assertThrows(check(3), TypeError);
});

Deno.test("a deviation that cannot be is refused", () => {
  const check = (value: unknown) => () => checkInitializer("create the MLP", value);
  assertThrows(check("normal:-1"), RangeError, "at least 0: current value is -1");
  assertThrows(check("normal:1e999"), RangeError, "finite");
  assertThrows(
    check("normal:1e39"),
    RangeError,
    "Cannot create the MLP as the initializer's standard deviation must be a finite number, at " +
      "most 3e+37: current value is 1e+39",
  );
  for (const text of ["normal", "normal:abc", "normal:", "normal: 1", "normal:0x1", "normal:NaN"]) {
    assertThrows(check(text), SyntaxError, "normal: and a number");
  }
  assertEquals(checkInitializer("create the MLP", "normal:.5"), "normal:.5");
});

Deno.test("impossible sizes and names are refused before the stream moves", () => {
  const generator = new Generator(4);
  assertThrows(() => initialize(generator, [2], "torch"), RangeError, "sizes");
  assertThrows(() => initialize(generator, [2, 2], "He" as Initializer), RangeError, '"he"');
  assertEquals(generator.rand(1), new Generator(4).rand(1));
});

Deno.test("the largest deviation that is taken gives finite weights", () => {
  const parameters = initialize(new Generator(4), [200, 300, 2], "normal:3e37");
  assertEquals(parameters.every(Number.isFinite), true);
});
