/** Statistics of layers: the plain kernel against sums by hand, and the generated code against it. */

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import type { Loss } from "../../lib/kernels/losses.ts";
import { Measurement } from "../../lib/kernels/measure.ts";
import type { Samples } from "../../lib/kernels/network.ts";
import { WorkerCrew } from "../../lib/kernels/simd/pool.ts";
import { SimdStatistics } from "../../lib/kernels/simd/statistics.ts";
import { type NetworkStatistics, plainStatistics } from "../../lib/kernels/statistics.ts";
import {
  activationNames,
  type Activations,
  centralDifferences,
  createMlp,
  float64Gradients,
  type Initializer,
  layersOf,
  type Mlp,
} from "../../mod.ts";
import { isInterrupted } from "../computation.ts";
import { countWorkers, withWorker } from "../devices/cpu/watched_workers.ts";
import { noise } from "../oracle.ts";

const pause = () => Promise.resolve();
const alone = { crew: new WorkerCrew(1), startTime: Infinity, action: "test", pause };

/** Noise in, and classes or values out; `count` is no multiple of the rows of a block. */
function samplesOf(sizes: readonly number[], { count = 333, loss = "crossEntropy" as Loss } = {}) {
  const width = sizes[sizes.length - 1];
  const targets = loss === "crossEntropy"
    ? Float32Array.from({ length: count * width }, (_, at) => Number(at % width === at % 7 % width))
    : noise(count * width, { seed: 5 });
  return { count, inputs: noise(count * sizes[0], { seed: 4, scale: 2 }), targets };
}

function plain({ sizes, parameters, activation }: Mlp, samples: Samples, loss: Loss) {
  return plainStatistics(sizes, parameters, { samples, activation, loss }, pause);
}

/** Asserts the same statistics: norms, spreads and shares relative to themselves, means to the spread. */
function assertSame(
  actual: NetworkStatistics,
  expected: NetworkStatistics,
  tolerance: number,
  message: string,
): void {
  const close = (name: string, one: number, other: number, size = Math.abs(other)) =>
    assert(
      Math.abs(one - other) <= tolerance * size,
      `${message}, ${name}: ${one} for ${other}`,
    );
  close("loss", actual.loss, expected.loss);
  for (const name of ["gradientNorm", "biasGradientNorm", "weightNorm"] as const) {
    assertEquals(actual[name].length, expected[name].length);
    expected[name].forEach((value, at) => close(`${name}[${at}]`, actual[name][at], value));
  }
  assertEquals(actual.hidden.length, expected.hidden.length);
  for (
    const [at, { activationMean, activationStd, saturated, dead }] of expected.hidden.entries()
  ) {
    const own = actual.hidden[at];
    const spread = Math.max(Math.abs(activationMean), activationStd);
    close(`mean ${at}`, own.activationMean, activationMean, spread);
    close(`deviation ${at}`, own.activationStd, activationStd);
    assertEquals([own.saturated, own.dead], [saturated, dead], `${message}, layer ${at}`);
  }
}

Deno.test("the plain kernel gives the norms of gradients that finite differences confirm", async () => {
  const model = createMlp([2, 5, 3], { activation: "tanh", seed: 3 });
  const samples = samplesOf(model.sizes, { count: 300 });
  const source = float64Gradients(model, { samples, loss: "crossEntropy" });
  const { gradients, loss } = await source.at(Float64Array.from(model.parameters));
  const differences = await centralDifferences(source, { epsilon: 1e-5 });
  const found = await plain(model, samples, "crossEntropy");
  assertAlmostEquals(found.loss, loss, 1e-13);
  for (const [at, { weight, bias, outputs }] of layersOf(model.sizes).entries()) {
    assertAlmostEquals(found.gradientNorm[at], norm(gradients.slice(weight, bias)), 1e-13);
    const own = found.biasGradientNorm[at];
    assertAlmostEquals(own, norm(gradients.slice(bias, bias + outputs)), 1e-13);
    assertAlmostEquals(found.gradientNorm[at], norm(differences.slice(weight, bias)), 1e-8);
    assertAlmostEquals(found.weightNorm[at], norm(model.parameters.slice(weight, bias)), 1e-12);
  }
});

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values));

Deno.test("means, deviations, saturated pairs and dead units are those that can be counted", async () => {
  // Two units of one input: 2x - 1, and -1 for every sample, which is dead.
  const parameters = Float32Array.of(2, 0, -1, -1, 1, 1, 1, 1, 0, 0);
  const model: Mlp = { sizes: [1, 2, 2], activation: "relu", head: "logits", parameters };
  const samples = {
    count: 4,
    inputs: Float32Array.of(0, 0.5, 1, 2),
    targets: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
  };
  const { hidden: [layer] } = await plain(model, samples, "crossEntropy");
  // Activations 0, 0, 1, 3 of the first unit and four times 0.
  const deviation = Math.sqrt((1 + 9) / 8 - 0.25);
  assertAlmostEquals(layer.activationMean, 0.5, 1e-15);
  assertAlmostEquals(layer.activationStd, deviation, 1e-15);
  assertEquals([layer.saturated, layer.dead], [6 / 8, 1 / 2]);
});

const shapes: readonly { sizes: readonly number[]; initializer: Initializer }[] = [
  { sizes: [2, 32, 2], initializer: "torch" },
  { sizes: [3, 1, 5, 2], initializer: "xavier" },
  { sizes: [2, 7, 6, 9, 3], initializer: "he" },
  { sizes: [2, 16, 16, 16, 16, 16, 16, 16, 16, 2], initializer: "torch" },
  { sizes: [2, 8, 8, 2], initializer: "large" },
  { sizes: [4, 3], initializer: "torch" },
];

Deno.test("generated code gives the statistics of the plain kernel, for all activations", async () => {
  for (const { sizes, initializer } of shapes) {
    const samples = samplesOf(sizes);
    const models = activationNames.map((activation, seed) =>
      createMlp(sizes, { activation, initializer, seed })
    );
    const found = await new SimdStatistics(sizes, { samples, loss: "crossEntropy" })
      .measure(models, alone);
    const measured = found.filter((each) => each !== null).length;
    assert(measured > models.length / 2, `${sizes}: ${measured} of ${models.length}`);
    for (const [at, model] of models.entries()) {
      const own = found[at];
      if (own === null) continue;
      const name = `${sizes} ${initializer} ${model.activation}`;
      assertSame(own, await plain(model, samples, "crossEntropy"), 1e-4, name);
    }
  }
});

Deno.test("weights of samples, values and activations of layers are measured as by the plain kernel", async () => {
  const sizes = [2, 6, 6, 5, 2];
  const activation: Activations = ["relu", "gelu", "tanh"];
  const models = [1, 2, 3].map((seed) => createMlp(sizes, { activation, seed }));
  const weights = noise(333, { seed: 9 }).map((value) => 1.5 + value);
  const classes = samplesOf(sizes);
  const weighted = {
    ...classes,
    targets: classes.targets.map((target, at) => target * weights[at >> 1]),
    weights,
  };
  const values = samplesOf(sizes, { loss: "meanSquaredError" });
  for (
    const [samples, loss] of [[weighted, "crossEntropy"], [values, "meanSquaredError"]] as const
  ) {
    const found = await new SimdStatistics(sizes, { samples, loss }).measure(models, alone);
    for (const [at, model] of models.entries()) {
      assertSame(found[at]!, await plain(model, samples, loss), 1e-4, `${loss} ${at}`);
    }
  }
});

Deno.test("what float32 has no digits for is measured in float64", async () => {
  const sizes = [2, ...new Array<number>(16).fill(16), 2];
  const samples = samplesOf(sizes);
  const batch = { samples, loss: "crossEntropy" } as const;
  const tiny = createMlp(sizes, { activation: "sigmoid", initializer: "small" });
  assertEquals(await new SimdStatistics(sizes, batch).measure([tiny], alone), [null]);
  const [found] = await new Measurement(sizes, batch, alone).statistics([tiny], pause);
  assertEquals(found, await plain(tiny, samples, "crossEntropy"));
  assert(found.gradientNorm[0] > 0 && found.gradientNorm[0] < 1e-38);
});

Deno.test("where only the last biases' gradient cancels, float64 measures that one alone", async () => {
  const sizes = [2, 8, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const model = createMlp(sizes, { activation: "tanh", seed: 4 });
  // The bias of an output at which the sum of the outputs' errors is 0, by bisection in float64.
  const own = Float64Array.from(model.parameters);
  const last = own.length - 2;
  let [low, high] = [-5, 5];
  const errorAt = async (bias: number) => {
    own[last] = bias;
    const source = float64Gradients(model, batch);
    return (await source.at(own)).gradients[last];
  };
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (await errorAt(middle) < 0) low = middle;
    else high = middle;
  }
  model.parameters[last] = low;
  const expected = await plain(model, batch.samples, "crossEntropy");
  assert(expected.biasGradientNorm[1] < 1e-6);
  const [fast] = await new SimdStatistics(sizes, batch).measure([model], alone);
  assertEquals(fast!.biasGradientNorm.map(Number.isNaN), [false, true]);
  const [found] = await new Measurement(sizes, batch, alone).statistics([model], pause);
  assertSame(found, expected, 1e-4, "last bias");
  assertAlmostEquals(found.biasGradientNorm[1], expected.biasGradientNorm[1], 1e-18);
});

Deno.test("a layer of dead units has gradients of exactly 0, which need no float64", async () => {
  const model = createMlp([2, 4, 4, 2], { activation: "relu", seed: 1 });
  const { weight, bias, outputs } = layersOf(model.sizes)[1];
  model.parameters.fill(0, weight, bias).fill(-1, bias, bias + outputs);
  const samples = samplesOf(model.sizes);
  const batch = { samples, loss: "crossEntropy" } as const;
  const [found] = await new SimdStatistics(model.sizes, batch).measure([model], alone);
  assertEquals(found!.gradientNorm.slice(0, 2), [0, 0]);
  assertEquals(found!.hidden[1], { activationMean: 0, activationStd: 0, saturated: 1, dead: 1 });
});

Deno.test("workers measure the same to the bit, and a pause that throws ends the work", async () => {
  const sizes = [2, 16, 16, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 40 }, (_, seed) => createMlp(sizes, { seed }));
  const crew = new WorkerCrew(2);
  const workers = { crew, startTime: 0 };
  const one = await new Measurement(sizes, batch, alone).statistics(models, pause);
  const measurement = new Measurement(sizes, batch, workers);
  assertEquals(await measurement.statistics(models, pause), one);
  crew.end();
  const stop = () => Promise.reject(new Error("enough"));
  const ended = new Measurement(sizes, batch, alone);
  await assertRejects(() => ended.statistics(models, stop), Error, "enough");
  assertEquals(await ended.statistics(models, pause), one);
});

Deno.test("networks measured beside this thread, as they come, are the same to the bit", async () => {
  const sizes = [2, 16, 16, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 60 }, (_, seed) => createMlp(sizes, { seed }));
  const one = await new Measurement(sizes, batch, alone).statistics(models, pause);
  const crew = new WorkerCrew(3);
  const measurement = new Measurement(sizes, batch, { crew, startTime: 0 });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  const add = async (counts: readonly number[]) => {
    for (const count of counts) {
      measurement.computeBeside(models.slice(0, count), ["relu"], Infinity);
      await turn();
    }
  };
  // Workers wait for further ones in between; some come when all before are done, and the last ones never.
  await add([1, 2, 20, 20, 50]);
  assertEquals(await measurement.statistics(models, pause), one);
  await add([30]);
  const stop = () => Promise.reject(new Error("enough"));
  const stopped = await measurement.statistics(models, stop).catch((error) => error.message);
  // Workers may have measured all before the first pause.
  if (stopped !== "enough") assertEquals(stopped, one);
  await add([40]);
  assertEquals(await measurement.statistics(models, pause), one);
  await add([60]);
  measurement.close();
  assertEquals(await measurement.statistics(models.slice(0, 9), pause), one.slice(0, 9));
  crew.end();
});

Deno.test("a worker that fails beside this thread ends the work with one clear line, and others go on", async () => {
  const sizes = [2, 16, 16, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 20 }, (_, seed) => createMlp(sizes, { seed }));
  const one = await new Measurement(sizes, batch, alone).statistics(models, pause);
  const crew = new WorkerCrew(2);
  const measurement = new Measurement(sizes, batch, { crew, startTime: 0 });
  // A table beyond the memory makes the worker throw.
  const broken = (message: object) => "table" in message ? { ...message, table: 2 ** 31 } : message;
  await withWorker(broken, async () => {
    measurement.computeBeside(models, ["relu"], 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const line = "Cannot probe layers as a worker failed: ";
    await assertRejects(() => measurement.statistics(models, pause), Error, line);
  });
  assertEquals(await measurement.statistics(models, pause), one);
  crew.end();
});

Deno.test("work beside this thread gets as many workers as its pace needs, and not all there may be", async () => {
  const sizes = [2, 64, 64, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 40 }, (_, seed) => createMlp(sizes, { seed }));
  const crew = new WorkerCrew(8);
  const startedFor = (left: number) =>
    countWorkers(async () => {
      const measurement = new Measurement(sizes, batch, { crew, startTime: 25 });
      for (let count = 1; count <= models.length; count++) {
        measurement.computeBeside(models.slice(0, count), ["relu"], left);
        // Much longer than a network takes.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      measurement.close();
      crew.end();
    });
  assertEquals(await startedFor(1e5), 1);
  assertEquals(await startedFor(0), 0);
});

Deno.test("workers that are ended before they have started do not let later computations pause more often", async () => {
  const sizes = [2, 16, 2];
  const batch = { samples: samplesOf(sizes, { count: 50 }), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 20 }, (_, seed) => createMlp(sizes, { seed }));
  const crew = new WorkerCrew(2);
  const started = await countWorkers(() =>
    // The work is done long before a worker has started.
    new Measurement(sizes, batch, { crew, startTime: 1e-6 }).statistics(models, pause)
  );
  assertEquals(started, 1);
  crew.end();
  assert(!await isInterrupted(2));
});

Deno.test("workers that have waited in vain end, and others measure what is added later", async () => {
  const sizes = [2, 16, 16, 2];
  const batch = { samples: samplesOf(sizes), loss: "crossEntropy" } as const;
  const models = Array.from({ length: 40 }, (_, seed) => createMlp(sizes, { seed }));
  const one = await new Measurement(sizes, batch, alone).statistics(models, pause);
  const crew = new WorkerCrew(2);
  const measurement = new Measurement(sizes, batch, { crew, startTime: 0 });
  const started = await countWorkers(async () => {
    for (const count of [10, 30, 40]) {
      measurement.computeBeside(models.slice(0, count), ["relu"], Infinity);
      // Longer than a worker waits for networks, and then for a job, together.
      await new Promise((resolve) => setTimeout(resolve, 500));
      assertEquals(crew.idle, 0);
    }
    assertEquals(await measurement.statistics(models, pause), one);
  });
  assertEquals(started, 3);
  crew.end();
});
