/** Maps of trainings: against float64 written plainly and torch, resumption, and the measures. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  boundaryDimension,
  convergenceMeasure,
  createDataset,
  type Dataset,
  fractal,
  type FractalPlan,
  type FractalResult,
  type FractalRunOptions,
  Generator,
  makeBlobs,
  makeMoons,
  openStore,
  planFractal,
  standardScale,
} from "../../mod.ts";
import { descentLosses } from "../../lib/kernels/descent.ts";
import { SimdDescent } from "../../lib/kernels/simd/descent.ts";
import { WorkerCrew } from "../../lib/kernels/simd/pool.ts";
import { noise } from "../oracle.ts";
import { pythonTest } from "../python.ts";
import { linesOf, memoryFile } from "../store/memory_file.ts";

const moons = standardScale(makeMoons(60, { noise: 0.25, seed: 42 }));
const units = 16;

/** 25 pixels, from those that converge without haste to chaos and divergence. */
const wide = { data: moons, center: [1.5, 0.5], width: 5, pixels: 5, steps: 300 } as const;

async function mapOf(plan: FractalPlan, options: FractalRunOptions = {}): Promise<FractalResult[]> {
  const rows: FractalResult[] = [];
  for await (const row of fractal(plan, options)) rows.push(row);
  return rows;
}

/** The rates of all pixels, row by row. */
const ratesOf = ({ rows, inputRates }: FractalPlan) =>
  rows.flatMap(({ outputRate }) => inputRates.map((rate) => [rate, outputRate] as const));

/** Losses by the generated code, whatever the number of workers. */
async function lossesOf(
  plan: FractalPlan,
  rates: readonly (readonly [number, number])[] = ratesOf(plan),
  workers = 1,
): Promise<Float64Array[]> {
  const crew = new WorkerCrew(workers);
  const startTime = workers > 1 ? 0 : 25;
  const pause = () => Promise.resolve();
  try {
    return await new SimdDescent(plan.problem).losses(rates, {
      ...{ crew, startTime, pause, action: "test" },
    });
  } finally {
    crew.end();
  }
}

/**
 * Gradient descent on `mean((W₁ᵀ tanh(√(2/2) W₀ x) / 16 - y)²)`, sample by sample as the formulas have it:
 * nothing but the data, the rates and the seed is shared with the library. The derivative of tanh is
 * `1 - tanh²`, as torch and JAX have it: for saturated units that is a rounding error, which counts where
 * weights are huge.
 */
function plainLosses(
  { inputs, labels }: Dataset,
  [inputRate, outputRate]: readonly [number, number],
  { points, steps, disturb }: {
    points: number;
    steps: number;
    disturb: (value: number) => number;
  },
): number[] {
  const generator = new Generator(42);
  const [w0, w1] = [2 * units, units].map((count) => Array.from(generator.randn(count)));
  return Array.from({ length: steps }, () => {
    const [g0, g1] = [new Float64Array(2 * units), new Float64Array(units)];
    let loss = 0;
    for (let n = 0; n < points; n++) {
      const [a, b] = [inputs[2 * n], inputs[2 * n + 1]];
      const h = w1.map((_, j) => disturb(Math.tanh(w0[2 * j] * a + w0[2 * j + 1] * b)));
      const error = h.reduce((sum, value, j) => sum + value * w1[j], 0) / units -
        (labels[n] === 1 ? 1 : -1);
      loss += error ** 2 / points;
      const factor = 2 * error / points / units;
      for (let j = 0; j < units; j++) {
        g1[j] += factor * h[j];
        const delta = factor * w1[j] * (1 - h[j] ** 2);
        g0[2 * j] += delta * a;
        g0[2 * j + 1] += delta * b;
      }
    }
    g0.forEach((gradient, at) => w0[at] -= inputRate * gradient);
    g1.forEach((gradient, at) => w1[at] -= outputRate * gradient);
    for (const weights of [w0, w1]) {
      weights.forEach((weight, at) => weights[at] = disturb(weight));
    }
    return loss;
  });
}

/**
 * Where chaos ends the comparison: the first step at which the plain computation differs by more than 1e-8
 * from itself if its weights and activations are disturbed in their last places at each step, as by other
 * roundings. Up to there, other roundings stay below a hundred times that.
 */
function calmSteps(
  rates: readonly [number, number],
  plain: readonly number[],
  settings: { points: number; steps: number },
): number {
  const ends = [1, 2, 3].map((seed) => {
    const signs = noise(997, { seed });
    let draws = 0;
    const disturb = (value: number) => value * (1 + 4e-16 * signs[draws++ % signs.length]);
    const disturbed = plainLosses(moons, rates, { ...settings, disturb });
    const end = plain.findIndex((loss, step) => !(Math.abs(disturbed[step] - loss) <= 1e-8 * loss));
    return end < 0 ? plain.length : end;
  });
  return Math.min(...ends);
}

Deno.test("25 pixels are those of an independent float64 computation, up to where chaos begins", async () => {
  const plan = await planFractal(wide);
  const settings = { points: plan.points, steps: wide.steps };
  const disturb = (value: number) => value;
  const found = await lossesOf(plan);
  const rows = await mapOf(plan);
  let calm = 0;
  for (const [at, rates] of ratesOf(plan).entries()) {
    // The last losses of a pixel that overflows are near the largest numbers, or not numbers.
    const plain = plainLosses(moons, rates, { ...settings, disturb }).filter((loss) =>
      loss < 1e300
    );
    const own = descentLosses(plan.problem, rates);
    const end = calmSteps(rates, plain, settings);
    // Even the most chaotic pixel is the same for some steps.
    assert(end >= 5, `${rates}: ${end} steps`);
    for (let step = 0; step < end; step++) {
      for (const [kernel, losses] of Object.entries({ generated: found[at], plain: own })) {
        const error = Math.abs(losses[step] - plain[step]) / plain[step];
        assert(error < 1e-6, `${kernel} at ${rates}, step ${step} of ${end}: ${error}`);
      }
    }
    const measure = rows[Math.floor(at / 5)].measures[at % 5];
    assertEquals(measure, convergenceMeasure(found[at]));
    if (end < plain.length) continue;
    calm++;
    const rest = new Array<number>(wide.steps - plain.length).fill(Infinity);
    const expected = convergenceMeasure([...plain, ...rest]);
    assert(Math.abs(measure - expected) < 1e-6 * Math.abs(expected));
  }
  const measures = rows.flatMap((row) => row.measures);
  assert(calm >= 8 && calm < 25, `${calm} pixels without chaos`);
  assert(measures.some((measure) => measure < 0) && measures.some((measure) => measure > 0));
});

/** Prints the losses of networks by torch's automatic differentiation in float64. */
const torchProgram = `
import json, sys, torch
torch.set_default_dtype(torch.float64)
p = json.loads(sys.argv[1])
data = torch.tensor(p["samples"]).reshape(-1, p["features"] + p["outputs"])
x, y = data[:, :p["features"]], data[:, p["features"]:]
start = torch.tensor(p["weights"]).reshape(16, -1)
curves = []
for rates in p["rates"]:
    w0 = start[:, :p["features"]].clone().requires_grad_()
    w1 = start[:, p["features"]:].clone().requires_grad_()
    curve = []
    for step in range(p["steps"]):
        hidden = torch.tanh((2 / p["features"]) ** 0.5 * (x @ w0.T))
        loss = torch.nn.functional.mse_loss(hidden @ w1 / 16, y)
        g0, g1 = torch.autograd.grad(loss, [w0, w1])
        curve.append(loss.item())
        with torch.no_grad():
            w0 -= rates[0] * g0
            w1 -= rates[1] * g1
    curves.append(curve)
print(json.dumps(curves))
`;

pythonTest("three classes of three features are trained as by torch", ["torch"], async (python) => {
  const inputs = Array.from(new Generator(5).randn(90));
  const data = createDataset({
    inputs: Array.from({ length: 30 }, (_, at) => inputs.slice(3 * at, 3 * at + 3)),
    labels: Array.from({ length: 30 }, (_, at) => at % 3),
  });
  const steps = 40;
  const plan = await planFractal({ data, center: [0.5, 0.5], width: 2, pixels: 3, steps });
  const { samples, weights, features, outputs } = plan.problem;
  assertEquals([features, outputs], [3, 3]);
  const rates = ratesOf(plan);
  const problem = { features, outputs, steps, rates, samples: [...samples], weights: [...weights] };
  const expected = JSON.parse(await python(["-c", torchProgram, JSON.stringify(problem)]));
  for (const [at, losses] of (await lossesOf(plan)).entries()) {
    losses.forEach((loss, step) => {
      const exact = expected[at][step];
      assert(Math.abs(loss - exact) < 1e-9 * exact, `${rates[at]}, step ${step}: ${loss} ${exact}`);
    });
  }
});

Deno.test("a pixel has the same bits beside any other, and with any number of workers", async () => {
  const plan = await planFractal({ ...wide, center: [2.5, 2], steps: 100 });
  const all = await lossesOf(plan);
  const rates = ratesOf(plan);
  assertEquals(await lossesOf(plan, rates, 3), all);
  const reversed = await lossesOf(plan, rates.toReversed());
  assertEquals(reversed.reverse(), all);
  const alone = await Promise.all(rates.map(async (each) => (await lossesOf(plan, [each]))[0]));
  assertEquals(alone, all);
  assert(all.some((losses) => Number.isNaN(losses[99])));
});

Deno.test("a map goes on where its store ends, to the same bytes", async () => {
  const plan = await planFractal({ ...wide, steps: 50 });
  const whole = memoryFile();
  const rows = await mapOf(plan, { store: await openStore(whole, plan.header) });
  assertEquals(rows.map(({ row }) => row), [0, 1, 2, 3, 4]);
  const lines = linesOf(whole);
  assertEquals(lines.length, 6);
  for (const kept of [0, 1, 3, 6]) {
    const file = memoryFile(lines.slice(0, kept).map((line) => `${line}\n`).join(""));
    const store = await openStore<FractalResult>(file, plan.header);
    assertEquals(await mapOf(plan, { store }), rows);
    assertEquals(linesOf(file), lines);
  }
  // Rows that are there in between are kept as well.
  const odd = memoryFile([0, 2, 4].map((at) => `${lines[at]}\n`).join(""));
  const store = await openStore<FractalResult>(odd, plan.header);
  assertEquals(await mapOf(plan, { store }), rows);
  assertEquals(linesOf(odd).toSorted(), lines.toSorted());
});

Deno.test("a stored row without a measure for each column is refused", async () => {
  const plan = await planFractal({ ...wide, pixels: 3, steps: 20 });
  const [{ key }] = plan.rows;
  for (const measures of [undefined, "abc", [1, 2], [1, 2, null], [1, 2, 3, 4]]) {
    const line = JSON.stringify({ key, row: 0, measures });
    const file = memoryFile(`${JSON.stringify(plan.header)}\n${line}\n`);
    const store = await openStore<FractalResult>(file, plan.header);
    await assertRejects(() => mapOf(plan, { store }), TypeError, "stored result");
  }
});

Deno.test("a map is aborted by its signal, with the reason", async () => {
  const controller = new AbortController();
  const plan = await planFractal({ ...wide, steps: 50 });
  const store = await openStore<FractalResult>(memoryFile(), plan.header);
  const onProgress = ({ done }: { done: number }) => done === 1 && controller.abort("enough");
  const { signal } = controller;
  const reason = await mapOf(plan, { store, signal, onProgress }).catch((error) => error);
  assertEquals([reason, store.size], ["enough", 1]);
});

Deno.test("another window, other data or another seed is another map", async () => {
  const others = [
    {},
    { seed: 1 },
    { steps: 301 },
    { points: 47 },
    { width: 3 },
    { center: [1.5, 0.6] },
    { data: standardScale(makeMoons(60, { noise: 0.25, seed: 43 })) },
  ] as const;
  const ids = await Promise.all(
    others.map(async (other) => (await planFractal({ ...wide, ...other })).header.id),
  );
  assertEquals(new Set(ids).size, others.length);
  assertEquals((await planFractal(wide)).header.id, ids[0]);
});

Deno.test("data are taken as they are: values, soft labels, many classes, and as many points as parameters", async () => {
  const blobs = makeBlobs(200, { centers: 4, seed: 1 });
  const many = await planFractal({ data: blobs, pixels: 2 });
  // 16 (2 + 4) parameters, 4 targets a point.
  assertEquals([many.problem.outputs, many.points], [4, 24]);
  const values = createDataset({ inputs: [[1], [2]], targets: [[3], [4]], task: "regression" });
  const { problem, points } = await planFractal({ data: values, pixels: 2 });
  assertEquals([[...problem.samples], points], [[1, 3, 2, 4], 2]);
});

Deno.test("what cannot be mapped is refused", async () => {
  const refused = async (options: object, message: string, kind = RangeError) =>
    void await assertRejects(() => planFractal({ ...wide, ...options }), kind, message);
  await refused({ points: 61 }, "points must be a whole number, at least 1 and at most 60");
  await refused({ steps: 19 }, "steps must be a whole number, at least 20");
  await refused({ width: 0 }, "width must be a finite number, above 0");
  await refused({ width: 1e-16 }, "width must be so large that neighbouring pixels differ");
  await refused({ center: [1, 101] }, "center[1] must be a finite number");
  await refused({ center: 1 }, "center must be two numbers", TypeError);
  await refused({ centre: [1, 1] }, 'no option "centre" (did you mean "center"?)');
});

Deno.test("the measure sums losses, or their inverses, of a start at 1", () => {
  const steps = Array.from({ length: 30 }, (_, step) => step);
  const sum = (losses: number[]) => losses.reduce((sum, loss) => sum + loss, 0);
  const falling = steps.map((step) => 0.9 ** step);
  assertEquals(convergenceMeasure(falling.map((loss) => 8 * loss)), -sum(falling));
  // As large as at first is not below it.
  assertEquals(convergenceMeasure(steps.map(() => 5)), 30);
  // What is not finite, and what is larger than a million times the first, counts as that.
  const lost = [1, 2, ...steps.slice(2).map(() => NaN)];
  assertEquals(convergenceMeasure(lost), sum([1, 0.5, ...steps.slice(2).map(() => 1e-6)]));
  const large = [1, 2, ...steps.slice(2).map(() => 1e9)];
  assertEquals(convergenceMeasure(large), convergenceMeasure(lost));
  // A peak before the last 20 losses does not matter.
  assert(convergenceMeasure([1, 1e9, ...steps.map(() => 0.5)]) < 0);
  assertThrows(() => convergenceMeasure([1]), RangeError, "losses must be at least 20 numbers");
});

Deno.test("the dimension of a line is 1, that of a chessboard 2, and a plain map has none", () => {
  const side = Array.from({ length: 65 }, (_, at) => at);
  const map = (value: (x: number, y: number) => number) =>
    side.map((y) => side.map((x) => value(x, y)));
  const line = boundaryDimension(map((_, y) => y < 20 ? -1 : 1));
  assert(Math.abs(line.dimension! - 1) < 1e-12);
  assertEquals(line.boxes.map(({ count }) => count), [64, 32, 16, 8, 4]);
  const board = boundaryDimension(map((x, y) => (x + y) % 2 ? -1 : 1));
  assert(Math.abs(board.dimension! - 2) < 1e-12);
  assertEquals(boundaryDimension(map(() => 1)), { dimension: null, boxes: [] });
  // Few pixels have too few sizes of boxes.
  assertEquals(boundaryDimension([[1, -1], [1, 1]]), {
    dimension: null,
    boxes: [{ size: 1, count: 1 }],
  });
  assertThrows(() => boundaryDimension([[1, 2], [3]]), RangeError, "as many rows as columns");
});
