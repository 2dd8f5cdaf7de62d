/** What the fuzzer calls: public functions, and the methods of what they give. */

import * as lab from "../../mod.ts";
import { argumentsOf, type Calls, callsOf, madeWhole, plan } from "../public_calls.ts";

/** A function and arguments that it takes. */
export interface Target {
  readonly name: string;
  readonly call: (...args: unknown[]) => unknown;
  readonly args: readonly unknown[];
  /** Values that are only replaced as a whole. */
  readonly whole: readonly unknown[];
  /** Whether it trains, so that it may take long. */
  readonly trains: boolean;
  /** Whether NaN may be right: a loss without test data, of no epoch, or from the divergence on. */
  readonly mayBeNaN: boolean;
}

/** Public classes, whose methods are enumerated. */
const classes = ["Generator", "RandomState", "TrainingSession"] as const;

/** The names of all there is to call on a device's CPU, read off the module. */
export function publicNames(): string[] {
  const functions = Object.entries(lab).filter(([, value]) => typeof value === "function");
  const methods = classes.flatMap((name) => {
    const { prototype } = lab[name];
    const own = Object.getOwnPropertyNames(prototype).filter((each) => each !== "constructor");
    const statics = Object.getOwnPropertyNames(lab[name]).filter((each) =>
      !["length", "name", "prototype"].includes(each)
    );
    return [...own, ...statics].map((each) => `${name}.${each}`);
  });
  return [...functions.map(([name]) => name), ...methods];
}

/** All targets on a device. */
export async function targetsOf(device: lab.Device): Promise<Target[]> {
  const calls = {
    ...await callsOf(device),
    ...streamCalls(),
    ...await sessionCalls(device),
    "epochReaching a loss": [
      lab.epochReaching,
      { name: "tanh", trainLoss: [0.7, 0.5], testLoss: [] },
      0.6,
    ],
    lossText: [lab.lossText, 0.5],
    percentText: [lab.percentText, 0.5],
    openDevice: [closing(lab.openDevice), "cpu", {
      onFallback: () => {},
      workers: 2,
      work: 5,
      onCompile: () => {},
    }],
  } as Calls;
  return Object.entries(calls).map(([name, [call, ...args]]): Target => ({
    name,
    call: call as (...args: unknown[]) => unknown,
    args: argumentsOf(args),
    whole: [...madeWhole, device],
    trains: /train|resume/i.test(name),
    mayBeNaN: /train|resume|session|device\.start|curveStatistics|studySeeds|saturationOf/i.test(
      name,
    ),
  }));
}

function closing(open: typeof lab.openDevice) {
  return async (...args: Parameters<typeof lab.openDevice>) => {
    await using _device = await open(...args);
  };
}

/** The methods of generators, each on a fresh one. */
function streamCalls(): Calls {
  const torch = () => new lab.Generator(1);
  const numpy = () => new lab.RandomState(1);
  return {
    "Generator.from": [(state: never) => lab.Generator.from(state), torch().state()],
    "Generator.state": [() => torch().state()],
    "Generator.rand": [(count: number) => torch().rand(count), 5],
    "Generator.uniform": [
      (count: number, options: object) => torch().uniform(count, options),
      ...[5, { low: 0, high: 1 }],
    ],
    "Generator.randn": [(count: number) => torch().randn(count), 5],
    "Generator.normal": [
      (count: number, options: object) => torch().normal(count, options),
      ...[20, { mean: 0, standardDeviation: 1 }],
    ],
    "Generator.randomInt64": [() => torch().randomInt64()],
    "Generator.randperm": [(count: number) => torch().randperm(count), 5],
    "RandomState.from": [(state: never) => lab.RandomState.from(state), numpy().state()],
    "RandomState.state": [() => numpy().state()],
    "RandomState.randomSample": [(count: number) => numpy().randomSample(count), 5],
    "RandomState.uniform": [
      (count: number, options: object) => numpy().uniform(count, options),
      ...[5, { low: 0, high: 1 }],
    ],
    "RandomState.normal": [
      (count: number, options: object) => numpy().normal(count, options),
      ...[5, { mean: 0, standardDeviation: 1 }],
    ],
    "RandomState.randint32": [(count: number) => numpy().randint32(count), 5],
    "RandomState.permutation": [(count: number) => numpy().permutation(count), 5],
    "RandomState.shuffle": [(values: number[]) => numpy().shuffle(values), [1, 2, 3]],
  };
}

/** The methods of sessions, each on a fresh one. */
async function sessionCalls(device: lab.Device): Promise<Calls> {
  const data = lab.makeMoons(20, { seed: 1 });
  const specs = [{ sizes: [2, 2], optimizer: lab.adam() }];
  const onTraining = <Args extends unknown[], Result>(
    use: (session: lab.TrainingSession, ...args: Args) => Promise<Result>,
  ) =>
  async (...args: Args) => {
    const options = { device, data, epochs: 3 };
    await using session = await lab.startTraining(specs, options);
    await session.advance();
    return await use(session, ...args);
  };
  const onSession = <Args extends unknown[], Result>(
    use: (session: lab.Session, ...args: Args) => Promise<Result>,
  ) =>
  async (...args: Args) => {
    const session = await device.start(plan);
    try {
      return await use(session, ...args);
    } finally {
      await session.close();
    }
  };
  const start = await device.start(plan);
  await start.advance(1);
  const state = await start.state();
  await start.close();
  const watch = {
    onEpoch: () => {},
    onKeep: () => {},
    keep: [1],
    signal: new AbortController().signal,
  };
  return {
    "TrainingSession.advance": [
      onTraining((session, epochs: number, options: object) => session.advance(epochs, options)),
      ...[1, { keep: [1, 2], onEpoch: () => {} }],
    ],
    "TrainingSession.epoch": [onTraining((session) => Promise.resolve(session.epoch))],
    "TrainingSession.epochs": [onTraining((session) => Promise.resolve(session.epochs))],
    "TrainingSession.done": [onTraining((session) => Promise.resolve(session.done))],
    "TrainingSession.models": [onTraining((session) => session.models())],
    "TrainingSession.runs": [onTraining((session) => session.runs())],
    "TrainingSession.state": [onTraining((session) => session.state())],
    "TrainingSession.close": [onTraining((session) => session.close())],
    "device.start from a state": [
      async (...args: [lab.TrainingPlan, lab.EnsembleState]) => {
        const session = await device.start(...args);
        try {
          const epochs = Math.min(1, args[0].epochs - session.epoch);
          return epochs > 0 ? await session.advance(epochs) : undefined;
        } finally {
          await session.close();
        }
      },
      plan,
      state,
    ],
    "session.advance": [
      onSession((session, epochs: number, options: object) => session.advance(epochs, options)),
      1,
      watch,
    ],
    "session.parameters": [onSession((session) => session.parameters())],
    "session.state": [onSession((session) => session.state())],
    "device.matmul of a shape": [
      device.matmul,
      { a: new Float32Array(12), b: new Float32Array(24) },
      { batch: 2, rows: 2, inner: 3, columns: 4, transposeA: false, transposeB: true },
    ],
    "device.predictGrid, watched": [
      device.predictGrid,
      [lab.createMlp([2, 4, 2])],
      { x: [-1, 1], y: [-1, 1], size: [3, 3] },
      { signal: new AbortController().signal },
    ],
  };
}
