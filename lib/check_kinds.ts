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
  surface: {
    words: "a surface, as predictSurface returns it",
    parts: { x: "object", y: "object", size: "object", values: "object" },
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
