import { assertEquals } from "@std/assert";
import { float32, type Precision } from "../../lib/kernels/floats.ts";
import { stateVectorCount, stepOptimizer } from "../../lib/kernels/optimizer_step.ts";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../lib/kernels/create_optimizer.ts";
import {
  createOptimizer,
  type OptimizerName,
  optimizerNames,
} from "../../lib/kernels/optimizer_names.ts";
import type { Optimizer } from "../../lib/kernels/optimizers.ts";
import { WasmMemory } from "../../lib/kernels/simd/memory.ts";
import { stepCode, stepFactorsCode } from "../../lib/kernels/simd/optimizer_code.ts";
import {
  factorBytes,
  ruleOf,
  writeCorrections,
  writeFactors,
} from "../../lib/kernels/simd/optimizer_factors.ts";
import { get, Locals } from "../../lib/wasm/assembler.ts";
import { encodeModule } from "../../lib/wasm/module.ts";
import { assertClose, noise } from "../oracle.ts";
import further from "../reference/further_ops.json" with { type: "json" };
import ops from "../reference/ops.json" with { type: "json" };
import { fill, precisions } from "./implementations.ts";

interface Start {
  initial: ArrayLike<number>;
  gradients: ArrayLike<number>[];
}

/** The parameters after each step of the plain kernels. */
function walk(precision: Precision, optimizer: Optimizer, { initial, gradients }: Start) {
  const parameters = fill(precision, initial);
  const state = precision.allocate(stateVectorCount(optimizer) * initial.length);
  return gradients.map((gradient, index) => {
    const target = { parameters, gradients: fill(precision, gradient), state };
    stepOptimizer(optimizer, target, index + 1);
    return Float64Array.from(parameters);
  });
}

/** The parameters after each step of the WebAssembly code. */
function walkSimd(optimizer: Optimizer, { initial, gradients }: Start) {
  const memory = new WasmMemory();
  const allocate = (length: number) => memory.floats(length);
  const rule = ruleOf(optimizer);
  const { step, writeStepFactors } = memory.kernels(`step of ${rule}`, () => {
    const [corrections, rates, factors] = [0, 1, 2];
    const body = stepFactorsCode(rule, { corrections, rates }, get(factors));
    const own = { name: "writeStepFactors", locals: new Locals(3), body };
    return encodeModule([{ name: "step", ...stepCode(rule) }, own]);
  });
  const count = initial.length;
  const parameters = fill({ allocate }, initial);
  const gradient = allocate(count);
  const state = allocate(stateVectorCount(optimizer) * count);
  const factors = memory.floats(factorBytes / 4);
  const guard = allocate(8).fill(3);
  const corrections = memory.doubles(2 * gradients.length);
  writeFactors({ optimizer }, factors.buffer, factors.byteOffset);
  if (optimizer.kind === "adam") {
    writeCorrections(optimizer, { first: 1, count: gradients.length }, corrections);
  }
  return gradients.map((values, index) => {
    gradient.set(values);
    writeStepFactors(corrections.byteOffset + 16 * index, 0, factors.byteOffset);
    const addresses = [parameters, gradient, state].map(({ byteOffset }) => byteOffset);
    step(...addresses, count, factors.byteOffset);
    assertEquals([...gradient, ...guard], [...new Float32Array(count), ...new Array(8).fill(3)]);
    return Float64Array.from(parameters);
  });
}

const implementations = [
  ...precisions.map(({ name, precision, unit }) => ({
    name,
    unit,
    steps: (optimizer: Optimizer, start: Start) => walk(precision, optimizer, start),
  })),
  { name: "SIMD", unit: 2 ** -24, steps: walkSimd },
];

interface Figure {
  name: string;
  optimizer: Optimizer;
  parameters: number[][];
  start: { initial: number[]; gradients: number[][] };
}

const makers = { sgd, adam, adamw, rmsprop, adagrad };

const everyday = Object.entries(ops.optimizers.steps).map(([key, figure]): Figure => {
  const options: { lr: number; weight_decay?: number } = figure.options;
  return {
    name: `${key} by name`,
    optimizer: createOptimizer(key.split(" ")[0] as OptimizerName, {
      learningRate: options.lr,
      // What the figure leaves out is torch's default, which is ours.
      ...(options.weight_decay === undefined ? {} : { weightDecay: options.weight_decay }),
    }),
    parameters: figure.parameters,
    start: ops.optimizers,
  };
});

const unusual = further.optimizers.steps.map(({ kind, options, parameters }): Figure => ({
  name: `${kind} with ${JSON.stringify(options).replaceAll('"', "")}`,
  optimizer: makers[kind as keyof typeof makers](options),
  parameters,
  start: further.optimizers,
}));

for (const { name, steps, unit } of implementations) {
  for (const { name: what, optimizer, parameters, start } of [...everyday, ...unusual]) {
    Deno.test(`${what} in ${name} walks torch's way, step by step`, () => {
      // RMSprop divides tiny gradients by tiny roots, which keeps their relative rounding alone.
      const tolerance = Math.max(2e-15, 12 * unit);
      steps(optimizer, start).forEach((found, step) =>
        assertClose(found, parameters[step], tolerance, `step ${step + 1}`)
      );
    });
  }
}

Deno.test("there are figures of every optimizer", () => {
  const names = Object.keys(ops.optimizers.steps).map((key) => key.split(" ")[0]);
  assertEquals([...new Set(names)].sort(), [...optimizerNames].sort());
});

for (const name of optimizerNames) {
  Deno.test(`${name} steps in SIMD as in float32, with any number of parameters`, () => {
    const optimizer = createOptimizer(name, { weightDecay: 0.02 });
    for (const count of [1, 2, 3, 4, 5, 101]) {
      const start = {
        initial: noise(count, { seed: 1 }),
        gradients: [2, 3, 4, 5, 6].map((seed) => noise(count, { seed })),
      };
      const plain = walk(float32, optimizer, start);
      walkSimd(optimizer, start).forEach((found, step) =>
        // Five steps of some ten roundings each.
        assertClose(found, plain[step], 5e-7, `step ${step + 1} of ${count}`)
      );
    }
  });

  Deno.test(`${name} leaves gradients and what has none alone`, () => {
    const optimizer = createOptimizer(name, { weightDecay: 0 });
    const gradients = Float64Array.of(0, 0.5, 0);
    const parameters = Float64Array.of(1, 2, -3);
    const state = new Float64Array(stateVectorCount(optimizer) * 3);
    stepOptimizer(optimizer, { parameters, gradients, state }, 1);
    assertEquals([...gradients], [0, 0.5, 0]);
    assertEquals([parameters[0], parameters[2]], [1, -3]);
    assertEquals(parameters[1] < 2, true);
  });
}

Deno.test("each optimizer keeps as many numbers a parameter as it needs", () => {
  const stateVectors = optimizerNames.map((
    name,
  ) => [name, stateVectorCount(createOptimizer(name))]);
  assertEquals(Object.fromEntries(stateVectors), {
    sgd: 0,
    momentum: 1,
    nesterov: 1,
    rmsprop: 1,
    adagrad: 1,
    adam: 2,
    adamw: 2,
  });
});

Deno.test("AdamW decays by a factor that is rounded to float32, as torch's is", () => {
  const parameters = Float32Array.of(0.5, -0.25, 2);
  const state = new Float32Array(6);
  const optimizer = adamw({ learningRate: 1e-6, weightDecay: 1e-2 });
  for (let step = 1; step <= 10_000; step++) {
    const sign = (step - 1) % 3 === 0 ? -1 : 1;
    const gradients = Float32Array.of(0.1 * sign, -0.2 * sign, 0.3 * sign);
    stepOptimizer(optimizer, { parameters, gradients, state }, step);
  }
  // PyTorch 1.13 after the same steps; 1 - 1e-8 is 1 in float32.
  const expected = [0.4967241585254669, -0.2466251701116562, 1.9968231916427612];
  assertClose(parameters, expected, 1e-7, "parameters");
});
