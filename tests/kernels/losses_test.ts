import { assertAlmostEquals, assertEquals } from "@std/assert";
import { argmax, type Loss, scoreBatch } from "../../lib/kernels/losses.ts";
import { assertClose, assertSameBits } from "../oracle.ts";
import further from "../reference/further_ops.json" with { type: "json" };
import ops from "../reference/ops.json" with { type: "json" };
import { arithmetics, fill } from "./arithmetics.ts";

interface Figure {
  name: string;
  loss: Loss;
  outputs: number[][];
  targets: number[][];
  value: number;
  gradient: number[][];
}

const oneHot = (classes: number[], width: number) =>
  classes.map((label) => Array.from({ length: width }, (_, k) => k === label ? 1 : 0));

const figures: Figure[] = [
  {
    name: "three classes",
    loss: "crossEntropy",
    outputs: ops.crossEntropy.logits,
    targets: oneHot(ops.crossEntropy.target, 3),
    value: ops.crossEntropy.loss,
    gradient: ops.crossEntropy.gradient,
  },
  ...further.losses as Figure[],
];

for (const { name, arithmetic, unit } of arithmetics) {
  for (const { name: what, loss, outputs, targets, value, gradient } of figures) {
    Deno.test(`${loss} in ${name} of ${what} is torch's, with its gradient`, () => {
      const shape = { rows: outputs.length, width: outputs[0].length };
      const buffers = {
        outputs: fill(arithmetic, outputs.flat()),
        targets: fill(arithmetic, targets.flat()),
        gradient: arithmetic.allocate(shape.rows * shape.width),
      };
      const { lossSum } = scoreBatch(loss, buffers, shape);
      // Outputs are rounded on the way in, and losses grow with their squares.
      const tolerance = Math.max(1e-15, 4 * unit);
      assertClose([lossSum / shape.rows], [value], tolerance, "loss");
      assertClose(buffers.gradient, gradient.flat(), tolerance, "gradient");

      const inPlace = { ...buffers, gradient: buffers.outputs };
      assertEquals(scoreBatch(loss, inPlace, shape).lossSum, lossSum);
      assertSameBits(inPlace.gradient, buffers.gradient, "gradient in place");
    });
  }
}

Deno.test("cross-entropy of logits of ±1000 is torch's 1000, not infinite", () => {
  const { logits, target, loss } = ops.crossEntropyExtreme;
  const outputs = Float64Array.from(logits.flat());
  const targets = Float64Array.from(oneHot(target, 2).flat());
  const gradient = new Float64Array(4);
  const { lossSum } = scoreBatch("crossEntropy", { outputs, targets, gradient }, {
    rows: 2,
    width: 2,
  });
  assertEquals(lossSum / 2, loss);
  assertEquals([...gradient], [0.5, -0.5, 0, 0]);
});

Deno.test("logits that are not finite give a loss that is none, so that divergence is seen", () => {
  for (const logits of [[NaN, 0], [0, NaN], [Infinity, 0], [Infinity, Infinity]]) {
    const { lossSum } = scoreBatch("crossEntropy", {
      outputs: Float64Array.from(logits),
      targets: Float64Array.of(0, 1),
      gradient: new Float64Array(2),
    }, { rows: 1, width: 2 });
    assertEquals(Number.isFinite(lossSum), false, `${logits}: ${lossSum}`);
  }
});

Deno.test("a sample counts as right where the winning output is the target's", () => {
  const count = (outputs: number[], targets: number[], width: number) =>
    scoreBatch("meanSquaredError", {
      outputs: Float64Array.from(outputs),
      targets: Float64Array.from(targets),
      gradient: new Float64Array(outputs.length),
    }, { rows: outputs.length / width, width }).correct;
  assertEquals(count([1, 2, 3, 3, 2, 1, 0, 5, 0], [0, 0, 1, 0, 0, 1, 0, 1, 0], 3), 2);
  assertEquals(count([0.4, 0.6, 0.5, 0.9, -3], [0, 1, 1, 0, 0], 1), 3);
  // Of equals the first wins, as argmax has it.
  assertEquals(count([1, 1, 1, 1], [1, 0, 0, 1], 2), 1);
});

Deno.test("argmax is the first of the largest, within its own row", () => {
  const values = Float64Array.of(9, 1, 3, 3, 2, 9);
  assertEquals([argmax(values, 1, 4), argmax(values, 0, 6), argmax(values, 4, 1)], [1, 0, 0]);
});

Deno.test("gradients of cross-entropy from soft targets are differences of the loss", () => {
  const outputs = Float64Array.of(0.3, -1.2, 2.5, 0, 0.1, 0.2);
  const targets = Float64Array.of(0.2, 0.5, 0.3, 0, 1, 0);
  const shape = { rows: 2, width: 3 };
  const lossAt = (at: number, shift: number) => {
    const moved = outputs.map((value, index) => value + (index === at ? shift : 0));
    const gradient = new Float64Array(6);
    return scoreBatch("crossEntropy", { outputs: moved, targets, gradient }, shape).lossSum / 2;
  };
  const gradient = new Float64Array(6);
  scoreBatch("crossEntropy", { outputs, targets, gradient }, shape);
  gradient.forEach((value, at) =>
    assertAlmostEquals(value, (lossAt(at, 1e-5) - lossAt(at, -1e-5)) / 2e-5, 1e-10)
  );
});

/** The gradient of a row's loss by central differences in float64. */
function differences(loss: Loss, outputs: readonly number[], targets: readonly number[]): number[] {
  const lossAt = (shifted: readonly number[]) => {
    const buffers = {
      outputs: Float64Array.from(shifted),
      targets: Float64Array.from(targets),
      gradient: new Float64Array(outputs.length),
    };
    return scoreBatch(loss, buffers, { rows: 1, width: outputs.length }).lossSum;
  };
  return outputs.map((_, k) => {
    const shift = (by: number) => outputs.map((output, at) => at === k ? output + by : output);
    return (lossAt(shift(1e-6)) - lossAt(shift(-1e-6))) / 2e-6;
  });
}

for (const targets of [[0.2, 0.3], [0, 0], [2, 1], [1, 0], [0.5, 0.5]]) {
  Deno.test(`the gradient of cross-entropy is right for targets of any sum: ${targets}`, () => {
    const outputs = [0.7, -1.1];
    const gradient = new Float64Array(2);
    const buffers = {
      outputs: Float64Array.from(outputs),
      targets: Float64Array.from(targets),
      gradient,
    };
    scoreBatch("crossEntropy", buffers, { rows: 1, width: 2 });
    assertClose(gradient, differences("crossEntropy", outputs, targets), 1e-9, "gradient");
  });
}

Deno.test("one class alone costs nothing, has no gradient and is always right, as in torch", () => {
  const outputs = Float64Array.of(3, -2);
  const gradient = Float64Array.of(9, 9);
  const buffers = { outputs, targets: Float64Array.of(1, 1), gradient };
  const { lossSum, correct } = scoreBatch("crossEntropy", buffers, { rows: 2, width: 1 });
  assertEquals([lossSum + 0, correct, ...gradient], [0, 2, 0, 0]);
});
