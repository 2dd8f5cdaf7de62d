/** Predictions of models at points and on grids, for models whose outputs are known. */

import { assert, assertAlmostEquals, assertEquals, assertLess, assertRejects } from "@std/assert";
import {
  accuracyOf,
  boundsOf,
  createDataset,
  createMlp,
  type Dataset,
  type Field,
  makeBlobs,
  makeMoons,
  makeSpiral,
  type Mlp,
  openDevice,
  predict,
  predictGrid,
  predictGrids,
  sgd,
  standardScale,
  train,
} from "../../mod.ts";

import { evaluateModels, type RowsOfModel } from "../../lib/training/evaluate.ts";

/** The model `[2, outputs]` with the logits `weight · (x, y) + bias`. */
function linear(weight: number[][], bias: number[]): Mlp {
  const parameters = Float32Array.from([...weight.flat(), ...bias]);
  return { sizes: [2, bias.length], activation: "identity", head: "logits", parameters };
}

/** The most probable class at a point of a field; the first of equal ones. */
function classAt({ size, classes, values }: Field, column: number, row: number): number {
  const points = size[0] * size[1];
  const of = (k: number) => values[k * points + row * size[0] + column];
  return Array.from({ length: classes }, (_, k) => k).reduce((a, b) => of(b) > of(a) ? b : a);
}

/** The points of a field, row after row; row 0 has the lowest y. */
function pointsOf({ x, y, size: [columns, rows] }: Field): Float32Array {
  const at = ([least, most]: readonly [number, number], share: number) =>
    share === 1 ? most : least + (most - least) * share;
  return Float32Array.from({ length: 2 * columns * rows }, (_, index) => {
    const [column, row] = [(index >> 1) % columns, Math.floor((index >> 1) / columns)];
    return index % 2 === 0 ? at(x, column / (columns - 1)) : at(y, row / (rows - 1));
  });
}

Deno.test("probabilities are the softmax of the logits, labels their argmax", async () => {
  await using device = await openDevice("cpu");
  const model = linear([[0, 0], [1, 0], [0, 2]], [0, 0, -1]);
  const inputs = Float64Array.of(0, 0, 3, 1, -1, 2);
  const { labels, probabilities, classes } = await predict(model, { device, inputs });
  assertEquals([[...labels], classes], [[0, 1, 2], 3]);
  for (const [row, logits] of [[0, 0, -1], [0, 3, 1], [0, -1, 3]].entries()) {
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    for (const [k, logit] of logits.entries()) {
      assertAlmostEquals(probabilities![3 * row + k], Math.exp(logit) / sum, 1e-7);
    }
  }
});

Deno.test("equal logits predict the first class, and large ones do not overflow", async () => {
  await using device = await openDevice("cpu");
  const model = linear([[1e30, 0], [1e30, 0]], [0, 0]);
  const { labels, probabilities } = await predict(model, { device, inputs: Float32Array.of(1, 0) });
  assertEquals([[...labels], [...probabilities!]], [[0], [0.5, 0.5]]);
});

Deno.test("a single value above one half predicts class 1", async () => {
  await using device = await openDevice("cpu");
  const inputs = Float32Array.of(0.25, 0, 0.5, 0, 0.75, 0, -3, 0, 4, 0);
  const model = { ...linear([[1, 0]], [0]), head: "values" } as const;
  const { labels, outputs, probabilities, classes } = await predict(model, { device, inputs });
  assertEquals([[...outputs], probabilities], [[0.25, 0.5, 0.75, -3, 4], null]);
  // One half predicts class 0, as in the accuracy of a training.
  assertEquals([[...labels], classes], [[0, 0, 1, 0, 1], 2]);
});

Deno.test("the scores of a field of values are the values", async () => {
  await using device = await openDevice("cpu");
  const where = { device, x: [-3, 4], y: [0, 1], size: [2, 2] } as const;
  const single = { ...linear([[1, 0]], [0]), head: "values" } as const;
  const scores = await predictGrid(single, where);
  assertEquals([scores.measure, scores.classes], ["score", 2]);
  assertEquals([...scores.values], [4, -3, 4, -3, -3, 4, -3, 4]);
  const pair = { ...linear([[1, 0], [0, 2]], [0, 0]), head: "values" } as const;
  assertEquals([...(await predictGrid(pair, where)).values], [-3, 4, -3, 4, 0, 0, 2, 2]);
  assertEquals((await predictGrid(linear([[1, 0], [0, 2]], [0, 0]), where)).measure, "probability");
});

Deno.test("several models are predicted together, equal to the bit to each alone", async () => {
  await using device = await openDevice("cpu");
  const where = { device, x: [-3, 4], y: [0, 1], size: [7, 5] } as const;
  const first = createMlp([2, 8, 3], { seed: 1 });
  const other = createMlp([2, 8, 3], { seed: 2, activation: "tanh" });
  const values = { ...linear([[1, 0]], [0]), head: "values" } as const;
  const models = [first, values, other, first];
  const alone = [];
  for (const model of models) alone.push(await predictGrid(model, where));
  assertEquals(await predictGrids(models, where), alone);
  assertEquals(await predictGrids([], where), []);
});

Deno.test("accuracy is the fraction of samples whose class is predicted", async () => {
  await using device = await openDevice("cpu");
  const data = createDataset({
    inputs: [[1, 0], [2, 0], [-1, 0], [-2, 0], [3, 0]],
    labels: [1, 1, 0, 1, 0],
  });
  assertEquals(await accuracyOf(linear([[0, 0], [1, 0]], [0, 0]), { device, data }), 3 / 5);
});

Deno.test("the columns of a field have ascending x, its rows ascending y", async () => {
  await using device = await openDevice("cpu");
  const alongX = linear([[0, 0], [1, 0]], [0, 0]);
  const span = { x: [-1, 3], y: [10, 30], size: [5, 3] } as const;
  const field = await predictGrid(alongX, { device, ...span });
  assertEquals([field.x, field.y, field.size, field.classes], [[-1, 3], [10, 30], [5, 3], 2]);
  const ones = field.values.subarray(15);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 5; column++) {
      const expected = 1 / (1 + Math.exp(-(column - 1)));
      assertAlmostEquals(ones[5 * row + column], expected, 1e-7);
      assertAlmostEquals(field.values[5 * row + column], 1 - expected, 1e-7);
    }
  }
  const alongY = await predictGrid(linear([[0, 0], [0, 1]], [0, -20]), { device, ...span });
  const rows = [0, 1, 2].map((row) => alongY.values[15 + 5 * row]);
  assert(rows[0] < 1e-4 && rows[1] === 0.5 && rows[2] > 0.9999, rows.join());
});

for (
  const [name, data] of Object.entries({
    moons: makeMoons(150, { seed: 5 }),
    blobs: makeBlobs(120, { centers: 4, standardDeviation: 3, seed: 5 }),
    spiral: makeSpiral(150, { classes: 3, seed: 5 }),
  })
) {
  Deno.test(`the most probable class of a field is the predicted class at each point: ${name}`, async () => {
    await using device = await openDevice("cpu");
    const scaled = standardScale(data);
    const spec = { sizes: [2, 16, data.classes], optimizer: sgd({ learningRate: 0.3 }) };
    const [{ model }] = await train([spec], { device, data: scaled, epochs: 40, seed: 5 });
    const field = await predictGrid(model, { device, ...boundsOf(scaled), size: [41, 23] });
    const { labels } = await predict(model, { device, inputs: pointsOf(field) });
    const read = Array.from(
      labels,
      (_, point) => classAt(field, point % 41, Math.floor(point / 41)),
    );
    assertEquals(read, [...labels]);
    assertEquals(new Set(labels).size, data.classes, "the field contains every class");

    // The cell at a sample predicts the same class as the model at the sample.
    const near = await predict(model, { device, inputs: scaled.inputs });
    const cells = Array.from(near.labels, (_, sample) => {
      const cell = (value: number, [least, most]: readonly number[], count: number) =>
        Math.round((value - least) / (most - least) * (count - 1));
      const [x, y] = scaled.inputs.subarray(2 * sample);
      return classAt(field, cell(x, field.x, 41), cell(y, field.y, 23));
    });
    const same = cells.filter((label, sample) => label === near.labels[sample]).length;
    assert(same / cells.length > 0.9, `${same} of ${cells.length} samples agree with their cell`);
  });
}

Deno.test("a field has 200 by 200 points by default, and equals a coarser one at shared points", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 8, 3], { activation: "tanh", seed: 2 });
  const span = { x: [-2, 2], y: [-1, 1] } as const;
  const fine = await predictGrid(model, { device, ...span });
  assertEquals([fine.size, fine.values.length], [[200, 200], 3 * 40_000]);
  const corners = await predictGrid(model, { device, ...span, size: [2, 2] });
  for (let k = 0; k < 3; k++) {
    const plane = fine.values.subarray(40_000 * k);
    const expected = [plane[0], plane[199], plane[39_800], plane[39_999]];
    assertEquals([...corners.values.subarray(4 * k, 4 * k + 4)], expected);
  }
});

Deno.test("data that a caller creates are checked before they are scored", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 4, 2]);
  const data = makeMoons(9);
  const wrong: [object, string][] = [
    [{ samples: Infinity }, "data.samples must be a whole number"],
    [{ features: 2 ** 31 }, "data.features must be a whole number, at least 1 and at most 65536"],
    [{ inputs: data.inputs.slice(1) }, "data.inputs must be 9 rows of 2 numbers"],
    [{ features: 1, inputs: new Float64Array(9) }, "data.features must be 2, the model's inputs"],
  ];
  for (const [changes, says] of wrong) {
    const attempt = () => accuracyOf(model, { device, data: { ...data, ...changes } });
    await assertRejects(attempt, RangeError, says);
  }
  const misspelt = { device, data, sample: 5 } as { device: typeof device; data: typeof data };
  await assertRejects(() => accuracyOf(model, misspelt), RangeError, 'no option "sample"');
});

Deno.test("invalid arguments of predictions are rejected with one line", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 4, 2]);
  const refused: [() => Promise<unknown>, string][] = [
    [() => predict(model, { device, inputs: Float32Array.of(1, 2, 3) }), "multiple of 2"],
    [() => predict(model, { device, inputs: new Float32Array(0) }), "above 0"],
    [() => predictGrid(createMlp([3, 2]), { device, x: [0, 1], y: [0, 1] }), "must be 2, x and y"],
    [() => predictGrid(model, { device, x: [1, 1], y: [0, 1] }), "above 1"],
    [() => predictGrid(model, { device, x: [0, 1], y: [2, 1] }), "above 2"],
    [() => predictGrid(model, { device, x: [0, NaN], y: [0, 1] }), "a finite number"],
    [() => predictGrid(model, { device, x: [0, 1], y: [0, 1], size: [1, 9] }), "at least 2"],
    [() => predictGrid(model, { device, x: [0, 1], y: [0, 1], size: [9, 2.5] }), "whole number"],
  ];
  for (const [attempt, says] of refused) {
    const { message } = await assertRejects(attempt, RangeError, says);
    assert(!message.includes("\n"));
  }
});

Deno.test("a signal aborts the prediction of a grid, and prevents further ones", async () => {
  await using device = await openDevice("cpu");
  const wide = createMlp([2, 512, 512, 2]);
  const stop = new AbortController();
  const started = performance.now();
  setTimeout(() => stop.abort(new Error("enough")), 50);
  const options = { device, x: [-1, 1], y: [-1, 1], signal: stop.signal } as const;
  await assertRejects(() => predictGrid(wide, { ...options, size: [2000, 2000] }), Error, "enough");
  assertLess(performance.now() - started, 2_000);
  await assertRejects(() => predictGrid(wide, { ...options, size: [2, 2] }), Error, "enough");
});

Deno.test("a grid with too many points for memory is rejected by its size", async () => {
  await using device = await openDevice("cpu");
  const options = { device, x: [-1, 1], y: [-1, 1] } as const;
  for (const size of [[100_000, 100_000], [2 ** 25, 2]] as const) {
    await assertRejects(
      () => predictGrid(createMlp([2, 2]), { ...options, size }),
      RangeError,
      "columns times rows must be a whole number, at most 33554432",
    );
  }
});

Deno.test("inputs whose memory has been transferred are rejected with one line", async () => {
  await using device = await openDevice("cpu");
  for (const inputs of [Float32Array.of(1, 2), Float64Array.of(1, 2)]) {
    structuredClone(inputs, { transfer: [inputs.buffer] });
    const call = () => predict(createMlp([2, 2]), { device, inputs });
    await assertRejects(call, TypeError, "inputs must be a Float32Array or Float64Array");
  }
});

Deno.test("models are scored on several datasets together as on each alone, to the bit", async () => {
  await using device = await openDevice("cpu");
  const sets = [makeMoons(101, { seed: 1 }), makeMoons(7, { seed: 2 }), makeMoons(50, { seed: 3 })];
  const models = [1, 2, 3].map((seed) => createMlp([2, 9, 2], { seed, activation: "tanh" }));
  const rows = ({ outputs, start, width }: RowsOfModel, { samples }: Dataset) =>
    outputs.slice(start, start + width * samples);
  const together = await evaluateModels(models, { device, sets }, rows);
  for (const [index, model] of models.entries()) {
    for (const [at, data] of sets.entries()) {
      const [[alone]] = await evaluateModels([model], { device, sets: [data] }, rows);
      assertEquals(together[index][at], alone, `model ${index}, dataset ${at}`);
    }
  }
});
