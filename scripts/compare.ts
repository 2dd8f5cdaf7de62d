/**
 * Comparison: networks from logistic regression to two hidden layers on all datasets.
 *
 * All networks are trained with the same settings; the generator is seeded anew for each dataset. Which
 * dataset needs which network, and where is the simplest network as good as the others?
 */

import {
  boundaryMatrix,
  boundsOf,
  type DatasetName,
  datasetNames,
  divergenceNotes,
  Generator,
  type MatrixRow,
  type Optimizer,
  percentText,
  predictGrids,
  type Run,
  type TrainingSpec,
} from "../mod.ts";
import { translated } from "./cli/words.ts";
import { createProgram, runProgram } from "./cli/command.ts";
import type { ClosingExperiment, Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { parseFlags, type Values } from "./cli/flags/flags.ts";
import { checkLabData, type DataSettings, type LabData, makeLabData } from "./cli/data.ts";
import type { ComparedTraining, Lab } from "./cli/lab.ts";
import type { FigureIn } from "./cli/looks.ts";
import { headed, shownName } from "./cli/figure_words.ts";
import { averageFinding, type MeanAccuracy } from "./cli/findings.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { controlFlags, controlOf, optimizerOf } from "./cli/flags/control_flags.ts";
import { figureFlags, panelFlags } from "./cli/flags/figure_flags.ts";
import { generatorFlags } from "./cli/flags/data_flags.ts";
import {
  curveFlags,
  placeFlags,
  resultFlags,
  trainingFlags,
  withDefaults,
} from "./cli/flags/lab_flags.ts";
import { overSeeds } from "./cli/seed_study.ts";
import { ranked } from "./cli/ranked.ts";

/** The networks, in ascending order of complexity. */
const models = [
  { name: "logistic", hidden: [], activation: "relu" },
  { name: "tanh 32", hidden: [32], activation: "tanh" },
  { name: "relu 32", hidden: [32], activation: "relu" },
  { name: "relu 32-32", hidden: [32, 32], activation: "relu" },
] as const;

/** Test accuracies that differ by at most this count as equal. */
const point = 0.01;

/** The dataset of the lab object, which requires one. This experiment generates its own data instead. */
const labsOwn = datasetNames[0];

/** Points of a field along x and along y; few, because the panels are small. */
const grid = [100, 100] as const;

/** How the networks are trained without other flags. */
const training = { optimizer: "adam", learningRate: 0.01, epochs: 100 } as const;

const { dataset: _, ...allDataFlags } = generatorFlags;
/** Weights of classes would have to be the same for two and for three classes. */
const { classWeights: _classWeights, ...control } = controlFlags;
const flags = {
  ...allDataFlags,
  ...withDefaults(trainingFlags, training),
  ...control,
  ...curveFlags,
  ...placeFlags,
  ...figureFlags,
  runNames: panelFlags.runNames,
  ...resultFlags,
};

/** The first part of the figure's name. */
const stem = "comparison";
const files = [`${stem}.svg`];

const command = {
  name: "compare",
  summary:
    `Trains ${models.length} networks on all datasets and draws their boundaries as one figure.`,
  example: "deno task compare --samples 300 --epochs 50 --seed 7 --out figures",
  flags,
  files: (settings: Values<typeof flags>) => figureFiles(files, settings, stem),
};

/** A dataset's name, and its data. */
type NamedData = readonly [name: DatasetName, data: LabData];

/** The results of all networks on a dataset. */
interface Compared {
  readonly name: DatasetName;
  readonly data: LabData;
  readonly runs: readonly Run[];
}

/** What the data and the trainings are made from. */
type CompareSettings =
  & Omit<DataSettings, "dataset">
  & Pick<
    Values<typeof flags>,
    "optimizer" | "learningRate" | "weightDecay" | "epochs" | "seed" | keyof typeof control
  >;

/** Creates the experiment. Its settings are checked on small datasets, so that errors come early. */
function compareModels(settings: CompareSettings): Experiment {
  const { epochs, seed } = settings;
  const all = { ...settings, classWeights: undefined };
  const trained = { optimizer: optimizerOf(all), ...controlOf(all) };
  const smallSets = datasetNames.map((dataset): NamedData => {
    const small = checkLabData({ ...settings, dataset });
    return [dataset, { all: small, train: small, test: small }];
  });
  const trainingOn = (set: NamedData) => trainingOf(set, { trained, epochs, seed });
  return {
    name: command.name,
    stem,
    datasets: datasetNames,
    classes: Math.max(...smallSets.map(([, { all }]) => all.classes)),
    series: () => models.map(({ name }) => name),
    summary: `${models.length} networks on ${datasetNames.length} datasets`,
    trainings: () => smallSets.map(trainingOn),
    trainingsOn: async (lab) => (await makeAll(settings, lab.signal)).map(trainingOn),
    async run(lab) {
      const compared: Compared[] = [];
      for (const [name, data] of await makeAll(settings, lab.signal)) {
        compared.push({ name, data, runs: await lab.train(trainingOn([name, data])) });
      }
      await lab.draw(files[0], () => drawMatrix(lab, compared));
      lab.output.table(
        ["test acc. %", ...models.map(({ name }) => ({ title: name, decimals: 1 }))],
        compared.map(({ name, runs }) => [
          name,
          ...runs.map(({ finalTestAccuracy }) => 100 * finalTestAccuracy),
        ]),
        "runs",
      );
      const lost = divergenceNotes(compared.flatMap(({ runs }) => runs));
      return { takeaways: [...lost, ...compared.flatMap(describe), ...onAverage(compared)] };
    },
  };
}

/** Generates all datasets. */
async function makeAll(
  settings: CompareSettings,
  signal: AbortSignal,
): Promise<NamedData[]> {
  const sets: NamedData[] = [];
  for (const dataset of datasetNames) {
    sets.push([dataset, makeLabData({ ...settings, dataset })]);
    // A pause, so that Ctrl-C is handled: a million points take seconds.
    await new Promise((handled) => setTimeout(handled, 0));
    signal.throwIfAborted();
  }
  return sets;
}

/** The training of all models on one dataset; those of equal sizes are trained together. */
function trainingOf(
  [name, data]: NamedData,
  { trained, epochs, seed }: {
    readonly trained: { readonly optimizer: Optimizer } & Partial<TrainingSpec>;
    readonly epochs: number;
    readonly seed: number;
  },
): ComparedTraining {
  const { features, classes } = data.all;
  const specs = models.map(({ name: model, hidden, activation }) => ({
    name: `${name} ${model}`,
    sizes: [features, ...hidden, classes],
    activation,
    ...trained,
  }));
  return {
    specs,
    label: `Training on ${name}`,
    comparison: {
      ...{ file: stem, ending: "", topic: "Trained networks on every dataset", panel: name },
    },
    epochs,
    data,
    generator: new Generator(seed),
  };
}

async function drawMatrix(
  lab: Lab,
  compared: readonly Compared[],
): Promise<FigureIn> {
  const { device, signal, words } = lab;
  const rows: MatrixRow[] = [];
  for (const { name, data, runs } of compared) {
    const bounds = boundsOf(data.all);
    const train = { name: words.say("train"), data: data.train };
    const test = { name: words.say("test"), data: data.test, hollow: true };
    const options = { device, ...bounds, size: grid, signal };
    const fields = await predictGrids(runs.map(({ model }) => model), options);
    const cells = runs.map(({ finalTestAccuracy: score }, at) => ({ field: fields[at], score }));
    rows.push({ name: translated(words, name), points: [train, test], shown: [test], cells });
  }
  const topic = words.say("Test accuracy of each network");
  const heading = { topic, finding: averageFinding(lab, meansOf(compared)) };
  const { runNames: _, ...options } = headed(lab, heading);
  const columns = models.map(({ name }) => shownName(lab, name));
  return (look) => boundaryMatrix(rows, { ...options, columns, ...look });
}

/** Names the simplest network whose test accuracy on a dataset equals the best. */
function describe({ name, runs }: Compared): string[] {
  const [best] = ranked(runs, ({ finalTestAccuracy }) => -finalTestAccuracy);
  if (best === undefined) return [];
  const enough = runs.findIndex(({ finalTestAccuracy }) =>
    finalTestAccuracy >= best.finalTestAccuracy - point
  );
  const { finalTestAccuracy } = runs[enough];
  const modelOf = (run: Run) => models[runs.indexOf(run)].name;
  const rest = runs[enough] === best
    ? "no network does better"
    : `the best, ${modelOf(best)}, ${percentText(best.finalTestAccuracy)}`;
  return [`${name}: ${models[enough].name} gets ${percentText(finalTestAccuracy)} right; ${rest}.`];
}

/** The mean accuracies of the networks over all datasets, the best first. */
function meansOf(compared: readonly Compared[]): MeanAccuracy[] {
  return models.map(({ name }, at) => {
    const sum = compared.reduce((sum, { runs }) => sum + runs[at].finalTestAccuracy, 0);
    return { name, mean: sum / compared.length };
  }).filter(({ mean }) => Number.isFinite(mean)).sort((a, b) => b.mean - a.mean);
}

/** Names the networks with the best and the worst mean accuracy over all datasets. */
function onAverage(compared: readonly Compared[]): string[] {
  const means = meansOf(compared);
  if (means.length < 2) return [];
  const [best, worst] = [means[0], means[means.length - 1]];
  return [
    `Over all datasets ${best.name} gets ${percentText(best.mean)} right, ` +
    `${worst.name} ${percentText(worst.mean)}.`,
  ];
}

const panelFlagNames = Object.keys(panelFlags) as (keyof typeof panelFlags)[];

/** The end of the lab. The lab's flags of runs, classes and axes are about the panels of the others. */
export const comparison: ClosingExperiment = {
  name: command.name,
  files,
  make: (settings) => ({
    ...compareModels({ ...parseFlags([], flags), ...settings, ...training }),
    ignores: [...panelFlagNames, "classNames", "classColors"],
  }),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const flags = { ...tools.flags, dataset: labsOwn };
  const [record] = await runAll([overSeeds(compareModels(tools.flags), flags.seeds)], {
    ...tools,
    flags,
  });
  return record;
});

if (import.meta.main) await runProgram(program);
