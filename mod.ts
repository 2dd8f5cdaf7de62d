/**
 * A lab that shows how neural networks learn: datasets, small multilayer perceptrons, trainers whose
 * curves are PyTorch's, and figures for slides.
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
 *   train,
 *   trainTestSplit,
 * } from "./mod.ts";
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
 * const svg = figure([[contourPanel(field, { points: moons, title: "tanh" })]]);
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

export type { Dataset } from "./lib/datasets/dataset.ts";
export { createDataset, type DatasetParts } from "./lib/datasets/create.ts";
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
export { fitScaler, scaleDataset, type Scaler, standardScale } from "./lib/datasets/scale.ts";
export {
  type Split,
  type SplitIndices,
  splitIndices,
  type SplitOptions,
  trainTestSplit,
} from "./lib/datasets/split.ts";

export {
  type Activation,
  type ActivationFunction,
  activationFunction,
  activationNames,
} from "./lib/models/activations.ts";
export type { Field } from "./lib/models/field.ts";
export {
  checkInitializer,
  initialize,
  type Initializer,
  initializerNames,
  type NamedInitializer,
} from "./lib/models/initializers.ts";
export { type Layer, layersOf, parameterCount } from "./lib/models/layout.ts";
export { createMlp, type Mlp, type MlpOptions } from "./lib/models/mlp.ts";
export { modelFromJson, modelToJson } from "./lib/models/model_file.ts";

export type { Floats } from "./lib/kernels/floats.ts";
export { type Loss, lossNames } from "./lib/kernels/losses.ts";
export {
  adagrad,
  type AdagradOptimizer,
  type AdagradOptions,
  adam,
  type AdamOptimizer,
  type AdamOptions,
  adamw,
  createOptimizer,
  nameOfOptimizer,
  type Optimizer,
  type OptimizerName,
  optimizerNames,
  type OptimizerOptions,
  type OptionsByName,
  rmsprop,
  type RmspropOptimizer,
  type RmspropOptions,
  sgd,
  type SgdOptimizer,
  type SgdOptions,
} from "./lib/kernels/optimizers.ts";

export type {
  Device,
  DeviceKind,
  EpochScores,
  Grid,
  MatmulShape,
  MemberResult,
  PlanMember,
  SampleMatrix,
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
  deviceGradients,
  float64Gradients,
  gradientAt,
  type GradientBatch,
  type GradientError,
  type GradientSource,
} from "./lib/training/check_gradient.ts";
export {
  accuracyOf,
  boundsOf,
  predict,
  predictGrid,
  type Prediction,
} from "./lib/training/predict.ts";
export { spacedEpochs } from "./lib/training/spaced_epochs.ts";
export { toSamples } from "./lib/training/samples.ts";
export {
  checkTraining,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingSpec,
} from "./lib/training/spec.ts";
export {
  type RunThrough,
  type Snapshot,
  type ThroughOptions,
  trainThrough,
} from "./lib/training/through.ts";
export { type Run, train } from "./lib/training/train.ts";

export { animation, type AnimationOptions } from "./lib/plots/animation.ts";
export { contourPanel, type ContourPanelOptions } from "./lib/plots/contour_panel.ts";
export type { Line } from "./lib/plots/curves.ts";
export { type Displayable, displayable } from "./lib/plots/display.ts";
export { figure, type FigureOptions } from "./lib/plots/figure.ts";
export { linePanel, type LinePanelOptions } from "./lib/plots/line_panel.ts";
export { matrix, type MatrixCell, type MatrixOptions, type MatrixRow } from "./lib/plots/matrix.ts";
export type { Panel } from "./lib/plots/panel.ts";
export type { PointSet } from "./lib/plots/points.ts";
export { progressPanel, type ProgressPanelOptions } from "./lib/plots/progress_panel.ts";
export type { ScaleKind } from "./lib/plots/scale.ts";
export { shareLegend } from "./lib/plots/share_legend.ts";
export { still } from "./lib/plots/static_figure.ts";
export type { SizeName } from "./lib/plots/sizes.ts";
export { sizeNames, type ThemeName, themeNames } from "./lib/plots/themes.ts";
