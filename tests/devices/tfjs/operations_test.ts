/** The parts of the device, compared with PyTorch. */

import { assertEquals } from "@std/assert";
import { scoreBatch } from "../../../lib/devices/tfjs/losses.ts";
import { stepOptimizer, type Weights } from "../../../lib/devices/tfjs/optimizers.ts";
import { loadBackend, type Matrix, type Rank, tf } from "../../../lib/devices/tfjs/tensorflow.ts";
import type { Loss } from "../../../lib/kernels/losses.ts";
import { stateVectorCount } from "../../../lib/kernels/optimizer_step.ts";
import { adagrad, adam, adamw, rmsprop, sgd } from "../../../lib/kernels/create_optimizer.ts";
import { createOptimizer, type OptimizerName } from "../../../lib/kernels/optimizer_names.ts";
import type { Optimizer } from "../../../lib/kernels/optimizers.ts";
import { activationNames, activationRecords } from "../../../lib/models/activations.ts";
import { activationFigures, extremes } from "../../activation_figures.ts";
import { assertClose } from "../../oracle.ts";
import further from "../../reference/further_ops.json" with { type: "json" };
import ops from "../../reference/ops.json" with { type: "json" };

const backend = await loadBackend();

for (const activation of activationNames) {
  const { value, derivative } = activationRecords[activation].tensors;

  Deno.test(`${activation} and its derivative equal torch's up to |x| = 1000`, () => {
    for (const figures of activationFigures) {
      const { forward, backward } = figures.byName.get(activation)!;
      backend.run(() => {
        const x: Matrix = tf.tensor2d([...figures.x], [1, figures.x.length]);
        const y = value<Matrix>(tf, x);
        assertClose(y.dataSync(), forward, 3e-7, "values");
        const derivatives = derivative<Matrix>?.(tf, x, y) ?? tf.onesLike(x);
        assertClose(derivatives.dataSync(), backward, 1e-6, "derivatives");
      });
    }
  });

  Deno.test(`${activation} and its derivative equal those of float64 for x of any magnitude`, () => {
    const { float64 } = activationRecords[activation];
    backend.run(() => {
      const x: Matrix = tf.tensor2d([extremes]);
      const y = value<Matrix>(tf, x);
      const values = y.dataSync();
      const derivatives = (derivative<Matrix>?.(tf, x, y) ?? tf.onesLike(x)).dataSync();
      for (const [at, sum] of x.dataSync().entries()) {
        const wanted = float64.value(sum);
        const size = Math.max(1, Math.abs(wanted));
        assertClose([values[at] / size], [wanted / size], 3e-7, `value at ${sum}`);
        assertClose([derivatives[at]], [float64.derivative(sum, wanted)], 1e-6, `at ${sum}`);
      }
    });
  });

  Deno.test(`${activation} of NaN is NaN`, () => {
    const y = backend.run(() => [
      ...value<Matrix>(tf, tf.tensor2d([[-2, NaN, 0.5, NaN, 9]])).dataSync(),
    ]);
    assertEquals(y.map(Number.isNaN), [false, true, false, true, false]);
  });
}

Deno.test("the derivatives of elu and selu are accurate far below 0", () => {
  const x = [-1, -10, -16.9, -17.5, -18, -40, -80, -86];
  for (const [activation, limit] of [["elu", 1], ["selu", 1.7580993408473766]] as const) {
    const { value, derivative } = activationRecords[activation].tensors;
    const found = backend.run(() => {
      const at: Matrix = tf.tensor2d([x]);
      return [...derivative!<Matrix>(tf, at, value<Matrix>(tf, at)).dataSync()];
    });
    assertClose(found.map((each, at) => each / (limit * Math.exp(x[at]))), x.map(() => 1), 1e-5);
  }
});

/** Returns the parameters after each step. */
function walk(
  optimizer: Optimizer,
  { initial, gradients }: { initial: number[]; gradients: number[][] },
): number[][] {
  return backend.run(() => {
    let weights: Weights = {
      parameters: tf.tensor1d(initial),
      optimizerState: Array.from(
        { length: stateVectorCount(optimizer) },
        () => tf.zeros<Rank.R1>([initial.length]),
      ),
    };
    return gradients.map((gradient, index) => {
      const at = { gradients: tf.tensor1d(gradient), step: index + 1 };
      weights = stepOptimizer(optimizer, weights, at);
      assertEquals(weights.optimizerState.length, stateVectorCount(optimizer));
      return [...weights.parameters.dataSync()];
    });
  });
}

const makers = { sgd, adam, adamw, rmsprop, adagrad };

const walks: [name: string, Optimizer, typeof ops.optimizers, number[][]][] = [
  ...Object.entries(ops.optimizers.steps).map(([key, { options, parameters }]) => {
    const { lr, weight_decay }: { lr: number; weight_decay?: number } = options;
    const optimizer = createOptimizer(key.split(" ")[0] as OptimizerName, {
      learningRate: lr,
      // Settings that are not in the reference have torch's defaults, which are ours.
      ...(weight_decay === undefined ? {} : { weightDecay: weight_decay }),
    });
    return [key, optimizer, ops.optimizers, parameters] as typeof walks[number];
  }),
  ...further.optimizers.steps.map(({ kind, options, parameters }) => {
    const name = `${kind} with ${JSON.stringify(options).replaceAll('"', "")}`;
    const optimizer = makers[kind as keyof typeof makers](options);
    return [name, optimizer, further.optimizers, parameters] as unknown as typeof walks[number];
  }),
];

for (const [name, optimizer, start, parameters] of walks) {
  Deno.test(`${name} has torch's parameters after each step`, () => {
    walk(optimizer, start).forEach((found, step) =>
      assertClose(found, parameters[step], 1e-6, `step ${step + 1}`)
    );
  });
}

interface LossFigure {
  readonly name: string;
  readonly loss: Loss;
  readonly outputs: number[][];
  readonly targets: number[][];
  readonly value: number;
  readonly gradient: number[][];
}

const oneHot = (classes: number[], width: number) =>
  classes.map((label) => Array.from({ length: width }, (_, k) => k === label ? 1 : 0));

const losses: LossFigure[] = [
  {
    name: "three classes",
    loss: "crossEntropy",
    outputs: ops.crossEntropy.logits,
    targets: oneHot(ops.crossEntropy.target, 3),
    value: ops.crossEntropy.loss,
    gradient: ops.crossEntropy.gradient,
  },
  {
    name: "logits of ±1000",
    loss: "crossEntropy",
    outputs: ops.crossEntropyExtreme.logits,
    targets: oneHot(ops.crossEntropyExtreme.target, 2),
    value: ops.crossEntropyExtreme.loss,
    gradient: [[0.5, -0.5], [0, 0]],
  },
  ...further.losses as LossFigure[],
];

/** Computes the score of a batch, and its gradient. */
function score(loss: Loss, outputs: number[][], targets: number[][]) {
  return backend.run(() => {
    const { gradient, ...score } = scoreBatch(loss, tf.tensor2d(outputs), tf.tensor2d(targets));
    return { ...score, gradient: [...gradient().dataSync()] };
  });
}

for (const { name, loss, outputs, targets, value, gradient } of losses) {
  Deno.test(`${loss} of ${name} and its gradient equal torch's`, () => {
    const found = score(loss, outputs, targets);
    assertClose([found.lossSum / outputs.length], [value], 3e-7, "loss");
    assertClose(found.gradient, gradient.flat(), 3e-7, "gradient");
  });
}

Deno.test("the gradient of cross-entropy contains the sum of the targets as a factor", () => {
  const { gradient } = score("crossEntropy", [[0, 0], [0, 0]], [[2, 1], [0, 0]]);
  assertClose(gradient, [(3 / 2 - 2) / 2, (3 / 2 - 1) / 2, 0, 0], 1e-7);
});

Deno.test("the loss of logits that are not finite is not finite, so that divergence is detected", () => {
  for (const logits of [[NaN, 0], [0, NaN], [Infinity, 0], [Infinity, Infinity]]) {
    assertEquals(Number.isFinite(score("crossEntropy", [logits], [[0, 1]]).lossSum), false);
  }
});

Deno.test("a sample is classified correctly if the argmax of outputs and targets is equal", () => {
  const correct = (outputs: number[][], targets: number[][], loss: Loss = "meanSquaredError") =>
    score(loss, outputs, targets).correct;
  assertEquals(correct([[1, 2], [3, 0], [0, 1]], [[0, 1], [0, 1], [0.2, 0.8]]), 2);
  // The first of equal outputs is the argmax.
  assertEquals(correct([[1, 1], [1, 1]], [[1, 0], [0, 1]]), 1);
  // A single value means class 1 above one half; a single logit is always correct.
  assertEquals(correct([[0.6], [0.5], [0.4]], [[1], [1], [0]]), 2);
  assertEquals(correct([[0.6], [-0.5]], [[1], [1]], "crossEntropy"), 2);
});
