/** The kinds of argument of the library's functions, with the properties that the checks test. */

/** Each kind in words, for errors, and the properties that distinguish it from others, with their types. */
export const kinds = {
  dataset: {
    words: "a dataset, as makeMoons and createDataset return them",
    parts: {
      inputs: "object",
      labels: "object",
      samples: "number",
      features: "number",
      classes: "number",
    },
  },
  sampleCounts: {
    words: "a dataset, or its numbers of samples and classes",
    parts: { samples: "number", classes: "number" },
  },
  labels: {
    words: "a dataset, or its labels and samples",
    parts: { labels: "object", samples: "number" },
  },
  plane: {
    words: "a plane, as featurePlane and principalPlane return it",
    parts: { origin: "object", x: "object", y: "object", labels: "object" },
  },
  parameterPlane: {
    words: "a plane of parameters, as filterPlane and trajectoryPlane return it",
    parts: { origin: "object", directions: "object" },
  },
  surface: {
    words: "a surface, as predictSurface returns it",
    parts: { x: "object", y: "object", size: "object", values: "object" },
  },
  unitMaps: {
    words: "maps of units, as unitMaps returns them",
    parts: { x: "object", y: "object", size: "object", layers: "object" },
  },
  unitLayer: {
    words: "a layer: its width, units, weights and values",
    parts: { width: "number", units: "object", weights: "object", values: "object" },
  },
  foldedGrid: {
    words: "a bent grid, as foldedGrid returns it",
    parts: { lines: "object" },
  },
  table: {
    words: "a table, as parseTable returns it",
    parts: { source: "string", names: "object", columns: "object", rows: "object" },
  },
  scaler: {
    words: "a scaler, as fitScaler returns it",
    parts: { mean: "object", scale: "object" },
  },
  generatorState: {
    words: "a saved state",
    parts: {},
  },
  generator: {
    words: "a Generator",
    parts: { rand: "function", randomInt64: "function" },
  },
  model: {
    words: "an MLP, as createMlp returns it",
    parts: {},
  },
  spec: {
    words: "a network to train: its sizes, or a model, and an optimizer",
    parts: {},
  },
  device: {
    words: "a device, as openDevice returns it",
    parts: { kind: "string", start: "function", predict: "function", predictGrid: "function" },
  },
  samples: {
    words: "samples, as toSamples returns them",
    parts: { count: "number", inputs: "object", targets: "object" },
  },
  grid: {
    words: "a grid: x, y and size",
    parts: {},
  },
  plan: {
    words: "a plan: sizes, train, members and how they are trained",
    parts: { sizes: "object", train: "object", members: "object" },
  },
  member: {
    words: "a member: parameters, activation, optimizer and orderSeeds",
    parts: { parameters: "object" },
  },
  ensembleState: {
    words: "a state, as session.state() returns it",
    parts: { epoch: "number", members: "object" },
  },
  memberState: {
    words: "a member's state, as session.state() returns it",
    parts: { parameters: "object", optimizerState: "object" },
  },
  operands: {
    words: "two matrices, a and b",
    parts: { a: "object", b: "object" },
  },
  optimizer: {
    words: "an optimizer",
    parts: {},
  },
  schedule: {
    words: "a schedule",
    parts: {},
  },
  stopping: {
    words: "early stopping: patience and minDelta",
    parts: {},
  },
  trainingState: {
    words: "a saved training, as session.state() returns it",
    parts: { generator: "object", networks: "object", groups: "object" },
  },
  groupRecord: {
    words: "an ensemble of a saved training",
    parts: { epoch: "number", seconds: "number", members: "object" },
  },
  networkRecord: {
    words: "the settings of a network of a saved training",
    parts: { sizes: "object", optimizer: "object", loss: "string", fromModel: "boolean" },
  },
  memberRecord: {
    words: "a network of a saved training",
    parts: { network: "number", parameters: "string", optimizerState: "string" },
  },
  run: {
    words: "a run, as train returns it",
    parts: { name: "string", model: "object", optimizer: "object", trainLoss: "object" },
  },
  epochStatistics: {
    words: "statistics of an epoch, as runs with probes have them",
    parts: {},
  },
  seedGroup: {
    words: "a group of runs, as studySeeds returns it",
    parts: { name: "string", seeds: "object", runs: "object" },
  },
  runRecord: {
    words: "the record of a run, as runRecord returns it",
    parts: { name: "string", trainLoss: "object" },
  },
  runSettings: {
    words: "the settings of a run, as checkTraining and runRecord return them",
    parts: { sizes: "object", optimizerSettings: "object" },
  },
  tensorflow: {
    words: "TensorFlow.js, as a namespace import",
    parts: { matMul: "function", getBackend: "function", ready: "function" },
  },
  gradientSource: {
    words: "a source of gradients, as float64Gradients returns it",
    parts: { model: "object", at: "function" },
  },
  gradient: {
    words: "a loss and its gradients",
    parts: { loss: "number", gradients: "object" },
  },
  row: {
    words: "a row: a dataset's name, points and cells",
    parts: {},
  },
  cell: {
    words: "a cell: a field and its score",
    parts: {},
  },
  resultFile: {
    words: "a file: name, read, append and truncate",
    parts: { name: "string", read: "function", append: "function", truncate: "function" },
  },
  plannedCell: {
    words: "a cell of a plan, as planSweep returns it",
    parts: { key: "string", specs: "object", group: "string", bytes: "number" },
  },
  sweepPlan: {
    words: "a plan, as planSweep returns it",
    parts: { cells: "object", axes: "object", training: "object" },
  },
  sharedWork: {
    words: "what chunks share: version and text",
    parts: { version: "number", text: "string" },
  },
  sharedPart: {
    words: "the settings of a sweep, as chunkSweep writes them",
    parts: { training: "object", seeds: "object" },
  },
  carriedCell: {
    words: "a cell, as chunkSweep writes it",
    parts: { key: "string", settings: "object", spec: "object" },
  },
  chunkQueue: {
    words: "a queue: run",
    parts: { run: "function" },
  },
  chunkOutcome: {
    words: "the outcome of a chunk: id, and results or failure",
    parts: { id: "string" },
  },
  sweepResult: {
    words: "the result of a cell: key, settings and runs",
    parts: { key: "string", settings: "object", runs: "object" },
  },
  fractalRow: {
    words: "a row, as planFractal returns it: key and outputRate",
    parts: { key: "string", outputRate: "number" },
  },
  sweptRun: {
    words: "the result of a network: seed, finalTrainLoss, finalTestLoss and divergedAtEpoch",
    parts: { seed: "number" },
  },
  fractalResult: {
    words: "the result of a row: key, row and measures",
    parts: { key: "string", row: "number", measures: "object" },
  },
  fractalPlan: {
    words: "a plan, as planFractal returns it",
    parts: { rows: "object", inputRates: "object", problem: "object" },
  },
  resultStore: {
    words: "a store, as openStore returns it",
    parts: { size: "number", get: "function", add: "function", results: "function" },
  },
  storeFile: {
    words: "a file: name and bytes",
    parts: { name: "string", bytes: "object" },
  },
  storeHeader: {
    words: "a header: kind, version, id and description",
    parts: { kind: "string", version: "number", id: "string", description: "string" },
  },
  storedResult: {
    words: "a result with its key",
    parts: { key: "string" },
  },
  signal: {
    words: "an AbortSignal",
    parts: { aborted: "boolean", throwIfAborted: "function" },
  },
  options: {
    words: "an object of settings",
    parts: {},
  },
} as const;

/** The name of a kind of argument. */
export type Kind = keyof typeof kinds;
