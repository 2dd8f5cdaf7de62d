/** Planes of parameters and the loss over them: PyTorch's, on every device, and what is refused. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import reference from "../reference/landscape.json" with { type: "json" };
import {
  createMlp,
  filterPlane,
  landscape,
  layersOf,
  makeMoons,
  type Mlp,
  openDevice,
  type ParameterPlane,
  placesIn,
  sgd,
  standardScale,
  train,
  trainTestSplit,
  trajectoryPlane,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";
import { assertClose, noise } from "../oracle.ts";

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const { train: data, test } = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });

const { sizes, span, directionSeed, loss: expected } = reference;
const final: Mlp = {
  ...createMlp(sizes, { activation: "relu" }),
  parameters: Float32Array.from(
    reference.final.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]),
  ),
};

eachDevice("the loss over two filter-normalised directions is PyTorch's", async (device) => {
  const plane = filterPlane(final, { seed: directionSeed });
  const found = await landscape(plane, { device, data, x: span, y: span });
  assertEquals([[...found.x], [...found.y]], [span, span]);
  assertEquals(found.loss.length, expected.length);
  found.loss.forEach((row, at) => assertClose(row, expected[at], 2e-7, `row ${at}`));
});

eachDevice("from the training on it is PyTorch's too", async (device) => {
  const { learningRate, epochs, seed } = reference;
  const optimizer = sgd({ learningRate });
  const [{ model }] = await train([{ sizes, activation: "relu", optimizer }], {
    ...{ device, data, test, epochs, seed },
  });
  const plane = filterPlane(model, { seed: directionSeed });
  const { loss } = await landscape(plane, { device, data, x: span, y: span });
  loss.forEach((row, at) => assertClose(row, expected[at], 1e-5, `row ${at}`));
});

Deno.test("directions have the norm of each unit's weights, and none along biases", () => {
  const model = createMlp([3, 5, 4, 2], { activation: "tanh", seed: 4 });
  model.parameters.fill(0, 0, 3);
  for (const direction of filterPlane(model, { seed: 9 }).directions) {
    for (const { inputs, weight, bias, outputs } of layersOf(model.sizes)) {
      for (let row = weight; row < bias; row += inputs) {
        const [own, drawn] = [model.parameters, direction].map((all) =>
          Math.hypot(...all.subarray(row, row + inputs))
        );
        assert(Math.abs(own - drawn) < 1e-12);
      }
      assertEquals([...direction.subarray(bias, bias + outputs)], Array(outputs).fill(0));
    }
  }
});

/** Networks at places of a plane with an error at right angles to it. */
function networksAt(
  plane: ParameterPlane,
  places: readonly (readonly [number, number])[],
  error = 0,
) {
  const { origin, directions: [one, other] } = plane;
  return places.map(([x, y], index): Mlp => {
    const noises = noise(origin.parameters.length, { seed: 50 + index, scale: error });
    const parameters = origin.parameters.map((value, at) =>
      value + x * one[at] + y * other[at] + noises[at]
    );
    return { ...origin, parameters };
  });
}

Deno.test("the plane of a trajectory is that of its principal components, with their share", () => {
  const plane = filterPlane(createMlp([2, 6, 2], { seed: 2 }), { seed: 3 });
  const places = Array.from({ length: 12 }, (_, at) => [at / 3, Math.sin(at)] as const);
  const exact = trajectoryPlane(networksAt(plane, places));
  assert(exact.share > 1 - 1e-9 && exact.share <= 1);
  const [one, other] = exact.directions;
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, at) => sum + x * b[at], 0);
  assertClose([dot(one, one), dot(other, other), dot(one, other)], [1, 1, 0], 1e-12);
  // Places in a plane in which all networks lie give them back.
  const networks = networksAt(plane, places);
  const again = networksAt(exact, placesIn(exact, networks));
  again.forEach(({ parameters }, at) => assertClose(parameters, networks[at].parameters, 1e-6));
  const variance = (axis: 0 | 1) =>
    placesIn(exact, networks).reduce((sum, place) => sum + place[axis] ** 2, 0);
  assert(variance(0) > variance(1));
  assert(trajectoryPlane(networksAt(plane, places, 0.5)).share < 0.95);
});

Deno.test("networks on a line, one network and networks of one unit have a plane", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 1, 2], { seed: 1 });
  const plane = filterPlane(model);
  for (const models of [[model], [model, model], networksAt(plane, [[0, 0], [1, 0], [3, 0]])]) {
    const found = trajectoryPlane(models);
    assertEquals(found.share > 1 - 1e-9, true);
    const norms = found.directions.map((direction) => Math.hypot(...direction));
    assertClose(norms, [1, 1], 1e-12);
    const { loss } = await landscape(found, { device, data, x: [-1, 0, 1], y: [0, 1] });
    assert(loss.flatMap((row) => [...row]).every(Number.isFinite));
  }
});

Deno.test("many large networks are evaluated in parts, and overflow is no number", async () => {
  await using device = await openDevice("cpu");
  const plane = filterPlane(createMlp([2, 300, 300, 2], { seed: 1 }));
  const shares: number[] = [];
  const few = trainTestSplit(moons, { testSize: 0.9, seed: 1 }).train;
  const places = { x: Array.from({ length: 40 }, (_, at) => at / 40), y: [0, 1, 2, 3, 4, 5] };
  const { loss } = await landscape(plane, {
    ...{ device, data: few, ...places },
    onProgress: (share) => shares.push(share),
  });
  assert(shares.length > 1 && shares.at(-1) === 1);
  const [, , [, alone]] = (await landscape(plane, {
    ...{ device, data: few, x: [0, places.x[1]], y: [0, 1, 2] },
  })).loss;
  assertClose([alone], [loss[2][1]], 1e-6);
  const far = await landscape(plane, { device, data: few, x: [1e38], y: [0] });
  assert(!Number.isFinite(far.loss[0][0]));
});

Deno.test("what has no landscape is refused in one line", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 4, 2]);
  const plane = filterPlane(model);
  const options = { device, data };
  const cases: [object, object, string][] = [
    [{}, { x: [] }, "x must be at least one number"],
    [{}, { y: [0, NaN] }, "each of y must be a finite number"],
    [
      {},
      { x: Array(2000).fill(0), y: Array(2000).fill(0) },
      "must be at most 1048576: current value is 4000000",
    ],
    [{}, { span: [0] }, 'no option "span"'],
    [filterPlane(createMlp([3, 2])), {}, "data.features must be 3, the network's inputs"],
    [filterPlane(createMlp([2, 1])), {}, "the number of outputs"],
  ];
  for (const [own, more, message] of cases) {
    const call = () => landscape({ ...plane, ...own }, { ...options, ...more });
    await assertRejects(call, Error, message);
  }
  const directions = [new Float64Array(3), new Float64Array(3)] as const;
  await assertRejects(
    () => landscape({ ...plane, directions }, options),
    TypeError,
    "directions of the plane must be two Float64Arrays of 22 numbers",
  );
  const signal = AbortSignal.abort(new Error("stopped"));
  await assertRejects(() => landscape(plane, { ...options, signal }), Error, "stopped");
  const lost = { ...model, parameters: model.parameters.map(() => NaN) };
  assertThrows(() => trajectoryPlane([model, lost]), RangeError, "each parameter of models[1]");
  assertThrows(() => trajectoryPlane([]), TypeError, "at least one network");
  assertThrows(() => trajectoryPlane([model, createMlp([2, 2])]), RangeError, "sizes of models[1]");
  assertThrows(() => placesIn(plane, [createMlp([2, 2])]), RangeError, "sizes of models[0]");
  const large = createMlp([2, 700, 700, 2]);
  assertThrows(() => trajectoryPlane(Array(210).fill(large)), RangeError, "at most 201 for 494202");
});
