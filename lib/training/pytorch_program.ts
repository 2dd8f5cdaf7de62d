/** The text of PyTorch programs that train a network. */

import { bytesConstant, copyLines, indented, layerLines } from "../models/files/pytorch.ts";
import type { Initializer, NamedInitializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { ProgramData } from "./pytorch_data.ts";
import {
  criterionCode,
  lossLines,
  sampleWeightLines,
  type SampleWeights,
  scoreLines,
  weightsCode,
} from "./pytorch_loss.ts";
import {
  optimizerCode,
  penaltyCode,
  scheduleLines,
  schedulerCode,
  stepLines,
} from "./pytorch_optimizer.ts";
import type { ProgramRun } from "./pytorch_settings.ts";

/** What a program is made of besides its settings. */
export interface ProgramParts {
  readonly data: ProgramData;
  readonly hasTest: boolean;
  /** The model that the training starts from; without it one is drawn. */
  readonly model?: Mlp;
  readonly sampleWeights?: SampleWeights;
}

/** The draws that replace the default weights, as PyTorch's functions; undefined to keep them. */
const initializers: Readonly<Record<NamedInitializer, string | undefined>> = {
  torch: undefined,
  he: 'kaiming_normal_(layer.weight, nonlinearity="relu")',
  heUniform: 'kaiming_uniform_(layer.weight, nonlinearity="relu")',
  xavier: "xavier_normal_(layer.weight)",
  xavierUniform: "xavier_uniform_(layer.weight)",
  orthogonal: "orthogonal_(layer.weight)",
  small: "normal_(layer.weight, std=0.001)",
  large: "normal_(layer.weight, std=1.0)",
  zeros: "zeros_(layer.weight)",
};

/** The code of the model: its layers, and their first parameters. */
function modelCode({ sizes, activation, initializer }: ProgramRun, model: Mlp | undefined): string {
  const layers = layerLines({ sizes, activation }, { skipped: model !== undefined });
  const parameters = model === undefined ? drawLines(initializer) : copyLines("model");
  return `${model === undefined ? "" : `${bytesConstant("PARAMETERS", model.parameters)}\n\n\n`}\
def build_model():
    model = nn.Sequential(
${indented(layers, 2)}
    )
${indented([...parameters, "return model"], 1)}
`;
}

/** The lines that replace the default parameters. */
function drawLines(initializer: Initializer | null): string[] {
  const [name, deviation] = (initializer ?? "torch").split(":");
  const draw = deviation === undefined
    ? initializers[name as NamedInitializer]
    : `normal_(layer.weight, std=${Number(deviation)})`;
  if (draw === undefined) return [];
  return [
    "for layer in model:",
    "    if isinstance(layer, nn.Linear):",
    `        nn.init.${draw}`,
    "        nn.init.zeros_(layer.bias)",
  ];
}

/** The lines that create the batches of the test data. */
function testLines({ consumeTestLoaderRng }: ProgramRun, hasTest: boolean): string[] {
  if (!hasTest) return [];
  if (consumeTestLoaderRng) return ["tests = DataLoader(unseen, batch_size=BATCH_SIZE)"];
  return [
    "# No loader, as each pass over one draws a random number",
    "starts = range(0, len(unseen), BATCH_SIZE)",
    "tests = [unseen[start : start + BATCH_SIZE] for start in starts]",
  ];
}

/** The lines of an epoch. */
function epochLines(
  { consumeTestLoaderRng, schedule, stop }: ProgramRun,
  hasTest: boolean,
): string[] {
  const scheduler = schedule.kind === "one-cycle" ? ", scheduler" : "";
  return [
    `train = pass_over(batches, model, criterion, optimizer${scheduler})`,
    'record(curves, "train", train)',
    ...hasTest
      ? ["test = pass_over(tests, model, criterion)", 'record(curves, "test", test)']
      : consumeTestLoaderRng
      ? ["torch.empty((), dtype=torch.int64).random_()"]
      : [],
    ...scheduleLines(schedule, "epoch"),
    ...stop ? stopLines : [],
  ];
}

/** The lines that keep the best network, and leave the loop. */
const stopLines = [
  "# A training that has diverged is not stopped",
  'if math.isfinite(train["Loss"]):',
  '    if epoch == 1 or test["Loss"] < best_loss - MIN_DELTA:',
  '        best_loss, best_epoch = min(best_loss, test["Loss"]), epoch',
  "        best_state = copy.deepcopy(model.state_dict())",
  "    elif epoch - best_epoch >= PATIENCE:",
  "        break",
];

/** The lines that return to the best network. */
const bestLines = [
  'if math.isfinite(train["Loss"]):',
  "    model.load_state_dict(best_state)",
  '    curves["bestEpoch"] = best_epoch',
];

/** The lines that build everything, and train. */
function mainLines(run: ProgramRun, { hasTest, sampleWeights }: ProgramParts): string[] {
  const { optimizerSettings, schedule, stop } = run;
  const scheduler = schedulerCode(schedule);
  return [
    "seen, unseen = make_datasets()",
    ...sampleWeightLines(sampleWeights, hasTest),
    "torch.manual_seed(SEED)",
    "model = build_model()",
    `criterion = ${criterionCode(run, sampleWeights)}`,
    `optimizer = ${optimizerCode(optimizerSettings)}`,
    "batches = DataLoader(seen, batch_size=BATCH_SIZE, shuffle=True)",
    ...scheduler === undefined ? [] : [`scheduler = ${scheduler}`],
    ...testLines(run, hasTest),
    "curves = {}",
    ...stop ? ["best_loss = math.inf"] : [],
    stop ? "for epoch in range(1, EPOCHS + 1):" : "for _ in range(EPOCHS):",
    ...epochLines(run, hasTest).map((line) => `    ${line}`),
    ...stop ? bestLines : [],
    "print(json.dumps(curves))",
    "return model",
  ];
}

/** The function of a pass, and those that it needs. */
function passCode(run: ProgramRun, { data, sampleWeights }: ProgramParts): string {
  const { start, batch, result } = scoreLines(run, data);
  const scheduler = run.schedule.kind === "one-cycle" ? ", scheduler=None" : "";
  return `${weightsCode(run, data, sampleWeights)}${penaltyCode(run)}\
def pass_over(batches, model, criterion, optimizer=None${scheduler}):
    """The scores of one pass, which trains if there is an optimizer."""
${indented(start, 1)}
    for inputs, targets${sampleWeights ? ", weights" : ""} in batches:
        with torch.set_grad_enabled(optimizer is not None):
            outputs = model(inputs)
${indented(lossLines(run, sampleWeights), 3)}
        if optimizer is not None:
${indented(stepLines(run), 3)}
${indented(batch, 2)}
    return ${result}
`;
}

/** The imports of a program. */
function importLines({ stop }: ProgramRun, { data, model, sampleWeights }: ProgramParts): string[] {
  const needsBase64 = data.imports.length === 0 || model !== undefined || sampleWeights;
  return [
    ...needsBase64 ? ["import base64"] : [],
    ...stop ? ["import copy"] : [],
    ...["import json", "import math", ""],
    "import torch",
    ...data.imports,
    "from torch import nn",
    "from torch.utils.data import DataLoader, TensorDataset",
  ];
}

/** Writes the program of a run. */
export function programText(run: ProgramRun, parts: ProgramParts): string {
  const { sizes, activation, epochs, batchSize, seed, stop } = run;
  const constants = { SEED: seed, EPOCHS: epochs, BATCH_SIZE: batchSize };
  const stopping = stop ? { PATIENCE: stop.patience, MIN_DELTA: stop.minDelta } : {};
  return `"""Trains a multilayer perceptron in PyTorch as Neural Lab does: ${sizes.join("-")}, ${
    [activation].flat().join(", ")
  }.

Prints the scores of each epoch as JSON.
"""

${importLines(run, parts).join("\n")}

${
    Object.entries({ ...constants, ...stopping }).map(([name, value]) => `${name} = ${value}`)
      .join("\n")
  }


${parts.data.code}

${modelCode(run, parts.model)}

${passCode(run, parts)}

def record(curves, side, scores):
    for name, score in scores.items():
        curves.setdefault(side + name, []).append(score if math.isfinite(score) else None)


def main():
${indented(mainLines(run, parts), 1)}


if __name__ == "__main__":
    main()
`;
}
