/** The text of PyTorch programs that train a network. */

import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activations } from "../models/activations.ts";
import { bytesConstant, copyLines, indented, layerLines } from "../models/files/pytorch.ts";
import type { Initializer, NamedInitializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { ProgramData } from "./pytorch_data.ts";

/** The settings of a network's training. */
export interface ProgramRun {
  readonly sizes: readonly number[];
  readonly activation: Activations;
  readonly initializer: Initializer | null;
  readonly optimizerSettings: Optimizer;
  readonly loss: Loss;
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly consumeTestLoaderRng: boolean;
}

/** What a program is made of besides its settings. */
export interface ProgramParts {
  readonly data: ProgramData;
  readonly hasTest: boolean;
  /** The model that the training starts from; without it one is drawn. */
  readonly model?: Mlp;
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

/** The optimizer as PyTorch's, with all settings. */
function optimizerCode(optimizer: Optimizer): string {
  const { learningRate, weightDecay } = optimizer;
  const shared = `model.parameters(), lr=${learningRate}, weight_decay=${weightDecay}`;
  const rest = (settings: Record<string, unknown>) =>
    Object.entries(settings).map(([name, value]) => `, ${name}=${value}`).join("");
  switch (optimizer.kind) {
    case "sgd": {
      const { momentum, nesterov } = optimizer;
      const settings = momentum > 0 ? { momentum, nesterov: nesterov ? "True" : "False" } : {};
      return `torch.optim.SGD(${shared}${rest(settings)})`;
    }
    case "rmsprop":
      return `torch.optim.RMSprop(${shared}${
        rest({ alpha: optimizer.smoothing, eps: optimizer.epsilon })
      })`;
    case "adagrad":
      return `torch.optim.Adagrad(${shared}${rest({ eps: optimizer.epsilon })})`;
    case "adam": {
      const { beta1, beta2, epsilon, decoupled } = optimizer;
      const settings = rest({ betas: `(${beta1}, ${beta2})`, eps: epsilon });
      return `torch.optim.${decoupled ? "AdamW" : "Adam"}(${shared}${settings})`;
    }
  }
}

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

/** Which outputs of a batch are right, as the lab counts them. */
function correctCode({ sizes, loss }: ProgramRun, { targets }: ProgramData): string {
  if (targets === "labels") return "outputs.argmax(dim=1) == targets";
  return sizes[sizes.length - 1] === 1 && loss === "meanSquaredError"
    ? "(outputs > 0.5) == (targets > 0.5)"
    : "outputs.argmax(dim=1) == targets.argmax(dim=1)";
}

/** The lines that sum up the scores of a pass. Values have no accuracy. */
function scoreLines(run: ProgramRun, data: ProgramData) {
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
function epochLines({ consumeTestLoaderRng }: ProgramRun, hasTest: boolean): string[] {
  return [
    'record(curves, "train", pass_over(batches, model, optimizer))',
    ...hasTest ? ['record(curves, "test", pass_over(tests, model))'] : [],
    ...!hasTest && consumeTestLoaderRng ? ["torch.empty((), dtype=torch.int64).random_()"] : [],
  ];
}

/** Writes the program of a run. */
export function programText(run: ProgramRun, { data, hasTest, model }: ProgramParts): string {
  const { sizes, activation, loss, epochs, batchSize, seed } = run;
  const lossFunction = loss === "crossEntropy" ? "cross_entropy" : "mse_loss";
  const needsBase64 = data.imports.length === 0 || model !== undefined;
  return `"""Trains a multilayer perceptron in PyTorch as Neural Lab does: ${
    sizes.join("-")
  }, ${activation}.

Prints the scores of each epoch as JSON.
"""

${[...needsBase64 ? ["import base64"] : [], "import json", "import math"].join("\n")}

${
    [
      "import torch",
      ...data.imports,
      "from torch import nn",
      "from torch.utils.data import DataLoader, TensorDataset",
    ].join("\n")
  }

SEED = ${seed}
EPOCHS = ${epochs}
BATCH_SIZE = ${batchSize}


${data.code}

${modelCode(run, model)}

def pass_over(batches, model, optimizer=None):
    """The scores of one pass, which trains if there is an optimizer."""
${indented(scoreLines(run, data).start, 1)}
    for inputs, targets in batches:
        with torch.set_grad_enabled(optimizer is not None):
            outputs = model(inputs)
            loss = nn.functional.${lossFunction}(outputs, targets)
        if optimizer is not None:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
${indented(scoreLines(run, data).batch, 2)}
    return ${scoreLines(run, data).result}


def record(curves, side, scores):
    for name, score in scores.items():
        curves.setdefault(side + name, []).append(score if math.isfinite(score) else None)


def main():
    seen, unseen = make_datasets()
    torch.manual_seed(SEED)
    model = build_model()
    optimizer = ${optimizerCode(run.optimizerSettings)}
    batches = DataLoader(seen, batch_size=BATCH_SIZE, shuffle=True)
${indented([...testLines(run, hasTest), "curves = {}"], 1)}
    for _ in range(EPOCHS):
${indented(epochLines(run, hasTest), 2)}
    print(json.dumps(curves))


if __name__ == "__main__":
    main()
`;
}
