/** Probes of trainings: PyTorch's statistics on every device, and what they do to a training. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  type Activation,
  adam,
  type Dataset,
  type Device,
  earlyStopping,
  type EpochStatistics,
  Generator,
  type Initializer,
  layerStatistics,
  makeMoons,
  openDevice,
  type Probe,
  resumeTraining,
  type Run,
  runRecord,
  sgd,
  standardScale,
  startTraining,
  train,
  type TrainingSpec,
  trainTestSplit,
} from "../../mod.ts";
import reference from "../reference/dynamics.json" with { type: "json" };
import { openCpuDevice } from "../../lib/devices/cpu/device.ts";
import { withFallback } from "../../lib/devices/fallback.ts";
import { eachDevice } from "../devices/each_device.ts";

type Reference = typeof reference.runs[number];

const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
const split = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });
const { train: data, test } = split;

const specOf = ({ sizes, activation, initializer, learningRate }: Reference): TrainingSpec => ({
  sizes,
  activation: activation as Activation,
  initializer: initializer as Initializer,
  optimizer: sgd({ learningRate }),
  seed: 42,
});

/**
 * Whether a training is chaotic: the weights of PyTorch's own float32 and float64 trainings differ by 2e-3
 * after one epoch there. Its first statistics, of the weights as they are drawn, are compared all the same.
 */
const isChaotic = ({ activation, initializer }: Reference) =>
  activation === "tanh" && initializer === "large";

/** Asserts the statistics of a reference run; `statistics` are in the same order. */
function assertStatistics(statistics: readonly EpochStatistics[], run: Reference, name: string) {
  const compared = run.statistics.filter(({ epoch }) => epoch === 0 || !isChaotic(run));
  for (const [at, { hidden, updateRatio, epoch, ...expected }] of compared.entries()) {
    const own = statistics[at];
    assertEquals(own.epoch, epoch);
    const { loss, ...norms } = expected;
    assertNear([own.loss], [loss], `${name} loss of epoch ${epoch}`);
    for (const kind of Object.keys(norms) as (keyof typeof norms)[]) {
      assertNear(own[kind], norms[kind], `${name} ${kind} of epoch ${epoch}`);
    }
    if (updateRatio === undefined) assertEquals(own.updateRatio, null);
    else {assertNear(
        own.updateRatio!,
        updateRatio,
        `${name} updateRatio of epoch ${epoch}`,
        rounding,
      );}
    for (const [layer, values] of hidden.entries()) {
      const kinds = Object.keys(values) as (keyof typeof values)[];
      const pick = (from: typeof values) => kinds.map((kind) => from[kind]);
      assertNear(pick(own.hidden[layer]), pick(values), `${name} layer ${layer}, epoch ${epoch}`);
    }
  }
}

/**
 * A hundredth of the unit roundoff of float32: weights whose changes are a millionth of them change by
 * roundings, which differ between devices.
 */
const rounding = 2 ** -24 / 100;

/** Asserts numbers within 1e-4 of themselves, or within `absolute`. */
function assertNear(
  actual: readonly number[],
  expected: readonly number[],
  message: string,
  absolute = 0,
) {
  assertEquals(actual.length, expected.length, message);
  for (const [at, value] of expected.entries()) {
    const isNear = Math.abs(actual[at] - value) <= Math.max(1e-4 * Math.abs(value), absolute);
    assert(isNear, `${message}: ${actual[at]} for ${value} at ${at}`);
  }
}

eachDevice("the statistics of layers are PyTorch's, to 1e-4", async (device) => {
  for (const run of reference.runs) {
    const { epochs, statistics } = run;
    const probe = { at: statistics.map(({ epoch }) => epoch) };
    const [own] = await train([specOf(run)], { device, data, test, epochs, probe });
    assertEquals(own.statistics.length, statistics.length);
    const { activation, initializer, sizes } = run;
    assertStatistics(own.statistics, run, `${sizes.length} ${activation} ${initializer}`);
  }
});

const small: Dataset = makeMoons(120, { seed: 3 });
const parts = trainTestSplit(small, { seed: 3 });
const specs: TrainingSpec[] = [
  { sizes: [2, 6, 2], activation: "tanh", optimizer: sgd({ learningRate: 0.1 }) },
  { sizes: [2, 6, 2], activation: "relu", optimizer: adam({ learningRate: 0.02 }) },
  { sizes: [2, 4, 5, 2], activation: ["gelu", "sigmoid"], optimizer: adam() },
];
const options = (device: Device) => ({
  ...{ device, data: parts.train, test: parts.test, epochs: 6, batchSize: 16 },
});

/** A run without its times and probes. */
const timeless = ({ seconds: _, statistics: __, ...run }: Run) => run;

Deno.test("probes change neither curves nor networks nor the random stream", async () => {
  await using device = await openDevice("cpu");
  const [one, other] = [new Generator(8), new Generator(8)];
  const plain = await train(specs, { ...options(device), generator: one });
  const probe = { at: [0, 1, 2, 3, 4, 5, 6] };
  const probed = await train(specs, { ...options(device), generator: other, probe });
  assertEquals(probed.map(timeless), plain.map(timeless));
  assertEquals(other.rand(4), one.rand(4));
  assertEquals(plain.map(({ statistics }) => statistics), [[], [], []]);
});

Deno.test("probes are the statistics of the snapshots of the same epochs", async () => {
  await using device = await openDevice("cpu");
  const keep = [0, 1, 4, 5, 6];
  const runs = await train(specs, { ...options(device), keep, probe: { at: [0, 1, 5, 6] } });
  for (const { snapshots, statistics } of runs) {
    assertEquals(statistics.map(({ epoch }) => epoch), [0, 1, 5, 6]);
    for (const { epoch, ...own } of statistics) {
      const at = (wanted: number) => snapshots.find(({ epoch }) => epoch === wanted)?.model;
      const before = epoch > 0 ? at(epoch - 1) : undefined;
      const expected = await layerStatistics(at(epoch)!, { data: parts.train, before });
      assertEquals(own.hidden.length, expected.hidden.length);
      for (const name of ["gradientNorm", "biasGradientNorm", "weightNorm"] as const) {
        assertNear(own[name], expected[name], name);
      }
      assertEquals(own.updateRatio, expected.updateRatio);
    }
  }
});

Deno.test("only the layers of a probe are in its statistics", async () => {
  await using device = await openDevice("cpu");
  const all = await train(specs.slice(2), { ...options(device), probe: { at: [2] } });
  const probe: Probe = { at: [2], layers: [2, 3] };
  const [{ statistics: [some] }] = await train(specs.slice(2), { ...options(device), probe });
  const [whole] = all[0].statistics;
  assertEquals(whole.layers, [1, 2, 3]);
  assertEquals(some, {
    ...whole,
    layers: [2, 3],
    gradientNorm: whole.gradientNorm.slice(1),
    biasGradientNorm: whole.biasGradientNorm.slice(1),
    weightNorm: whole.weightNorm.slice(1),
    hidden: whole.hidden.slice(1),
    updateRatio: whole.updateRatio!.slice(1),
  });
});

eachDevice("epoch by epoch and resumed, a training has the same statistics", async (device) => {
  const probe = { at: [0, 2, 3, 4, 6] };
  const whole = await train(specs, { ...options(device), probe });
  const session = await startTraining(specs, options(device));
  await session.advance(2, { probe: { at: [0, 2] } });
  await session.advance(1, { probe: { at: [3] } });
  const first = await session.runs();
  const state = JSON.parse(JSON.stringify(await session.state()));
  await session.close();
  const { data, test } = options(device);
  const later = await resumeTraining(state, { device, data, test });
  await later.advance(3, { probe: { at: [4, 6] } });
  const second = await later.runs();
  await later.close();
  for (const [at, { statistics }] of whole.entries()) {
    assertEquals([...first[at].statistics, ...second[at].statistics], statistics);
  }
});

Deno.test("an epoch is probed once; the ratio of its update is null where the one before is gone", async () => {
  await using device = await openDevice("cpu");
  await using session = await startTraining(specs, options(device));
  await session.advance(2);
  await session.advance(1, { probe: { at: [2, 3] } });
  await session.advance(1, { probe: { at: [3, 4] } });
  const [{ statistics }] = await session.runs();
  assertEquals(statistics.map(({ epoch }) => epoch), [2, 3, 4]);
  assertEquals(statistics.map(({ updateRatio }) => updateRatio === null), [true, false, false]);
});

eachDevice("a diverged training has statistics until it diverged, then NaN", async (device) => {
  const spec = { ...specs[1], optimizer: sgd({ learningRate: 1e9 }), seed: 1 };
  const probe = { at: [0, 1, 2, 3, 4] };
  const [run, other] = await train([spec, specs[1]], { ...options(device), probe });
  assertEquals(run.status, "diverged");
  for (const { epoch, loss, gradientNorm, hidden } of run.statistics) {
    const isFinite = epoch < run.divergedAtEpoch!;
    const numbers = [loss, ...gradientNorm, hidden[0].dead, hidden[0].saturated];
    assertEquals(numbers.map(Number.isFinite), numbers.map(() => isFinite), `epoch ${epoch}`);
  }
  assert(other.statistics.every(({ loss }) => loss > 0));
  const { statistics } = runRecord(run);
  assertEquals(statistics!.at(-1)!.gradientNorm, [null, null]);
  assertEquals(statistics!.at(-1)!.hidden[0].dead, null);
});

Deno.test("members of an ensemble that stop early are probed until they stop", async () => {
  await using device = await openDevice("cpu");
  const at = Array.from({ length: 41 }, (_, epoch) => epoch);
  const [plain, ...stopped] = await train(
    [
      { ...specs[1], seed: 1 },
      ...[0.05, 0.3].map((learningRate): TrainingSpec => ({
        ...specs[1],
        optimizer: adam({ learningRate }),
        seed: 1,
        stop: earlyStopping({ patience: 2 }),
      })),
    ],
    { ...options(device), epochs: 40, probe: { at } },
  );
  assertEquals(plain.statistics.length, 41);
  assert(stopped.some(({ stoppedAtEpoch }) => stoppedAtEpoch !== null));
  for (const { stoppedAtEpoch, statistics } of stopped) {
    const last = stoppedAtEpoch ?? 40;
    assertEquals(statistics.map(({ epoch }) => epoch), at.slice(0, last + 1));
  }
});

Deno.test("a training that goes on after its device failed has each statistic once", async () => {
  await using cpu = await openDevice("cpu");
  let advances = 0;
  const failing: Device = {
    ...cpu,
    async start(...args) {
      const session = await cpu.start(...args);
      return {
        ...session,
        get epoch() {
          return session.epoch;
        },
        advance(...args) {
          if (++advances === 3) return Promise.reject(new Error("lost"));
          return session.advance(...args);
        },
      };
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  await using device = withFallback(failing, {
    isFailure: (error): error is Error => error instanceof Error && error.message === "lost",
    open: () => openDevice("cpu"),
    checkpointInterval: 0,
  });
  const probe = { at: [0, 1, 2, 3, 4, 5, 6] };
  const [run] = await train([specs[0]], { ...options(device), probe });
  const [plain] = await train([specs[0]], { ...options(cpu), probe });
  assertEquals(advances >= 3, true);
  assertEquals(run.statistics, plain.statistics);
});

Deno.test("an aborted training has the statistics of the epochs it was trained for", async () => {
  await using device = await openDevice("cpu");
  const controller = new AbortController();
  const { signal } = controller;
  const onEpoch = ({ epoch }: { epoch: number }) => epoch === 3 && controller.abort();
  const probe = { at: [0, 1, 2, 3, 4, 5, 6] };
  const own = { ...options(device), signal, onEpoch, probe, onAbort: "return" } as const;
  const [run] = await train([specs[0]], own);
  assertEquals(run.status, "stopped");
  assertEquals(run.statistics.map(({ epoch }) => epoch).slice(0, 3), [0, 1, 2]);
  assert(run.statistics.every(({ epoch }) => epoch <= run.trainLoss.length));
});

Deno.test("workers that measure beside a training change no bit, and an abort loses no epoch", async () => {
  const epochs = 1500;
  const probe = { at: Array.from({ length: epochs + 1 }, (_, epoch) => epoch) };
  const spec: TrainingSpec = { sizes: [2, 32, 2], optimizer: sgd({ learningRate: 0.05 }), seed: 1 };
  await using alone = openCpuDevice("test", { workers: 1 });
  await using several = openCpuDevice("test", { workers: 3 });
  const own = { data, test, epochs, probe };
  const [expected] = await train([spec], { ...own, device: alone });
  assertEquals(expected.statistics.length, epochs + 1);
  const [run] = await train([spec], { ...own, device: several });
  assertEquals(run.statistics, expected.statistics);
  const controller = new AbortController();
  const { signal } = controller;
  const onEpoch = ({ epoch }: { epoch: number }) => epoch === 1200 && controller.abort();
  const aborted = { ...own, device: several, signal, onEpoch, onAbort: "return" } as const;
  const [part] = await train([spec], aborted);
  assert(part.statistics.length >= 1200);
  assertEquals(part.statistics, expected.statistics.slice(0, part.statistics.length));
});

Deno.test("probes of epochs and layers that there are not are refused before the training", async () => {
  await using device = await openDevice("cpu");
  const generator = new Generator(1);
  const cases: [Probe, ErrorConstructor, string][] = [
    [{ at: [7] }, RangeError, "probe.at[0] must be a whole number, at least 0 and at most 6"],
    [{ at: [2, 2] }, RangeError, "probe.at[1] must be a whole number, at least 3"],
    [{ at: [0], layers: [3] }, RangeError, "probe.layers[0] must be a whole number, at least 1"],
    [{ at: [0], layers: [0] }, RangeError, "probe.layers[0]"],
    [{ at: 1 } as unknown as Probe, TypeError, "probe.at must be a list of epochs"],
    [{ at: [1], layer: [1] } as unknown as Probe, RangeError, 'no option "layer" of probe'],
    [{} as unknown as Probe, TypeError, "probe.at"],
    [3 as unknown as Probe, TypeError, "probe must be"],
  ];
  for (const [probe, error, message] of cases) {
    const own = { ...options(device), generator, probe };
    await assertRejects(() => train(specs, own), error, message);
  }
  assertEquals(generator.rand(4), new Generator(1).rand(4));
  await using session = await startTraining(specs, options(device));
  await session.advance(3);
  const late = { probe: { at: [2] } };
  await assertRejects(() => session.advance(1, late), RangeError, "at least 3 and at most 4");
});
