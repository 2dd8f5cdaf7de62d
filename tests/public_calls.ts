/** Every public function with arguments that it takes: what tests of wrong arguments start from. */

import * as lab from "../mod.ts";

/** An argument that may be left out. */
export class Optional {
  constructor(readonly value: unknown) {}
}

const optional = (value: unknown) => new Optional(value);

/** What is called, and arguments that it takes. */
export type Calls = Readonly<
  Record<string, readonly [call: (...args: never[]) => unknown, ...args: unknown[]]>
>;

/** The arguments themselves. */
export function argumentsOf(args: readonly unknown[]): unknown[] {
  return args.map((argument) => argument instanceof Optional ? argument.value : argument);
}

/** Functions that take anything, or whose methods are tried instead. */
export const triedElsewhere = [
  "TrainingSession", // made by startTraining
  "openDevice", // opens a device where its argument is left out
  "lossText", // takes any number
  "percentText",
];

/** Right arguments, to be put into calls. */
export const moons = lab.makeMoons(20, { seed: 1 });
const heights = lab.createDataset({
  inputs: [[20], [35]],
  targets: [[1.5], [2.25]],
  task: "regression",
});
const slope = lab.createDataset({
  inputs: [[0, 1], [1, 0]],
  targets: [[1.5], [2.25]],
  task: "regression",
});
export const model = lab.createMlp([2, 4, 2]);
const folding = lab.createMlp([2, 2, 2]);
/** Maps of the units of a network without hidden layers. */
const maps: lab.UnitMaps = {
  ...{ x: [-1, 1], y: [-1, 1], size: [2, 2] },
  layers: [2, 1].map((width, layer) => ({
    width,
    units: Array.from({ length: width }, (_, unit) => unit),
    weights: new Float32Array(layer * width * 2).fill(1),
    values: Float32Array.from({ length: 4 * width }, (_, at) => at - 2),
  })),
};
const table = await lab.parseTable("a,b\n1,x\n2,y");
const weightedTable = await lab.parseTable("a,w,b\n1,0.5,x\n2,1,y");
const plain = { ...lab.createMlp([2, 1], { head: "values" }), task: "regression" } as const;
const line = lab.createMlp([1, 1], { head: "values" });
const samples = lab.toSamples(moons, { outputs: 2 });
const batch = { samples, loss: "crossEntropy" } as const;
const source = lab.float64Gradients(model, batch);
const gradient = await lab.gradientAt(source);
const parameterPlane = lab.filterPlane(model);
export const specs = [{ sizes: [2, 2], optimizer: lab.sgd() }];
export const field = {
  x: [-1, 1],
  y: [-1, 1],
  size: [2, 2],
  classes: 2,
  values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
} as const;
const series = [
  { name: "loss", values: [3, 2, 1] },
  { name: "loss", values: [3, 2], x: [1, 2], dashed: true, stoppedAt: { x: 2, label: "diverged" } },
];
const losses = { name: "tanh", trainLoss: [0.7, 0.5], testLoss: [0.7, 0.6] };
const panel = lab.linePanel(series);
const boundary = lab.contourPanel(field);
const figure = lab.figure([[panel]]);
const moving = lab.animation([figure, figure]);
const grid = { x: [-1, 1], y: [-1, 1], size: [3, 3] } as const;
const provenance = {
  ...{ command: "deno task train", flags: ["--epochs", "20"], seed: 1 },
  data: { datasets: ["moons"], samples: 20, noise: [0.1], factor: 0.5, testSize: 0.3 },
  device: { kind: "cpu", name: "WebAssembly" },
  versions: { deno: "2.9" },
};

/** Stands in for a page's. */
const pageDocument = { createElementNS: () => ({ setAttribute: () => {}, append: () => {} }) };

/** A plan of one small network. */
export const plan: lab.TrainingPlan = {
  ...{ sizes: [2, 2], loss: "crossEntropy", epochs: 2, batchSize: 8 },
  ...{ train: samples, test: samples },
  members: [{
    parameters: new Float32Array(6),
    activation: "relu",
    optimizer: lab.sgd(),
    orderSeeds: Uint32Array.of(1, 2),
  }],
};

/** What is to be taken whole: made by the library, and not put together by hand. */
export const madeWhole: readonly unknown[] = [panel, boundary, figure, moving, pageDocument];

/** A sweep of one network. */
const sweepOptions = { axes: { rate: [0.1] }, data: moons, epochs: 1 } as const;
const specOfRate = ({ rate }: { rate: number }) => ({
  sizes: [2, 2],
  optimizer: lab.sgd({ learningRate: rate }),
});

/** A file of results that stays empty. */
const emptyFile: lab.ResultFile = {
  name: "results.jsonl",
  read: () => Promise.resolve(new Uint8Array()),
  append: () => Promise.resolve(),
  truncate: () => Promise.resolve(),
};
/** A queue without any outcome. */
const emptyQueue: lab.ChunkQueue = {
  async *run() {},
};
const header = { kind: "sweep", version: 1, id: "a1", description: "two rates" };

/** Every public function; results that have to be freed are. */
export async function callsOf(device: lab.Device): Promise<Calls> {
  const options = { device, data: moons, epochs: 1 };
  const [run] = await lab.train(specs, { ...options, probe: { at: [0, 1], layers: [1] } });
  const seeded = await lab.train(lab.seedSpecs(specs, { seeds: 2 }), options);
  const [group] = lab.seedGroups(seeded, { seeds: 2 });
  await using session = await lab.startTraining(specs, options);
  const state = await session.state();
  const sweepPlan = await lab.planSweep(specOfRate, { ...sweepOptions, device });
  const chunked = await lab.chunkSweep(sweepPlan);
  const freed = <Args extends unknown[]>(
    start: (...args: Args) => Promise<{ close(): Promise<void> }>,
  ) =>
  async (...args: Args) => {
    const started = await start(...args);
    await started.close();
  };
  return {
    ...dataCalls(),
    ...modelCalls(),
    gradientAt: [lab.gradientAt, source],
    centralDifferences: [lab.centralDifferences, source, { epsilon: 1e-5 }],
    compareGradients: [lab.compareGradients, [2, 4, 2], [gradient, gradient]],
    deviceGradients: [lab.deviceGradients, model, { device, ...batch }],
    float64Gradients: [lab.float64Gradients, model, batch],
    accuracyOf: [lab.accuracyOf, model, { device, data: moons }],
    predictSurface: [lab.predictSurface, plain, { device, ...grid }],
    regressionScoresOf: [lab.regressionScoresOf, line, { device, data: heights }],
    boundsOf: [lab.boundsOf, moons, optional({ margin: 0.2 })],
    predict: [lab.predict, model, { device, inputs: moons.inputs }],
    predictGrid: [lab.predictGrid, model, { device, ...grid }],
    foldedGrid: [lab.foldedGrid, folding, { device, x: [-1, 1], y: [-1, 1], layer: 1, lines: 3 }],
    kinkLines: [lab.kinkLines, model, optional({ plane: lab.principalPlane(moons) })],
    lastLayers: [lab.lastLayers, model, 1],
    layerValues: [lab.layerValues, model, { device, inputs: moons.inputs, layers: [1] }],
    unitImportance: [lab.unitImportance, model, { device, data: moons }],
    unitMaps: [lab.unitMaps, model, { device, ...grid, units: [[0, 1], [3, 0], [1]] }],
    cosine: [lab.cosine, optional({ epochs: 5, minimum: 0.1 })],
    earlyStopping: [lab.earlyStopping, optional({ patience: 5, minDelta: 0.1 })],
    exponentialDecay: [lab.exponentialDecay, { factor: 0.5 }],
    oneCycle: [lab.oneCycle, { maximum: 0.5 }],
    reduceOnPlateau: [
      lab.reduceOnPlateau,
      optional({ patience: 5, factor: 0.5, threshold: 0.1 }),
    ],
    stepDecay: [lab.stepDecay, { every: 2, factor: 0.5 }],
    warmUp: [lab.warmUp, optional({ epochs: 5, start: 0.1 })],
    predictGrids: [lab.predictGrids, [model], { device, ...grid }],
    spacedEpochs: [lab.spacedEpochs, 10, 3],
    trainingWork: [lab.trainingWork, [2, 4, 2], { samples: 40, epochs: 3 }],
    toSamples: [lab.toSamples, moons, { outputs: 2 }],
    checkTraining: [lab.checkTraining, specs, options],
    train: [lab.train, specs, options],
    startTraining: [freed(lab.startTraining), specs, options],
    calibration: [lab.calibration, [0.25, 0.75, 1, 0], [1, 1], optional({ bins: 5 })],
    mistakes: [lab.mistakes, [0.25, 0.75, 1, 0], [1, 1], optional({ most: 3 })],
    quantile: [lab.quantile, [1, 2], 0.5],
    pairedDifference: [
      lab.pairedDifference,
      [1, 2],
      [2, 3],
      optional({ seed: 1, resamples: 10, level: 0.9 }),
    ],
    studySeeds: [lab.studySeeds, specs, { ...options, seeds: 2 }],
    seedSpecs: [lab.seedSpecs, specs, { seed: 1, seeds: 2 }],
    seedGroups: [lab.seedGroups, seeded, { seeds: 2 }],
    seedGroupRecord: [lab.seedGroupRecord, group],
    finalTestLosses: [lab.finalTestLosses, group],
    checkResume: [lab.checkResume, state, optional({ epochs: 10 })],
    resumeTraining: [freed(lab.resumeTraining), state, { device, data: moons }],
    rangeTest: [lab.rangeTest, specs[0], { ...{ device, data: moons }, steps: 3, fromRate: 1e-3 }],
    filterPlane: [lab.filterPlane, model, optional({ seed: 1 })],
    trajectoryPlane: [lab.trajectoryPlane, [model, lab.createMlp([2, 4, 2], { seed: 1 })]],
    placesIn: [lab.placesIn, parameterPlane, [model]],
    landscape: [lab.landscape, parameterPlane, { device, data: moons, x: [0], y: [0, 1] }],
    sharpness: [
      lab.sharpness,
      { sizes: [2, 2], learningRate: 0.1 },
      { data: moons, steps: 2, every: 1, tolerance: 0.01 },
    ],
    planSweep: [lab.planSweep, specOfRate, { ...sweepOptions, device }],
    sweep: [
      async (...args: Parameters<typeof lab.sweep>) => {
        for await (const _ of lab.sweep(...args)) break;
      },
      sweepPlan,
      optional({ memory: 2 ** 20 }),
    ],
    chunkSweep: [lab.chunkSweep, sweepPlan, optional({ cells: 2 })],
    chunkTrainer: [lab.chunkTrainer, { version: chunked.version, text: chunked.shared.text }, {
      ...{ device, memory: 2 ** 20 },
    }],
    collectSweep: [
      async (...args: Parameters<typeof lab.collectSweep>) => {
        for await (const _ of lab.collectSweep(...args)) break;
      },
      sweepPlan,
      { queue: emptyQueue },
    ],
    planFractal: [lab.planFractal, { data: moons, pixels: 2, steps: 20, points: 5 }],
    fractal: [
      async (...args: Parameters<typeof lab.fractal>) => {
        for await (const _ of lab.fractal(...args)) break;
      },
      await lab.planFractal({ data: moons, pixels: 2, steps: 20, points: 5 }),
      optional({ workers: 1 }),
    ],
    convergenceMeasure: [lab.convergenceMeasure, new Array<number>(20).fill(1)],
    boundaryDimension: [lab.boundaryDimension, [[-1, 1], [1, -1]]],
    openStore: [lab.openStore, emptyFile, header],
    mergeStores: [
      lab.mergeStores,
      await lab.openStore(emptyFile, header),
      [{ name: "other", bytes: new Uint8Array() }],
      header,
    ],
    runRecord: [lab.runRecord, run],
    curvesToCsv: [lab.curvesToCsv, [lab.runRecord(run)]],
    runToPyTorch: [lab.runToPyTorch, lab.runRecord(run), { data: moons, test: moons, seed: 1 }],
    "device.start": [freed(device.start), plan],
    "device.matmul": [
      device.matmul,
      { a: new Float32Array(1), b: new Float32Array(1) },
      { batch: 1, rows: 1, inner: 1, columns: 1 },
    ],
    "device.predict": [device.predict, [model], samples.inputs],
    "device.predictGrid": [device.predictGrid, [model], grid],
    ...plotCalls(),
  };
}

function dataCalls(): Calls {
  return {
    RandomState: [(seed: number) => new lab.RandomState(seed), 1],
    Generator: [(seed: number) => new lab.Generator(seed), 1],
    dataLoaderOrder: [lab.dataLoaderOrder, new lab.Generator(1), 5, { shuffle: true }],
    createDataset: [lab.createDataset, { inputs: [[0, 1]], labels: [0] }],
    parseTable: [lab.parseTable, "a,b\n1,x\n2,y", optional({ separator: ",", source: "a.csv" })],
    readCsv: [lab.readCsv, "a,b\n1,x\n2,y", optional({ target: "b", features: ["a"] })],
    tableDataset: [
      lab.tableDataset,
      weightedTable,
      optional({ target: "b", missing: "drop", weights: "w" }),
    ],
    tableInputs: [lab.tableInputs, table, optional({ features: ["a"], missing: "mean" })],
    formatTable: [
      lab.formatTable,
      { names: ["a", "b"], columns: [[1, 2], ["x", "y"]] },
      optional({ separator: ";", decimal: "," }),
    ],
    featurePlane: [lab.featurePlane, moons, optional(["feature 2", "feature 1"])],
    principalPlane: [lab.principalPlane, moons],
    projectDataset: [lab.projectDataset, moons, lab.principalPlane(moons)],
    makeBlobs: [
      lab.makeBlobs,
      20,
      optional({ centers: 3, standardDeviation: 1, seed: 1 }),
    ],
    makeCircles: [lab.makeCircles, 20, optional({ factor: 0.5, noise: 0.1, seed: 1 })],
    makeMoons: [lab.makeMoons, 20, optional({ noise: 0.1, seed: 1 })],
    makeSpiral: [lab.makeSpiral, 20, optional({ classes: 2, turns: 1, noise: 0.1, seed: 1 })],
    makeXor: [lab.makeXor, 20, optional({ noise: 0.1, seed: 1 })],
    makeDataset: [lab.makeDataset, "moons", 20, optional({ noise: 0.1, seed: 1 })],
    defaultNoise: [lab.defaultNoise, "moons"],
    fitScaler: [lab.fitScaler, moons],
    scaleDataset: [lab.scaleDataset, moons, lab.fitScaler(moons)],
    scaleTargets: [lab.scaleTargets, heights, optional(lab.fitScaler(heights))],
    standardScale: [lab.standardScale, moons],
    checkSplit: [lab.checkSplit, moons, optional({ testSize: 0.3, seed: 1, stratify: true })],
    splitIndices: [lab.splitIndices, moons, optional({ testSize: 0.3, seed: 1, stratify: true })],
    trainTestSplit: [
      lab.trainTestSplit,
      moons,
      optional({ testSize: 0.3, seed: 1, stratify: true }),
    ],
  };
}

function modelCalls(): Calls {
  return {
    activationFunction: [lab.activationFunction, "relu"],
    saturationOf: [lab.saturationOf, "relu"],
    layerStatistics: [
      lab.layerStatistics,
      model,
      { data: moons, loss: "crossEntropy", layers: [1, 2], before: model },
    ],
    checkInitializer: [(value: unknown) => lab.checkInitializer("build", value), "torch"],
    initialize: [lab.initialize, new lab.Generator(1), [2, 2], "torch"],
    layersOf: [lab.layersOf, [2, 2]],
    parameterCount: [lab.parameterCount, [2, 2]],
    createMlp: [
      lab.createMlp,
      [2, 2],
      optional({ activation: "tanh", initializer: "he", head: "logits", seed: 1 }),
    ],
    modelFromJson: [lab.modelFromJson, lab.modelToJson(model)],
    modelToJson: [lab.modelToJson, model],
    modelFromNpz: [
      lab.modelFromNpz,
      lab.modelToNpz(model),
      optional({ activation: "relu", head: "logits" }),
    ],
    modelToNpz: [lab.modelToNpz, model],
    modelFromSafetensors: [
      lab.modelFromSafetensors,
      lab.modelToSafetensors(model),
      optional({ activation: "relu", head: "logits" }),
    ],
    modelToSafetensors: [lab.modelToSafetensors, model],
    modelToOnnx: [lab.modelToOnnx, model],
    modelToPyTorch: [lab.modelToPyTorch, model],
    adagrad: [lab.adagrad, optional({ learningRate: 0.1, epsilon: 1e-8, weightDecay: 0 })],
    adam: [lab.adam, optional({ learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 })],
    adamw: [lab.adamw, optional({ learningRate: 0.1, weightDecay: 0.1 })],
    rmsprop: [lab.rmsprop, optional({ learningRate: 0.1, smoothing: 0.9, epsilon: 1e-8 })],
    sgd: [
      lab.sgd,
      optional({ learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0 }),
    ],
    createOptimizer: [lab.createOptimizer, "sgd", optional({ learningRate: 0.1 })],
    nameOfOptimizer: [lab.nameOfOptimizer, lab.sgd()],
  };
}

function plotCalls(): Calls {
  const drawn =
    <Args extends unknown[]>(panelOf: (...args: Args) => lab.Panel) => (...args: Args) =>
      lab.toSvg(lab.figure([[panelOf(...args)]]));
  const written =
    <Args extends unknown[]>(figureOf: (...args: Args) => lab.Figure) => (...args: Args) =>
      lab.toSvg(figureOf(...args));
  const eachDrawn =
    <Args extends unknown[]>(panelsOf: (...args: Args) => lab.Panel[]) => (...args: Args) => {
      const panels = panelsOf(...args);
      return panels.length === 0 ? "" : lab.toSvg(lab.figure([panels]));
    };
  const pauses = { secondsPerFigure: 1, secondsAtStart: 1, secondsAtEnd: 1, description: "moves" };
  const names = { title: "Losses", note: "of 2 runs", xLabel: "epoch", yLabel: "loss" };
  const scales = {
    xScale: "linear",
    yScale: "log",
    dashNames: ["train", "test"],
    bandName: "spread",
  } as const;
  return {
    animation: [written(lab.animation), [figure, figure], optional(pauses)],
    boundaryMatrix: [
      written(lab.boundaryMatrix),
      [{ name: "moons", points: [{ name: "train", data: moons }], cells: [{ field, score: 1 }] }],
      { columns: ["relu"] },
    ],
    boundaryPanels: [
      eachDrawn(lab.boundaryPanels),
      [{ name: "tanh", field }],
      optional({ points: [{ name: "train", data: moons }], classNames: ["a", "b"] }),
    ],
    cellsPanel: [
      drawn(lab.cellsPanel),
      { x: [1, 2], y: ["a"], values: [[0.5, 1]] },
      optional({ ...names, valueLabel: "loss", limits: [0, 1], scale: "linear", showValues: true }),
    ],
    trainabilityPanel: [
      drawn(lab.trainabilityPanel),
      { x: [0, 1], y: [0, 1], measures: [[-1, 1], [1, -1]] },
      optional(names),
    ],
    contourPanel: [
      drawn(lab.contourPanel),
      field,
      optional({
        ...{ ...names, points: [{ name: "train", data: moons, hollow: false }] },
        rings: [{ x: 0, y: 0, label: "1" }],
      }),
    ],
    confusionPanel: [
      drawn(lab.confusionPanel),
      [[4, 1], [0, 5]],
      optional({ title: "Losses", note: "of 2 runs", classNames: ["a", "b"] }),
    ],
    dotsPanel: [
      drawn(lab.dotsPanel),
      [{ name: "tanh", values: [0.3, 0.4, NaN] }],
      optional({ title: "Losses", note: "3 seeds", yLabel: "loss", yScale: "log", classes: 2 }),
    ],
    foldPanel: [
      drawn(lab.foldPanel),
      boundary,
      { grid: { lines: [Float32Array.of(-1, -1, 1, 1)] } },
    ],
    kinkPanel: [
      drawn(lab.kinkPanel),
      boundary,
      { lines: [{ normal: [1, 0], offset: 0 }], importance: [1] },
    ],
    networkPanel: [
      drawn(lab.networkPanel),
      maps,
      optional({
        ...{ title: "Losses", note: "of 2 runs", output: boundary, maxWeight: 2 },
        ...{ inputNames: ["x", "y"], outputNames: ["z"] },
      }),
    ],
    fitPanel: [
      drawn(lab.fitPanel),
      [{ name: "fit", x: [0, 1, 2], values: [1, 2, 3] }],
      optional({ ...names, points: [{ name: "train", data: heights, hollow: false }] }),
    ],
    surfacePanel: [
      drawn(lab.surfacePanel),
      { ...grid, size: [2, 2], values: Float64Array.of(1, 2, 3, 4) },
      optional({ ...names, points: [{ name: "train", data: slope }], valueName: "z" }),
    ],
    curveStatistics: [lab.curveStatistics, losses],
    displayable: [lab.displayable, figure],
    divergenceNotes: [lab.divergenceNotes, [losses]],
    epochReaching: [(run: lab.RunCurves) => lab.epochReaching(run, 0.5), losses],
    figure: [
      written(lab.figure),
      [[panel]],
      optional({ title: "Losses", theme: "dark", size: "half", provenance, legend: true }),
    ],
    histogramPanel: [
      drawn(lab.histogramPanel),
      [{ name: "a", values: [1, 2] }],
      optional({ ...names, bins: 3 }),
    ],
    landscapePanel: [
      drawn(lab.landscapePanel),
      { ...grid, size: [2, 2], values: Float64Array.of(1, 2, 3, 4) },
      optional({ ...names, paths: [{ name: "sgd", x: [0, 1], y: [0, 1] }], limits: [1, 3] }),
    ],
    linePanel: [
      drawn(lab.linePanel),
      series,
      optional({ ...names, ...scales, nameRuns: true, markers: false }),
    ],
    listText: [lab.listText, ["a"]],
    lossLines: [lab.lossLines, [losses]],
    lossPanel: [drawn(lab.lossPanel), [losses], optional({ ...names, ...scales })],
    lossScale: [lab.lossScale, [losses]],
    progressPanel: [drawn(lab.progressPanel), series, { at: 1 }],
    provenanceText: [lab.provenanceText, optional(provenance)],
    quartileLine: [(curves: number[][]) => lab.quartileLine("a", curves), [[1, 2], [2, 3]]],
    reliabilityPanel: [
      drawn(lab.reliabilityPanel),
      [{ from: 0.5, to: 1, count: 4, meanProbability: 0.75, share: 0.5 }],
      optional({ ...names, xLimits: [0, 1] }),
    ],
    scatterPanel: [drawn(lab.scatterPanel), moons, optional({ ...names, classes: 2 })],
    shareLegend: [lab.shareLegend, [panel]],
    staticFigure: [lab.staticFigure, moving],
    textsOf: [lab.textsOf, figure],
    toElement: [lab.toElement, figure, pageDocument],
    toSvg: [lab.toSvg, figure],
  };
}
