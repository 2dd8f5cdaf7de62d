/** Runs the PyTorch programs of runs, and compares them with the lab. */

import { assert, assertEquals } from "@std/assert";
import {
  type DatasetName,
  type GeneratedData,
  makeDataset,
  openDevice,
  type PyTorchRunOptions,
  type Run,
  runRecord,
  runToPyTorch,
  standardScale,
  train,
  type TrainingSpec,
  type TrainOptions,
  trainTestSplit,
} from "../../mod.ts";
import { assertClose } from "../oracle.ts";
import type { Python } from "../python.ts";
import { assertSameCurve } from "./reference_curves.ts";

/** Runs programs one after the other in one Python, as each takes seconds to load PyTorch. */
const runner = `
import contextlib, io, json, math, sys, torch, warnings
warnings.simplefilter("error", UserWarning)
for path in sys.argv[1:]:
    program = {"__name__": "program"}
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), program)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        model = program["main"]()
    vector = torch.cat([each.detach().flatten() for each in model.parameters()]).tolist()
    parameters = [value if math.isfinite(value) else None for value in vector]
    curves = json.loads(said.getvalue())
    best = curves.pop("bestEpoch", None)
    print(json.dumps({"curves": curves, "bestEpoch": best, "parameters": parameters}))
`;

/** What a program says. */
export interface ProgramResult {
  /** The curves that it prints as JSON, by name. */
  readonly curves: Record<string, number[]>;
  /** The best epoch, which it prints beside them with early stopping. */
  readonly bestEpoch: number | null;
  /** The parameters of the network that its `main` returns; those that are not finite are null. */
  readonly parameters: readonly number[];
}

/** Runs programs. */
export async function runPrograms(
  python: Python,
  paths: readonly string[],
): Promise<ProgramResult[]> {
  for (const path of paths) {
    assert(Deno.readTextFileSync(path).endsWith('\nif __name__ == "__main__":\n    main()\n'));
  }
  const lines = (await python(["-c", runner, ...paths])).trim().split("\n");
  assertEquals(lines.length, paths.length);
  return lines.map((line) => JSON.parse(line));
}

/** A training, and the options with which its first run becomes a program. */
export interface Case {
  readonly spec: TrainingSpec;
  readonly options: Omit<TrainOptions, "device">;
  readonly program: PyTorchRunOptions;
}

/** Data that scikit-learn generates as well, scaled and split as by the command line. */
export function generated(data: GeneratedData): Pick<Case, "program"> & { split: Case["options"] } {
  const { dataset, samples, noise, factor, balance, centers, testSize = 0.3, seed = 42 } = data;
  const options = { noise, factor, centers, seed };
  const ones = Math.round(samples * (balance ?? 0));
  const sizes = balance === undefined ? samples : [samples - ones, ones] as const;
  const all = standardScale(makeDataset(dataset, sizes, options));
  const { train: seen, test } = trainTestSplit(all, { testSize, seed, stratify: true });
  return { split: { data: seen, test }, program: { data, seed } };
}

/** Data of the lab's own, which the program carries. */
export function carried(dataset: DatasetName, seed: number): ReturnType<typeof generated> {
  const all = standardScale(makeDataset(dataset, 120, { seed }));
  const { train: data, test } = trainTestSplit(all, { testSize: 0.3, seed, stratify: true });
  return { split: { data, test }, program: { data, test, seed } };
}

/** A training of one network on such data. */
export function caseOf(
  { split, program }: ReturnType<typeof generated>,
  spec: TrainingSpec,
  options: Partial<TrainOptions> = {},
): Case {
  const { seed } = program;
  return { spec, options: { ...split, epochs: 12, batchSize: 32, seed, ...options }, program };
}

/** Trains the network of a case. */
export async function runOf({ spec, options }: Case): Promise<Run> {
  await using device = await openDevice("cpu");
  const [run] = await train([spec], { ...options, device });
  return run;
}

/** Asserts that the programs of all cases have the lab's curves and final parameters. */
export async function assertPrograms(
  python: Python,
  cases: readonly (readonly [name: string, Case])[],
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const runs: Run[] = [];
  for (const [at, [, each]] of cases.entries()) {
    const run = await runOf(each);
    Deno.writeTextFileSync(`${folder}/${at}.py`, runToPyTorch(runRecord(run), each.program));
    runs.push(run);
  }
  const results = await runPrograms(python, runs.map((_, at) => `${folder}/${at}.py`));
  for (const [at, [name, each]] of cases.entries()) {
    assertSameRun(runs[at], results[at], { name, ...each });
  }
  await Deno.remove(folder, { recursive: true });
}

function assertSameRun(
  run: Run,
  { curves, bestEpoch, parameters }: ProgramResult,
  { name, options }: Case & { name: string },
): void {
  assertEquals(bestEpoch, run.bestEpoch, name);
  const sides = options.test ? ["train", "test"] as const : ["train"] as const;
  const parts = options.data.task === "regression"
    ? ["Loss"] as const
    : ["Loss", "Accuracy"] as const;
  const curveNames = sides.flatMap((side) => parts.map((part) => `${side}${part}` as const));
  assertEquals(Object.keys(curves).sort(), curveNames.sort(), name);
  if (run.divergedAtEpoch !== null) {
    const until = run.divergedAtEpoch - 1;
    // Losses are so large there that their last digits alone exceed any tolerance.
    assertClose(run.trainLoss.slice(0, until), curves.trainLoss.slice(0, until), 1e-5, name);
    assertEquals(curves.trainLoss[until], null, name);
    assertEquals(curves.trainLoss.length, run.trainLoss.length, name);
    return;
  }
  for (const curve of curveNames) {
    const settings = { tolerance: 1e-5, name: `${name}, ${curve}` };
    assertSameCurve(run[curve], curves[curve], settings);
  }
  assertClose(parameters, run.model.parameters, 1e-5, `parameters of ${name}`);
}
