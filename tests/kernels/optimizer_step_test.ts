import { assertEquals } from "@std/assert";
import { type Arithmetic, float32 } from "../../lib/kernels/arithmetic.ts";
import { stateVectorCount, stepOptimizer } from "../../lib/kernels/optimizer_step.ts";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../lib/kernels/create_optimizer.ts";
import {
  createOptimizer,
  type OptimizerName,
  optimizerNames,
} from "../../lib/kernels/optimizer_names.ts";
import type { Optimizer } from "../../lib/kernels/optimizers.ts";
import { createSimdArithmetic } from "../../lib/kernels/simd/arithmetic.ts";
import { assertClose, assertSameBits, noise } from "../oracle.ts";
import further from "../reference/further_ops.json" with { type: "json" };
import ops from "../reference/ops.json" with { type: "json" };
import { arithmetics, fill } from "./arithmetics.ts";

/** The parameters after each step. */
function walk(
  arithmetic: Arithmetic,
  optimizer: Optimizer,
  { initial, gradients }: { initial: ArrayLike<number>; gradients: ArrayLike<number>[] },
): Float64Array[] {
  const parameters = fill(arithmetic, initial);
  const state = arithmetic.allocate(stateVectorCount(optimizer) * initial.length);
  return gradients.map((gradient, index) => {
    stepOptimizer(
      optimizer,
      { parameters, gradients: fill(arithmetic, gradient), state },
      index + 1,
    );
    return Float64Array.from(parameters);
  });
}

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

for (const { name, arithmetic, unit } of arithmetics) {
  for (const { name: what, optimizer, parameters, start } of [...everyday, ...unusual]) {
    Deno.test(`${what} in ${name} walks torch's way, step by step`, () => {
      // RMSprop divides tiny gradients by tiny roots, which keeps their relative rounding alone.
      const tolerance = Math.max(2e-15, 12 * unit);
      walk(arithmetic, optimizer, start).forEach((found, step) =>
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
  Deno.test(`${name} steps the same in SIMD memory and in float32, to the bit`, () => {
    const optimizer = createOptimizer(name, { weightDecay: 0.02 });
    const start = {
      initial: noise(101, { seed: 1 }),
      gradients: [2, 3, 4, 5, 6].map((seed) => noise(101, { seed })),
    };
    const plain = walk(float32, optimizer, start);
    walk(createSimdArithmetic(), optimizer, start).forEach((found, step) =>
      assertSameBits(found, plain[step], `step ${step + 1}`)
    );
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
