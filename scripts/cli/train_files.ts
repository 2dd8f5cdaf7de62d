/** The files of `train` besides figures and states: the model that it starts from, and what it writes. */

import {
  type Dataset,
  type Mlp,
  type PyTorchRunOptions,
  type Run,
  runRecord,
  runToPyTorch,
  scikitLearnNames,
} from "../../mod.ts";
import { dataRecord, type DataSettings, type LabData } from "./data.ts";
import { writeFile } from "./files/files.ts";
import { flagName, type Values } from "./flags/flags.ts";
import type { modelFlags, saveFlags } from "./flags/lab_flags.ts";
import { readModel, writeModel } from "./model_files.ts";
import { UsageError } from "./usage_error.ts";

/** Writes the model and the program; a failure does not keep the results from being shown and written. */
export async function writeModelFiles(
  { flags: settings, fail }: {
    readonly flags: Values<typeof saveFlags> & DataSettings;
    readonly fail: (why: string) => void;
  },
  { run, model, data }: { run: Run; model: Mlp | undefined; data: LabData },
): Promise<void> {
  const { save, torch } = settings;
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      fail((error as Error).message);
    }
  };
  if (save !== undefined) {
    if (run.status !== "diverged") await attempt(() => writeModel(save, run.model));
    else fail(`The model was not saved to ${save}, as its training diverged`);
  }
  if (torch === undefined) return;
  const options = { ...programData(settings, data), model };
  await attempt(() => writeFile(torch, runToPyTorch(runRecord(run), options)));
}

/** The data of a PyTorch program: their settings if scikit-learn generates them too, or themselves. */
function programData(
  settings: DataSettings,
  { train, test }: LabData,
): Pick<PyTorchRunOptions, "data" | "test" | "sampleWeights" | "seed"> {
  const { seed, data: own } = settings;
  const { dataset, ...record } = dataRecord(settings);
  const generated = scikitLearnNames.find((name) => name === dataset);
  return own !== undefined || generated === undefined
    ? { data: train, test, sampleWeights: train.sampleWeights, seed }
    : { data: { ...record, dataset: generated }, seed };
}

/**
 * Reads the model that `--model` names, if it does.
 *
 * @throws {UsageError} if it cannot be read, or another flag contradicts it
 */
export async function readStart(
  settings: Values<typeof saveFlags> & Partial<Values<typeof modelFlags>>,
): Promise<Mlp | undefined> {
  const { model: path, activation, initializer } = settings;
  if (path === undefined) return undefined;
  if (initializer !== undefined) {
    throw new UsageError(
      "Flags --model and --initializer exclude each other: a model has its weights already",
    );
  }
  const model = await readModel(path, activation);
  for (const name of ["sizes", "activation"] as const) {
    const value = settings[name];
    if (value === undefined || String(value) === String(model[name])) continue;
    throw new UsageError(
      `Flag ${flagName(name)} ${value} contradicts --model ${path}, which has ${model[name]}: ` +
        "leave it out",
    );
  }
  return model;
}

/** Checks that a model has the data's features: as many, and by the same names if both have names. */
export function checkInputs(
  path: string,
  { sizes: [inputs], featureNames: own }: Mlp,
  { features, featureNames, name }: Pick<Dataset, "features" | "featureNames" | "name">,
): void {
  if (inputs !== features) {
    throw new UsageError(
      `The model of --model ${path} has inputs for ${inputs} features, and ${name} has ${features}`,
    );
  }
  const at = own?.findIndex((each, at) => featureNames && each !== featureNames[at]) ?? -1;
  if (at < 0) return;
  throw new UsageError(
    `The model of --model ${path} takes ${own?.join(", ")}, and ${name} has ` +
      `${featureNames?.join(", ")}: choose these columns by --features`,
  );
}
