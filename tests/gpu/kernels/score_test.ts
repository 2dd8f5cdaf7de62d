import { assertEquals } from "@std/assert";
import {
  scoreAt,
  scoreBytes,
  type ScoredBatch,
  scoreGrid,
  scoreKernel,
  scoreUniform,
} from "../../../gpu/kernels/score.ts";
import { neverDiverged, stepWords } from "../../../gpu/kernels/step.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { type Loss, lossNames, scoreBatch } from "../../../lib/kernels/losses.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

/** Scores members whose outputs and targets are stored one after the other. */
async function score(
  gpu: Gpu,
  loss: Loss,
  { outputs, targets, batch, scoreAt: first = 0, times }: {
    outputs: Float32Array;
    targets: Float32Array;
    batch: Partial<ScoredBatch> & { rows: number; width: number };
    scoreAt?: number;
    times?: number;
  },
) {
  const { rows, width } = batch;
  const stride = rows * width;
  const whole: ScoredBatch = {
    members: outputs.length / stride,
    outputStride: stride,
    targetAt: 0,
    targetRow: width,
    targetStride: stride,
    meanOver: rows,
    ...batch,
  };
  const [scores, gradient] = await runKernel(gpu, scoreKernel(loss), {
    buffers: {
      batch: scoreUniform(whole),
      step: stepWords([{ orderAt: 0, scoreAt: first, correctionAt: 0, epoch: 0 }]),
      outputs,
      targets,
      gradient: new Float32Array(outputs.length).fill(9),
      scores: new Float32Array(scoreBytes / 4 * (first + whole.members)),
      diverged: new Uint32Array(whole.members).fill(neverDiverged),
    },
    grid: scoreGrid(whole.members, narrow),
    read: ["scores", "gradient"],
    times,
  });
  return { scores, gradient };
}

/** The scores in float64. */
function oracle(
  loss: Loss,
  outputs: Float32Array,
  targets: Float32Array,
  shape: { rows: number; width: number },
) {
  const gradient = new Float64Array(outputs.length);
  const operands = { outputs: Float64Array.from(outputs), targets: Float64Array.from(targets) };
  return { ...scoreBatch(loss, { ...operands, gradient }, shape), gradient };
}

/** One-hot rows, or for a single output the class as a number. */
function classes(rows: number, width: number, seed: number): Float32Array {
  const targets = new Float32Array(rows * width);
  noise(rows, { seed }).forEach((value, row) => {
    const wanted = Math.floor((value + 1) / 2 * Math.max(2, width));
    if (width === 1) targets[row] = wanted;
    else targets[row * width + wanted] = 1;
  });
  return targets;
}

for (const loss of lossNames) {
  gpuTest(
    `${loss}, its gradient and the number of correct classifications equal the oracle's`,
    async (gpu) => {
      for (const rows of [1, 2, 63, 64, 65, 200]) {
        for (const width of [1, 2, 3, 10]) {
          for (const scale of [1, 20]) {
            const outputs = noise(rows * width, { seed: rows, scale });
            const targets = classes(rows, width, width);
            const shape = { rows, width };
            const { scores, gradient } = await score(gpu, loss, { outputs, targets, batch: shape });
            const expected = oracle(loss, outputs, targets, shape);
            const { lossSum, correct } = scoreAt(scores, 0);
            assertClose(
              [lossSum / rows],
              [expected.lossSum / rows],
              4e-7,
              `loss of ${rows}×${width}`,
            );
            assertEquals(correct, expected.correct);
            assertClose(gradient, expected.gradient, 3e-7, `gradient of ${rows}×${width}`);
          }
        }
      }
    },
  );

  gpuTest(`${loss} of members with strides, on shared targets`, async (gpu) => {
    const [members, rows, width] = [7, 5, 3];
    const shape = { rows, width };
    const stride = rows * width + 2;
    const outputs = noise(members * stride, { seed: 2, scale: 3 });
    const targets = classes(rows + 1, width, 4);
    // The targets of each sample follow its inputs.
    const features = 2;
    const samples = new Float32Array((rows + 1) * (features + width)).fill(NaN);
    for (let row = 0; row <= rows; row++) {
      const own = targets.subarray(row * width, (row + 1) * width);
      samples.set(own, row * (features + width) + features);
    }
    const { scores, gradient } = await score(gpu, loss, {
      outputs,
      targets: samples,
      batch: {
        ...shape,
        members,
        outputStride: stride,
        targetAt: 2 * features + width,
        targetRow: features + width,
        targetStride: 0,
        meanOver: 50,
      },
      scoreAt: 2,
    });
    for (let member = 0; member < members; member++) {
      const own = outputs.subarray(member * stride, member * stride + rows * width);
      const expected = oracle(loss, own, targets.subarray(width), shape);
      const { lossSum, correct } = scoreAt(scores, 2 + member);
      assertClose([lossSum], [expected.lossSum], 4e-7);
      assertEquals(correct, expected.correct);
      const derivatives = gradient.subarray(member * stride, member * stride + rows * width);
      assertClose(derivatives, expected.gradient.map((derivative) => derivative * rows / 50), 3e-7);
      const between = gradient.subarray(member * stride + rows * width, (member + 1) * stride);
      assertEquals([...between], [9, 9]);
    }
    assertEquals([...scores.subarray(0, 2 * scoreBytes / 4)], [0, 0, 0, 0, 0, 0]);
  });

  gpuTest(`${loss} of an output that is not finite is NaN`, async (gpu) => {
    for (const wrong of [NaN, Infinity, -Infinity]) {
      for (const at of [0, 1, 2]) {
        const outputs = new Float32Array(3 * 70).fill(0.5);
        outputs[3 * 66 + at] = wrong;
        const targets = classes(70, 3, 1);
        const { scores } = await score(gpu, loss, {
          outputs,
          targets,
          batch: { rows: 70, width: 3 },
        });
        assertEquals(scoreAt(scores, 0).lossSum, NaN);
      }
    }
  });

  gpuTest(`${loss} is equal to the bit in repeated runs`, async (gpu) => {
    const outputs = noise(500, { seed: 3, scale: 5 });
    const targets = classes(250, 2, 1);
    const batch = { rows: 250, width: 2 };
    const once = await score(gpu, loss, { outputs, targets, batch });
    const again = await score(gpu, loss, { outputs, targets, batch, times: 4 });
    assertSameBits(again.scores, once.scores);
    assertSameBits(again.gradient, once.gradient);
  });
}

gpuTest("logits of 1000 that differ widely have a finite loss", async (gpu) => {
  const outputs = Float32Array.of(1000, -1000, -1000, 1000, 1000, 1000, -1000, -1000.5);
  const targets = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
  const shape = { rows: 4, width: 2 };
  const { scores, gradient } = await score(gpu, "crossEntropy", { outputs, targets, batch: shape });
  const expected = oracle("crossEntropy", outputs, targets, shape);
  const { lossSum, correct } = scoreAt(scores, 0);
  assertClose([lossSum], [expected.lossSum], 3e-7);
  assertEquals(correct, expected.correct);
  assertClose(gradient, expected.gradient, 3e-7);
});

gpuTest(
  "the argmax of equal outputs is the first, and a single value of one half means class 0",
  async (gpu) => {
    const tie = { outputs: Float32Array.of(2, 2, 2, 2), targets: Float32Array.of(1, 0, 0, 1) };
    const ties = await score(gpu, "crossEntropy", { ...tie, batch: { rows: 2, width: 2 } });
    assertEquals(scoreAt(ties.scores, 0).correct, 1);
    const half = { outputs: Float32Array.of(0.5, 0.5), targets: Float32Array.of(0, 1) };
    const halves = await score(gpu, "meanSquaredError", { ...half, batch: { rows: 2, width: 1 } });
    assertEquals(scoreAt(halves.scores, 0).correct, 1);
  },
);
