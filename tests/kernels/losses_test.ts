import { assertAlmostEquals, assertEquals } from "@std/assert";
import { argmax, type Loss, lossNames, scoreBatch } from "../../lib/kernels/losses.ts";
import { assertClose, assertSameBits, noise } from "../oracle.ts";
import further from "../reference/further_ops.json" with { type: "json" };
import ops from "../reference/ops.json" with { type: "json" };
import { losses } from "./implementations.ts";

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

const rowsOf = (values: number[], width: number) =>
  Array.from(
    { length: values.length / width },
    (_, row) => values.slice(row * width, (row + 1) * width),
  );

for (const { name, unit, score } of losses) {
  for (const { name: what, loss, outputs, targets, value, gradient } of figures) {
    Deno.test(`${loss} in ${name} of ${what} is torch's, with its gradient`, () => {
      const found = score(loss, { outputs, targets });
      // Outputs are rounded on the way in, and losses grow with their squares.
      const tolerance = Math.max(1e-15, 4 * unit);
      assertClose([found.lossSum / outputs.length], [value], tolerance, "loss");
      assertClose(found.gradient, gradient.flat(), tolerance, "gradient");
    });
  }

  Deno.test(`cross-entropy in ${name} of logits of ±1000 is torch's 1000, not infinite`, () => {
    const { logits, target, loss } = ops.crossEntropyExtreme;
    const { lossSum, gradient } = score("crossEntropy", {
      outputs: logits,
      targets: oneHot(target, 2),
    });
    assertEquals(lossSum / 2, loss);
    assertEquals([...gradient].map((value) => value + 0), [0.5, -0.5, 0, 0]);
  });

  Deno.test(`logits in ${name} that are not finite give a loss that is not finite`, () => {
    for (const logits of [[NaN, 0], [0, NaN], [Infinity, 0], [Infinity, Infinity]]) {
      const { lossSum } = score("crossEntropy", { outputs: [logits], targets: [[0, 1]] });
      assertEquals(Number.isFinite(lossSum), false, `${logits}: ${lossSum}`);
    }
  });

  Deno.test(`a sample in ${name} counts as right where the argmax is the target's`, () => {
    const count = (outputs: number[], targets: number[], width: number) =>
      score("meanSquaredError", {
        outputs: rowsOf(outputs, width),
        targets: rowsOf(targets, width),
      }).correct;
    assertEquals(count([1, 2, 3, 3, 2, 1, 0, 5, 0], [0, 0, 1, 0, 0, 1, 0, 1, 0], 3), 2);
    assertEquals(count([0.4, 0.6, 0.5, 0.9, -3], [0, 1, 1, 0, 0], 1), 3);
    // Of equals the first wins, as argmax has it.
    assertEquals(count([1, 1, 1, 1], [1, 0, 0, 1], 2), 1);
  });

  for (const targets of [[0.2, 0.3], [0, 0], [2, 1], [1, 0], [0.5, 0.5]]) {
    Deno.test(`the gradient of cross-entropy in ${name} is right for targets of any sum: ${targets}`, () => {
      const outputs = [0.7, -1.1];
      const { gradient } = score("crossEntropy", { outputs: [outputs], targets: [targets] });
      const expected = differences("crossEntropy", outputs, targets);
      assertClose(gradient, expected, Math.max(1e-9, 4 * unit), "gradient");
    });
  }

  Deno.test(`one class alone in ${name} costs nothing, has no gradient and is always right`, () => {
    const batch = { outputs: [[3], [-2]], targets: [[1], [1]] };
    const { lossSum, correct, gradient } = score("crossEntropy", batch);
    assertEquals([lossSum + 0, correct, ...gradient], [0, 2, 0, 0]);
  });

  Deno.test(`losses in ${name} are those of float64, for any number of rows and outputs`, () => {
    for (const loss of lossNames) {
      for (const width of [1, 2, 3, 4, 5, 9]) {
        for (const rows of [1, 2, 3, 4, 5, 11]) {
          const values = [...noise(rows * width, { seed: width, scale: 6 })];
          const classes = values.map((_, at) =>
            at % width === Math.floor(at / width) % width ? 1 : 0
          );
          const batch = { outputs: rowsOf(values, width), targets: rowsOf(classes, width) };
          const [found, expected] = [score(loss, batch), losses[0].score(loss, batch)];
          const what = `${loss} of ${rows} x ${width}`;
          assertClose([found.lossSum / rows], [expected.lossSum / rows], 4 * unit, what);
          assertClose(found.gradient, expected.gradient, 4 * unit, what);
          assertEquals(found.correct, expected.correct, what);
        }
      }
    }
  });
}

Deno.test("the gradient may be written over the outputs", () => {
  const outputs = Float64Array.of(0.3, -1.2, 2.5, 0.1);
  const buffers = { outputs, targets: Float64Array.of(0, 1, 1, 0), gradient: new Float64Array(4) };
  const { lossSum } = scoreBatch("crossEntropy", buffers, { rows: 2, width: 2 });
  const inPlace = { ...buffers, gradient: outputs };
  assertEquals(scoreBatch("crossEntropy", inPlace, { rows: 2, width: 2 }).lossSum, lossSum);
  assertSameBits(outputs, buffers.gradient, "gradient in place");
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
