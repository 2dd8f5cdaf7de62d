/** How PyTorch programs score a batch: the loss with its weights, and the accuracy. */

import { bytesConstant } from "../models/files/pytorch.ts";
import type { ProgramData } from "./pytorch_data.ts";
import type { ProgramRun } from "./pytorch_settings.ts";

/** Weights of the training samples, one for each. */
export type SampleWeights = ArrayLike<number> | undefined;

/** The loss as PyTorch's module; with sample weights it does not reduce a batch to its mean. */
export function criterionCode(run: ProgramRun, sampleWeights: SampleWeights): string {
  const { loss, labelSmoothing = 0, classWeights } = run;
  if (loss === "meanSquaredError") return "nn.MSELoss()";
  const weight = classWeights === "balanced"
    ? "balanced_weights(seen.tensors[1])"
    : classWeights && `torch.tensor([${classWeights.join(", ")}], dtype=torch.float32)`;
  const settings = [
    ...weight ? [`weight=${weight}`] : [],
    ...labelSmoothing > 0 ? [`label_smoothing=${labelSmoothing}`] : [],
    ...sampleWeights ? ['reduction="none"'] : [],
  ];
  return `nn.CrossEntropyLoss(${settings.join(", ")})`;
}

/** The lines that compute the loss of a batch. */
export function lossLines({ classWeights }: ProgramRun, sampleWeights: SampleWeights): string[] {
  if (!sampleWeights) return ["loss = criterion(outputs, targets)"];
  const total = classWeights ? "(weights * criterion.weight[targets]).sum()" : "weights.sum()";
  return [`loss = (weights * criterion(outputs, targets)).sum() / ${total}`];
}

/** The constants and functions that weights need. */
export function weightsCode(
  { sizes, classWeights }: ProgramRun,
  { classes }: ProgramData,
  sampleWeights: SampleWeights,
): string {
  const outputs = sizes[sizes.length - 1];
  return [
    ...sampleWeights
      ? [`${bytesConstant("SAMPLE_WEIGHTS", Float32Array.from(sampleWeights))}\n\n\n`]
      : [],
    ...classWeights === "balanced"
      ? [`def balanced_weights(labels):
    """Weights with which all classes count alike."""
    counts = torch.bincount(labels, minlength=${outputs})
    weights = len(labels) / (${classes} * counts)
    weights[counts == 0] = 1.0
    return weights


`]
      : [],
  ].join("");
}

/** The lines that add weights to the samples; those of test samples are 1. */
export function sampleWeightLines(sampleWeights: SampleWeights, hasTest: boolean): string[] {
  if (!sampleWeights) return [];
  const bytes = "bytearray(base64.b64decode(SAMPLE_WEIGHTS))";
  return [
    `weights = torch.frombuffer(${bytes}, dtype=torch.float32)`,
    "seen = TensorDataset(*seen.tensors, weights)",
    ...hasTest ? ["unseen = TensorDataset(*unseen.tensors, torch.ones(len(unseen)))"] : [],
  ];
}

/** Which outputs of a batch are right, as the lab counts them. */
function correctCode({ sizes, loss }: ProgramRun, { targets }: ProgramData): string {
  if (targets === "labels") return "outputs.argmax(dim=1) == targets";
  return sizes[sizes.length - 1] === 1 && loss === "meanSquaredError"
    ? "(outputs > 0.5) == (targets > 0.5)"
    : "outputs.argmax(dim=1) == targets.argmax(dim=1)";
}

/** The lines that sum up the scores of a pass. Values have no accuracy. */
export function scoreLines(run: ProgramRun, data: ProgramData) {
  const loss = ["total += loss.item() * len(inputs)", "samples += len(inputs)"];
  if (data.targets === "values") {
    return { start: ["total, samples = 0.0, 0"], batch: loss, result: '{"Loss": total / samples}' };
  }
  return {
    start: ["total, correct, samples = 0.0, 0, 0"],
    batch: [...loss, `correct += (${correctCode(run, data)}).sum().item()`],
    result: '{"Loss": total / samples, "Accuracy": correct / samples}',
  };
}
