/** Label smoothing, class weights and sample weights, as other targets and a weight per sample. */

import { checkNumber, MAX_FLOAT32, validationMessage } from "../check.ts";
import { checkNumbers, isArray } from "../check_shape.ts";
import { isWeight, WEIGHT } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { SampleMatrix } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";

/** The weights of the classes: one per output, or `balanced`. */
export type ClassWeights = readonly number[] | "balanced";

/** How the loss of a sample depends on its class. */
export interface ClassSettings {
  /**
   * The share of each target that is spread evenly over all classes, from 0 and below 1, as PyTorch's
   * `label_smoothing`; 0 by default.
   */
  readonly labelSmoothing?: number;
  /**
   * The weights of the classes, one per output and above 0, as PyTorch's `weight`: the loss of a batch is
   * the weighted mean over its samples. With `balanced` they are `samples / (classes · samples of the
   * class)` of the training data, as in scikit-learn. All are 1 by default.
   */
  readonly classWeights?: ClassWeights;
}

/** The weights of a training. */
interface Weighting extends ClassSettings {
  /** The weight of each sample. */
  readonly sampleWeights?: ArrayLike<number>;
}

/** Throws if a value is no number above 0 that is finite in float32, and above 0 there too. */
function checkWeight(action: string, name: string, value: number): void {
  checkNumber(action, name, value, { above: 0, maximum: MAX_FLOAT32 });
  if (!isWeight(value)) throw new RangeError(validationMessage(action, name, WEIGHT, value));
}

/** The number of outputs and the loss of a network, and the data that it is trained on. */
interface Weighted {
  readonly outputs: number;
  readonly loss: Loss;
  /** Undefined if only the program generates them: they have labels, and their numbers are not known. */
  readonly data: Dataset | undefined;
}

/**
 * Checks the settings of a network.
 *
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if one is out of bounds, or the loss or the data have no classes
 */
export function checkWeighting(
  action: string,
  { labelSmoothing = 0, classWeights, sampleWeights }: Weighting,
  { outputs, loss, data }: Weighted,
): void {
  checkNumber(action, "labelSmoothing", labelSmoothing, { minimum: 0, below: 1 });
  if (classWeights !== undefined) checkClassWeights(action, classWeights, outputs);
  if (loss !== "crossEntropy") {
    const given = Object.entries({ labelSmoothing, classWeights, sampleWeights });
    const wrong = given.find(([, value]) => value !== undefined && value !== 0);
    if (wrong) {
      const allowed = `left out with the loss ${loss}`;
      throw new RangeError(validationMessage(action, wrong[0], allowed, wrong[1]));
    }
  }
  if (classWeights !== undefined && data?.targets) {
    throw new RangeError(
      `Cannot ${action} as classWeights need data with labels, not with targets`,
    );
  }
  const weights = classWeights === "balanced"
    ? data && weightsOfClasses(classWeights, data, outputs)
    : classWeights;
  if (weights && labelSmoothing > 0) checkLargest(action, labelSmoothing, weights);
}

function checkClassWeights(action: string, classWeights: ClassWeights, outputs: number): void {
  if (classWeights === "balanced") return;
  const allowed = `"balanced", or a list of ${outputs} weights, one per output`;
  if (!isArray(classWeights)) {
    const kind = typeof classWeights === "string" ? RangeError : TypeError;
    throw new kind(validationMessage(action, "classWeights", allowed, classWeights));
  }
  if (classWeights.length !== outputs) {
    throw new RangeError(validationMessage(action, "classWeights", allowed, classWeights));
  }
  for (let at = 0; at < outputs; at++) {
    checkWeight(action, `classWeights[${at}]`, classWeights[at]);
  }
}

/** Checks that the target of the right class stays the largest, as accuracies need it. */
function checkLargest(action: string, smoothing: number, weights: readonly number[]): void {
  const share = smoothing / weights.length;
  const [least, most] = [Math.min(...weights), Math.max(...weights)];
  if ((1 - smoothing + share) * least > share * most) return;
  throw new RangeError(
    `Cannot ${action} as a labelSmoothing of ${smoothing} with class weights from ${least} to ` +
      `${most} makes the target of a wrong class the largest`,
  );
}

/**
 * Checks the weights of the training data's samples.
 *
 * @throws {TypeError} if they are no list of numbers
 * @throws {RangeError} if there is not one per sample, or one is not above 0
 */
export function checkSampleWeights(
  action: string,
  sampleWeights: ArrayLike<number>,
  { samples }: Pick<Dataset, "samples">,
): void {
  const { length } = checkNumbers(action, "sampleWeights", sampleWeights);
  if (length !== samples) {
    const allowed = `${samples}, one per sample of the training data`;
    throw new RangeError(
      validationMessage(action, "the length of sampleWeights", allowed, length),
    );
  }
  for (let at = 0; at < length; at++) {
    checkWeight(action, `sampleWeights[${at}]`, sampleWeights[at]);
  }
}

/** The weight of each class; those of classes without samples are 1. */
function weightsOfClasses(
  classWeights: ClassWeights,
  { labels, samples, classes }: Dataset,
  outputs: number,
): readonly number[] {
  if (classWeights !== "balanced") return classWeights;
  const counts = new Array<number>(outputs).fill(0);
  for (const label of labels) counts[label]++;
  return counts.map((count) => count === 0 ? 1 : samples / (classes * count));
}

/**
 * Changes the targets of training samples, and adds their weights where they differ.
 *
 * @param samples The samples, with one-hot classes or soft labels.
 * @param data The training data.
 * @param weighting The settings.
 * @returns The samples; the same if no setting changes them.
 */
export function weightSamples(
  samples: SampleMatrix,
  data: Dataset,
  { sampleWeights, ...settings }: Weighting,
): SampleMatrix {
  const { classWeights } = settings;
  const targets = targetsWith(samples, { data, train: data }, settings);
  if (!classWeights && !sampleWeights) return { ...samples, targets };
  const outputs = targets.length / samples.count;
  const ofClass = classWeights && weightsOfClasses(classWeights, data, outputs);
  const weights = Float32Array.from(
    { length: samples.count },
    (_, sample) => (ofClass?.[data.labels[sample]] ?? 1) * (sampleWeights?.[sample] ?? 1),
  );
  const scaled = sampleWeights
    ? targets.map((target, at) => target * sampleWeights[Math.floor(at / outputs)])
    : targets;
  return { ...samples, targets: scaled, weights };
}

/**
 * Changes the targets of test samples, so that the plain mean of their losses is the one that PyTorch
 * gives: the mean over batches, weighted by their numbers of samples, of the weighted means of batches.
 *
 * @param samples The samples, with one-hot classes or soft labels.
 * @param data The training data, whose classes `balanced` counts, and the test data.
 * @param settings The settings, and the number of samples of a batch.
 */
export function weightTestSamples(
  samples: SampleMatrix,
  { data, train }: { data: Dataset; train: Dataset },
  { batchSize, ...settings }: ClassSettings & { batchSize: number },
): SampleMatrix {
  const { classWeights } = settings;
  const targets = targetsWith(samples, { data, train }, settings);
  if (!classWeights) return { ...samples, targets };
  const { count } = samples;
  const outputs = targets.length / count;
  const ofClass = weightsOfClasses(classWeights, train, outputs);
  for (let first = 0; first < count; first += batchSize) {
    const last = Math.min(count, first + batchSize);
    let sum = 0;
    for (let sample = first; sample < last; sample++) sum += ofClass[data.labels[sample]];
    const factor = (last - first) / sum;
    for (let at = first * outputs; at < last * outputs; at++) targets[at] *= factor;
  }
  return { ...samples, targets };
}

/** The targets with label smoothing and class weights. */
function targetsWith(
  { count, targets }: SampleMatrix,
  { data, train }: { data: Dataset; train: Dataset },
  { labelSmoothing = 0, classWeights }: ClassSettings,
): Float32Array {
  if (labelSmoothing === 0 && !classWeights) return targets;
  const outputs = targets.length / count;
  const ofClass = classWeights && weightsOfClasses(classWeights, train, outputs);
  return targets.map((target, at) => {
    const weight = ofClass?.[data.labels[Math.floor(at / outputs)]] ?? 1;
    const spread = labelSmoothing / outputs * (ofClass?.[at % outputs] ?? 1);
    return (1 - labelSmoothing) * weight * target + spread;
  });
}
