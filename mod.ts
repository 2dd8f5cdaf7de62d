/**
 * Shows how small neural networks learn: datasets, multilayer perceptrons, training that reproduces
 * PyTorch's loss curves, and figures for slides. Nothing here reads files or keeps global state.
 *
 * @example From data to a decision boundary
 * ```ts
 * import {
 *   boundsOf,
 *   contourPanel,
 *   figure,
 *   makeMoons,
 *   openDevice,
 *   predictGrid,
 *   sgd,
 *   standardScale,
 *   toSvg,
 *   train,
 *   trainTestSplit,
 * } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const moons = standardScale(makeMoons(600, { noise: 0.25, seed: 42 }));
 * const split = trainTestSplit(moons, { testSize: 0.3, seed: 42, stratify: true });
 * await using device = await openDevice();
 * const [run] = await train(
 *   [{ sizes: [2, 32, 2], activation: "tanh", optimizer: sgd({ learningRate: 0.5 }) }],
 *   { device, data: split.train, test: split.test, epochs: 30, seed: 42 },
 * );
 * const field = await predictGrid(run.model, { device, ...boundsOf(moons) });
 * const svg = toSvg(figure([[contourPanel(field, { points: moons, title: "tanh" })]]));
 * assert(run.finalTestAccuracy > 0.85 && svg.startsWith("<svg"));
 * ```
 *
 * @module
 */

export { RandomState } from "./lib/random/numpy.ts";
export { Generator } from "./lib/random/torch.ts";
export type { NormalOptions, UniformOptions } from "./lib/random/options.ts";
export type { GeneratorState } from "./lib/random/state.ts";
export { dataLoaderOrder, type LoaderOptions } from "./lib/random/loader.ts";

export {
  type DataDescription,
  type Scaler,
  type ScalerLike,
  type Task,
  taskNames,
} from "./lib/data_description.ts";
export type { Dataset } from "./lib/datasets/dataset.ts";
export { createDataset, type DatasetParts } from "./lib/datasets/create.ts";
export {
  type CsvOptions,
  readCsv,
  tableDataset,
  type TableDatasetOptions,
  tableInputs,
  type TableInputsOptions,
} from "./lib/datasets/csv/read_csv.ts";
export { formatTable } from "./lib/datasets/csv/format_table.ts";
export {
  parseTable,
  type Separator,
  type Table,
  type TableOptions,
} from "./lib/datasets/csv/table.ts";
export { type Missing, missingNames, type TableInputs } from "./lib/datasets/csv/columns.ts";
export { type Bounds, boundsOf } from "./lib/datasets/bounds.ts";
export { featurePlane, type Plane, principalPlane, projectDataset } from "./lib/datasets/plane.ts";
export { type BlobsOptions, makeBlobs } from "./lib/datasets/blobs.ts";
export { type CirclesOptions, makeCircles } from "./lib/datasets/circles.ts";
export { makeMoons, type MoonsOptions } from "./lib/datasets/moons.ts";
export { makeSpiral, type SpiralOptions } from "./lib/datasets/spiral.ts";
export { makeXor, type XorOptions } from "./lib/datasets/xor.ts";
export {
  type DatasetName,
  datasetNames,
  type DatasetOptions,
  defaultNoise,
  makeDataset,
} from "./lib/datasets/make.ts";
export { fitScaler, scaleDataset, scaleTargets, standardScale } from "./lib/datasets/scale.ts";
export {
  checkSplit,
  type Split,
  type SplitIndices,
  splitIndices,
  type SplitOptions,
  trainTestSplit,
} from "./lib/datasets/split.ts";

export {
  type Activation,
  activationFunction,
  activationNames,
  type Activations,
} from "./lib/models/activations.ts";
export type { ActivationFunction } from "./lib/models/activations/record.ts";
export { type Saturation, saturationOf } from "./lib/models/saturation.ts";
export type {
  Field,
  FoldedGrid,
  PlaneLine,
  Surface,
  UnitLayer,
  UnitMaps,
} from "./lib/models/field.ts";
export {
  checkInitializer,
  initialize,
  type Initializer,
  initializerNames,
  type NamedInitializer,
} from "./lib/models/initializers.ts";
export { type Layer, layersOf, parameterCount } from "./lib/models/layout.ts";
export { createMlp, type Head, headNames, type Mlp, type MlpOptions } from "./lib/models/mlp.ts";
export { modelFromJson, modelToJson } from "./lib/models/model_file.ts";
export { modelFromNpz, modelToNpz } from "./lib/models/files/npz.ts";
export { modelToOnnx } from "./lib/models/files/onnx.ts";
export { modelToPyTorch } from "./lib/models/files/pytorch.ts";
export { modelFromSafetensors, modelToSafetensors } from "./lib/models/files/safetensors.ts";
export type { StateDictOptions } from "./lib/models/files/metadata.ts";

export type { Floats } from "./lib/kernels/floats.ts";
export { type Loss, lossNames } from "./lib/kernels/losses.ts";
export {
  adagrad,
  type AdagradOptions,
  adam,
  type AdamOptions,
  adamw,
  type OptimizerOptions,
  rmsprop,
  type RmspropOptions,
  sgd,
  type SgdOptions,
} from "./lib/kernels/create_optimizer.ts";
export type { GradientSettings } from "./lib/kernels/transform_gradients.ts";
export type {
  AdagradOptimizer,
  AdamOptimizer,
  Optimizer,
  RmspropOptimizer,
  SgdOptimizer,
} from "./lib/kernels/optimizers.ts";
export {
  createOptimizer,
  nameOfOptimizer,
  type OptimizerName,
  optimizerNames,
  type OptionsByName,
} from "./lib/kernels/optimizer_names.ts";

export type {
  AdvanceOptions,
  Device,
  DeviceKind,
  EnsembleState,
  EpochScores,
  Grid,
  MatmulShape,
  MemberState,
  PlanMember,
  SampleMatrix,
  Session,
  TrainingPlan,
  TrainingWatch,
} from "./lib/devices/device.ts";
export {
  type DeviceChoice,
  deviceChoices,
  openDevice,
  type OpenOptions,
} from "./lib/devices/open.ts";

export {
  centralDifferences,
  compareGradients,
  gradientAt,
  type GradientError,
} from "./lib/training/check_gradient.ts";
export {
  deviceGradients,
  float64Gradients,
  type GradientBatch,
  type GradientSource,
} from "./lib/training/gradient_sources.ts";
export { accuracyOf, predict, type Prediction } from "./lib/training/predict.ts";
export {
  cosine,
  type CosineOptions,
  exponentialDecay,
  type ExponentialDecayOptions,
  oneCycle,
  type OneCycleOptions,
  type PlateauOptions,
  reduceOnPlateau,
  stepDecay,
  type StepDecayOptions,
  warmUp,
  type WarmUpOptions,
} from "./lib/training/create_schedule.ts";
export {
  type ConstantSchedule,
  type CosineSchedule,
  type ExponentialSchedule,
  type OneCycleSchedule,
  type PlateauSchedule,
  type Schedule,
  scheduleKinds,
  type StepSchedule,
  type WarmUpSchedule,
} from "./lib/training/schedules.ts";
export type { ClassSettings, ClassWeights } from "./lib/training/weight_samples.ts";
export {
  type EarlyStopping,
  earlyStopping,
  type EarlyStoppingOptions,
} from "./lib/training/stopping.ts";
export { type RegressionScores, regressionScoresOf } from "./lib/training/regression.ts";
export {
  type GridOptions,
  predictGrid,
  predictGrids,
  predictSurface,
} from "./lib/training/predict_grid.ts";
export { foldedGrid, type FoldedGridOptions } from "./lib/training/units/folded_grid.ts";
export { type KinkLine, kinkLines } from "./lib/training/units/kink_lines.ts";
export { type LayerValues, layerValues } from "./lib/training/units/layer_values.ts";
export { lastLayers } from "./lib/training/units/layers.ts";
export { unitImportance } from "./lib/training/units/unit_importance.ts";
export { unitMaps, type UnitMapsOptions } from "./lib/training/units/unit_maps.ts";
export { trainingWork } from "./lib/training/work.ts";
export { spacedEpochs } from "./lib/training/spaced_epochs.ts";
export { type SampleOptions, toSamples } from "./lib/training/samples.ts";
export type {
  EpochOfRun,
  LearningSettings,
  SharedSettings,
  TrainingOptions,
  TrainingProgress,
  TrainingSpec,
  WatchOptions,
} from "./lib/training/spec.ts";
export type { Curves } from "./lib/training/curves.ts";
export { type CurvesRecord, curvesToCsv } from "./lib/training/curves_csv.ts";
export {
  type GeneratedData,
  type ScikitLearnName,
  scikitLearnNames,
} from "./lib/training/pytorch_data.ts";
export { type PyTorchRunOptions, runToPyTorch } from "./lib/training/pytorch_run.ts";
export type { Run, Snapshot } from "./lib/training/run.ts";
export { type RunRecord, runRecord, type RunSettings } from "./lib/training/run_record.ts";
export type { MemberRecord, NetworkRecord, TrainingState } from "./lib/training/checkpoint.ts";
export { type TrainingEpoch, TrainingSession } from "./lib/training/session.ts";
export {
  checkResume,
  type ResumeOptions,
  resumeTraining,
  startTraining,
} from "./lib/training/start.ts";
export { checkTraining, train, type TrainOptions } from "./lib/training/train.ts";

export type { NetworkStatistics } from "./lib/kernels/statistics.ts";
export type { HiddenStatistics } from "./lib/kernels/unit_totals.ts";
export { layerStatistics, type LayerStatisticsOptions } from "./lib/training/layer_statistics.ts";
export type { EpochStatistics, LayerStatistics, Probe } from "./lib/training/probes.ts";
export type { EpochStatisticsRecord, Recorded } from "./lib/training/statistics_record.ts";

export { quantile } from "./lib/quantiles.ts";
export {
  type Calibration,
  calibration,
  type CalibrationBin,
  type CalibrationOptions,
} from "./lib/studies/calibration.ts";
export { type Mistake, mistakes, type MistakesOptions } from "./lib/studies/mistakes.ts";
export {
  type PairedDifference,
  pairedDifference,
  type PairedDifferenceOptions,
} from "./lib/studies/paired_difference.ts";
export {
  finalTestLosses,
  type Quartiles,
  type SeedGroup,
  type SeedGroupRecord,
  seedGroupRecord,
  seedGroups,
} from "./lib/studies/seed_groups.ts";
export {
  type SeedRange,
  seedSpecs,
  type SeedStudyOptions,
  studySeeds,
} from "./lib/studies/seeds.ts";

export {
  mergeStores,
  openStore,
  type ResultFile,
  type ResultStore,
} from "./lib/store/result_store.ts";
export type { StoredResult, StoreHeader } from "./lib/store/read_lines.ts";
export type { ChunkedWork, ChunkOutcome, ChunkQueue, QueuedChunk } from "./lib/store/queue.ts";

export {
  type RangeTest,
  rangeTest,
  type RangeTestOptions,
  type RangeTestSpec,
  type RatePoint,
} from "./lib/studies/range_test.ts";
export { type Landscape, landscape, type LandscapeOptions } from "./lib/studies/landscape.ts";
export { filterPlane, type FilterPlaneOptions } from "./lib/studies/filter_plane.ts";
export { type ParameterPlane, placesIn } from "./lib/studies/parameter_plane.ts";
export { type TrajectoryPlane, trajectoryPlane } from "./lib/studies/trajectory_plane.ts";
export {
  sharpness,
  type SharpnessOptions,
  type SharpnessRun,
  type SharpnessSpec,
  type SharpnessStep,
} from "./lib/studies/sharpness.ts";
export {
  fractal,
  type FractalProgress,
  type FractalResult,
  type FractalRunOptions,
} from "./lib/studies/fractal.ts";
export {
  type BoundaryDimension,
  boundaryDimension,
  type BoxCount,
  convergenceMeasure,
} from "./lib/studies/fractal_measures.ts";
export {
  type FractalOptions,
  type FractalPlan,
  type FractalRow,
  planFractal,
} from "./lib/studies/fractal_plan.ts";
export type { DescentProblem } from "./lib/kernels/descent.ts";
export {
  sweep,
  type SweepProgress,
  type SweepRunOptions,
  type SweptCell,
} from "./lib/studies/sweep.ts";
export type { SweepResult, SweptRun } from "./lib/studies/sweep_result.ts";
export {
  type CollectOptions,
  collectSweep,
  type FailedCells,
} from "./lib/studies/collect_sweep.ts";
export {
  type ChunkOptions,
  chunkSweep,
  type ChunkTrainer,
  chunkTrainer,
  type ChunkTrainerOptions,
  type SharedWork,
  type SweepChunks,
} from "./lib/studies/sweep_chunks.ts";
export {
  type AxisValue,
  type PlannedCell,
  planSweep,
  type SweepAxes,
  type SweepOptions,
  type SweepPlan,
  type SweepSettings,
  sweepVersion,
} from "./lib/studies/sweep_plan.ts";

export { animation, type AnimationOptions, staticFigure } from "./lib/plots/writers/animation.ts";
export {
  boundaryMatrix,
  type MatrixCell,
  type MatrixOptions,
  type MatrixRow,
} from "./lib/plots/matrix/boundary_matrix.ts";
export { confusionPanel, type ConfusionPanelOptions } from "./lib/plots/panels/confusion_panel.ts";
export { contourPanel, type ContourPanelOptions } from "./lib/plots/panels/contour_panel.ts";
export {
  type CurveStatistics,
  curveStatistics,
  divergenceNotes,
  epochReaching,
  type RunCurves,
} from "./lib/plots/panels/curve_statistics.ts";
export { dotsPanel, type DotsPanelOptions } from "./lib/plots/panels/dots_panel.ts";
export { fitPanel, type FitPanelOptions } from "./lib/plots/panels/fit_panel.ts";
export { foldPanel, type FoldPanelOptions } from "./lib/plots/panels/fold_panel.ts";
export { kinkPanel, type KinkPanelOptions } from "./lib/plots/panels/kink_panel.ts";
export { networkPanel, type NetworkPanelOptions } from "./lib/plots/panels/network_panel.ts";
export { surfacePanel, type SurfacePanelOptions } from "./lib/plots/panels/surface_panel.ts";
export { figure, type FigureOptions } from "./lib/plots/figure.ts";
export type { CommonFigureOptions } from "./lib/plots/figure_options.ts";
export { type Extent, type Figure, textsOf } from "./lib/plots/figure_tree.ts";
export { listText, lossText, percentText } from "./lib/plots/format.ts";
export { landscapePanel, type LandscapePanelOptions } from "./lib/plots/panels/landscape_panel.ts";
export type { LinePanelOptions } from "./lib/plots/panels/line_options.ts";
export { linePanel } from "./lib/plots/panels/line_panel.ts";
export { progressPanel, type ProgressPanelOptions } from "./lib/plots/panels/progress_panel.ts";
export type { Cells } from "./lib/plots/marks/cells.ts";
export { cellsPanel, type CellsPanelOptions } from "./lib/plots/panels/cells_panel.ts";
export { histogramPanel, type HistogramPanelOptions } from "./lib/plots/panels/histogram_panel.ts";
export type { Sample } from "./lib/plots/panels/sample.ts";
export type { ReliabilityBin } from "./lib/plots/marks/reliability.ts";
export {
  reliabilityPanel,
  type ReliabilityPanelOptions,
} from "./lib/plots/panels/reliability_panel.ts";
export {
  type TrainabilityMap,
  trainabilityPanel,
  type TrainabilityPanelOptions,
} from "./lib/plots/panels/trainability_panel.ts";
export { scatterPanel, type ScatterPanelOptions } from "./lib/plots/panels/scatter_panel.ts";
export { quartileLine } from "./lib/plots/marks/quartiles.ts";
export type { Ring } from "./lib/plots/marks/rings.ts";
export type { Guide } from "./lib/plots/marks/guides.ts";
export type { Line } from "./lib/plots/marks/ready_line.ts";
export type { Path } from "./lib/plots/marks/paths.ts";
export type { PointSet } from "./lib/plots/marks/points.ts";
export { type ThemeName, themeNames } from "./lib/plots/palettes.ts";
export { type Panel, shareLegend } from "./lib/plots/panel.ts";
export { type DataProvenance, type Provenance, provenanceText } from "./lib/plots/provenance.ts";
export {
  boundaryPanels,
  lossLines,
  lossPanel,
  type LossPanelOptions,
  lossScale,
  type RunField,
} from "./lib/plots/panels/run_panels.ts";
export type { ScaleKind } from "./lib/plots/axes/scale.ts";
export type { Attributes, ElementName, Role, Shape } from "./lib/plots/shape.ts";
export type { AxisOptions, StyleOptions, WordOptions } from "./lib/plots/style.ts";
export { type SizeName, sizeNames } from "./lib/plots/theme.ts";
export {
  type Language,
  type LanguageName,
  languageNames,
  wordNames,
  type WordTable,
} from "./lib/plots/words.ts";
export { type PageDocument, type PageElement, toElement } from "./lib/plots/writers/to_element.ts";
export { type Displayable, displayable, toSvg } from "./lib/plots/writers/to_svg.ts";
