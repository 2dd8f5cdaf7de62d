/** Values of units: at points, over the plane, their importance, their kinks, and the grid they bend. */

import { assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  activationFunction,
  type Activations,
  createDataset,
  createMlp,
  featurePlane,
  foldedGrid,
  kinkLines,
  lastLayers,
  layersOf,
  layerValues,
  makeMoons,
  type Mlp,
  openDevice,
  predict,
  principalPlane,
  standardScale,
  unitImportance,
  unitMaps,
} from "../../../mod.ts";
import { eachDevice } from "../../devices/each_device.ts";

/** The activations of every layer at one point in float64, the pre-activations beside them. */
function valuesAt({ sizes, activation, parameters }: Mlp, point: readonly number[]) {
  let before = [...point];
  return layersOf(sizes).map(({ inputs, outputs, weight, bias }, at) => {
    const sums = Array.from(
      { length: outputs },
      (_, unit) =>
        before.reduce(
          (sum, value, input) => sum + value * parameters[weight + unit * inputs + input],
          parameters[bias + unit],
        ),
    );
    const name = typeof activation === "string" ? activation : activation[at];
    const isLast = at === sizes.length - 2;
    before = isLast ? sums : sums.map((sum) => activationFunction(name).value(sum));
    return { sums, values: before };
  });
}

function assertNear(found: ArrayLike<number>, wanted: ArrayLike<number>, tolerance = 1e-5): void {
  assertEquals(found.length, wanted.length);
  for (let at = 0; at < wanted.length; at++) assertAlmostEquals(found[at], wanted[at], tolerance);
}

const moons = standardScale(makeMoons(40, { noise: 0.2, seed: 3 }));
const networks: [number[], Activations][] = [
  [[2, 5, 2], "relu"],
  [[2, 4, 3, 2], ["tanh", "gelu"]],
  [[2, 1, 1], "sigmoid"],
  [[2, 3], "relu"],
];

eachDevice(
  "the values of every layer are those of float64, one point at a time",
  async (device) => {
    for (const [sizes, activation] of networks) {
      const model = createMlp(sizes, { activation, seed: 5 });
      const found = await layerValues(model, { device, inputs: moons.inputs });
      assertEquals(found.map(({ layer }) => layer), sizes.slice(1).map((_, at) => at + 1));
      for (let sample = 0; sample < moons.samples; sample++) {
        const wanted = valuesAt(model, [...moons.inputs.subarray(2 * sample, 2 * sample + 2)]);
        for (const [at, { width, preActivations, activations }] of found.entries()) {
          const row = [sample * width, (sample + 1) * width] as const;
          assertNear(preActivations.subarray(...row), wanted[at].sums);
          assertNear(activations.subarray(...row), wanted[at].values);
        }
      }
    }
  },
);

eachDevice("maps of units have the values of the points of their grid", async (device) => {
  const grid = { x: [-2, 1], y: [-1, 3], size: [4, 3] } as const;
  const points = Array.from({ length: 12 }, (_, at) => [at % 4 - 2, 2 * Math.floor(at / 4) - 1]);
  for (const [sizes, activation] of networks) {
    const model = createMlp(sizes, { activation, seed: 6 });
    const { layers, size } = await unitMaps(model, { device, ...grid });
    assertEquals([size, layers.length], [[4, 3], sizes.length]);
    points.forEach((point, at) => {
      const wanted = [point, ...valuesAt(model, point).map(({ values }) => values)];
      for (const [layer, { units, values }] of layers.entries()) {
        assertNear(units.map((_, unit) => values[12 * unit + at]), wanted[layer]);
      }
    });
  }
});

Deno.test("maps of some units have the weights between them", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 4, 3, 2], { seed: 7 });
  const grid = { device, x: [-1, 1], y: [-1, 1], size: [3, 3] } as const;
  const { layers: all } = await unitMaps(model, grid);
  const units = [[1], [3, 0], [2], [0, 1]];
  const { layers } = await unitMaps(model, { ...grid, units });
  assertEquals(layers.map(({ units }) => units), units);
  assertEquals(layers.map(({ width }) => width), [2, 4, 3, 2]);
  assertEquals([...layers[0].weights], []);
  const weight = (layer: number, to: number, from: number) =>
    all[layer].weights[to * model.sizes[layer - 1] + from];
  assertEquals([...layers[1].weights], [weight(1, 3, 1), weight(1, 0, 1)]);
  assertEquals([...layers[2].weights], [weight(2, 2, 3), weight(2, 2, 0)]);
  assertEquals(layers[1].values.subarray(0, 9), all[1].values.subarray(27, 36));
  assertEquals(weight(2, 1, 3), model.parameters[12 + 4 + 3]);
});

Deno.test("maps in a plane of more inputs, and kinks there, are those of the points of the plane", async () => {
  await using device = await openDevice("cpu");
  const inputs = Array.from({ length: 9 }, (_, at) => [at, at * at % 5, Math.sin(at)]);
  const data = standardScale(createDataset({ inputs, labels: inputs.map((_, at) => at % 2) }));
  const model = createMlp([3, 4, 2], { seed: 8 });
  for (const plane of [principalPlane(data), featurePlane(data, ["feature 3", "feature 1"])]) {
    const grid = { device, x: [-1, 1], y: [-2, 2], size: [3, 3], plane } as const;
    const { layers } = await unitMaps(model, grid);
    const point = plane.origin.map((value, at) => value + plane.x[at] - 2 * plane.y[at]);
    const [hidden] = valuesAt(model, point);
    assertNear(layers[0].units.map((unit) => layers[0].values[9 * unit + 2]), point);
    assertNear(layers[1].units.map((unit) => layers[1].values[9 * unit + 2]), hidden.values);
    for (const { unit, normal, offset } of kinkLines(model, { plane })) {
      assertAlmostEquals(normal[0] - 2 * normal[1] + offset, hidden.sums[unit], 1e-6);
    }
  }
});

Deno.test("on the line of a unit its pre-activation is 0, and it grows along the normal", () => {
  const model = createMlp([2, 6, 3, 2], { seed: 9 });
  const lines = kinkLines(model);
  assertEquals(lines.map(({ unit }) => unit), [0, 1, 2, 3, 4, 5]);
  for (const { unit, normal: [a, b], offset } of lines) {
    const square = a * a + b * b;
    const on = [-offset * a / square, -offset * b / square];
    assertAlmostEquals(valuesAt(model, on)[0].sums[unit], 0, 1e-6);
    assertAlmostEquals(valuesAt(model, [on[0] + a, on[1] + b])[0].sums[unit], square, 1e-6);
  }
  assertEquals(kinkLines(createMlp([2, 2])), []);
});

eachDevice("importance is the norm of outgoing weights times the deviation", async (device) => {
  const model = createMlp([2, 4, 3, 2], { activation: "tanh", seed: 10 });
  const found = await unitImportance(model, { device, data: moons });
  assertEquals(found.map(({ length }) => length), [2, 4, 3]);
  const rows = Array.from({ length: moons.samples }, (_, at) => {
    const point = [...moons.inputs.subarray(2 * at, 2 * at + 2)];
    return [point, ...valuesAt(model, point).map(({ values }) => values)];
  });
  for (const [layer, { inputs, outputs, weight }] of layersOf(model.sizes).entries()) {
    for (let unit = 0; unit < inputs; unit++) {
      const values = rows.map((row) => row[layer][unit]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      const norm = Math.hypot(
        ...Array.from({ length: outputs }, (_, to) => {
          return model.parameters[weight + to * inputs + unit];
        }),
      );
      const wanted = norm * Math.sqrt(squares / values.length);
      assertAlmostEquals(found[layer][unit], wanted, 1e-5);
    }
  }
});

Deno.test("a dead unit has importance 0, and a diverged network none that is a number", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 3, 2], { seed: 11 });
  const dead = { ...model, parameters: Float32Array.from(model.parameters) };
  dead.parameters[6] = -1e6;
  assertEquals((await unitImportance(dead, { device, data: moons }))[1][0], 0);
  const lost = { ...model, parameters: new Float32Array(model.parameters.length).fill(NaN) };
  const [inputs, hidden] = await unitImportance(lost, { device, data: moons });
  assertEquals([...inputs, ...hidden].every(Number.isNaN), true);
  const { layers } = await unitMaps(lost, { device, x: [0, 1], y: [0, 1], size: [2, 2] });
  assertEquals(layers[1].values.every(Number.isNaN), true);
});

eachDevice("the last layers go on from the values of a layer", async (device) => {
  const model = createMlp([2, 5, 2, 3], { activation: ["relu", "tanh"], seed: 12 });
  const { outputs } = await predict(model, { device, inputs: moons.inputs });
  const values = await layerValues(model, { device, inputs: moons.inputs });
  for (const layer of [0, 1, 2]) {
    const rest = lastLayers(model, layer);
    const inputs = layer === 0 ? moons.inputs : values[layer - 1].activations;
    assertNear((await predict(rest, { device, inputs })).outputs, outputs);
  }
  assertEquals(lastLayers(model, 1).activation, ["tanh"]);
  assertEquals(lastLayers(model, 2).activation, []);
});

eachDevice("the bent grid has the values of its layer at the straight grid", async (device) => {
  const model = createMlp([2, 6, 2, 2], { activation: "tanh", seed: 13 });
  const range = { x: [-2, 2], y: [-1, 3] } as const;
  const straight = await foldedGrid(model, { device, ...range, layer: 0, lines: 3 });
  const bent = await foldedGrid(model, { device, ...range, layer: 2, lines: 3 });
  assertEquals([straight.lines.length, bent.lines.length], [6, 6]);
  for (const [at, inputs] of straight.lines.entries()) {
    const [{ activations }] = await layerValues(model, { device, inputs, layers: [2] });
    assertNear(bent.lines[at], activations);
  }
  const ends = straight.lines.map((line) => [...line.subarray(0, 2), ...line.subarray(-2)]);
  assertEquals(ends.slice(0, 3), [[-2, -1, -2, 3], [0, -1, 0, 3], [2, -1, 2, 3]]);
  assertEquals(ends.slice(3), [[-2, -1, 2, -1], [-2, 1, 2, 1], [-2, 3, 2, 3]]);
});

Deno.test("what units cannot be asked for is said in one line", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 4, 3, 2]);
  const wide = createMlp([3, 4, 2]);
  const grid = { device, x: [-1, 1], y: [-1, 1] } as const;
  const refused: [() => Promise<unknown>, string][] = [
    [() => unitMaps(wide, grid), "the first of sizes must be 2, x and y"],
    [() => unitMaps(model, { ...grid, units: [[0]] }), "a list of units for each of the 4 layers"],
    [
      () => unitMaps(model, { ...grid, units: [[0], [4], [0], [0]] }),
      "units[1] must be different numbers from 0 to 3, at least one: current value is [4]",
    ],
    [() => unitMaps(model, { ...grid, units: [[0], [], [0], [0]] }), "units[1] must be different"],
    [
      () => unitMaps(createMlp([2, 60_000, 2]), { ...grid, size: [50, 50] }),
      "the number of units times that of points must be at most 67108864",
    ],
    [
      () => layerValues(model, { device, inputs: moons.inputs, layers: [0] }),
      "each of layers must be whole numbers from 1 to 3, the outputs: current value is 0",
    ],
    [() => layerValues(wide, { device, inputs: new Float32Array(4) }), "a multiple of 3"],
    [
      () => foldedGrid(model, { ...grid, layer: 1 }),
      "the width of layer 1 must be 2, a plane: current value is 4",
    ],
    [() => foldedGrid(model, { ...grid, layer: 4 }), "layer must be a whole number"],
    [() => unitImportance(wide, { device, data: moons }), "data.features must be 3"],
  ];
  for (const [call, message] of refused) await assertRejects(call, RangeError, message);
  assertThrows(() => kinkLines(wide), RangeError, "the first of sizes must be 2, x and y");
  assertThrows(() => lastLayers(model, 3), RangeError, "layer must be a whole number");
});
