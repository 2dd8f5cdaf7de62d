/** Models as PyTorch modules: Python programs that carry the parameters. */

import { toBase64 } from "../../base64.ts";
import { type Activation, activationsOf } from "../activations.ts";
import type { Mlp } from "../mlp.ts";
import { checkSavable } from "./state_dict.ts";

/** The activations as PyTorch's modules. */
const activations: Readonly<Record<Activation, string>> = {
  sigmoid: "nn.Sigmoid()",
  tanh: "nn.Tanh()",
  relu: "nn.ReLU()",
  leakyRelu: "nn.LeakyReLU(0.01)",
  elu: "nn.ELU()",
  selu: "nn.SELU()",
  gelu: "nn.GELU()",
  geluTanh: 'nn.GELU(approximate="tanh")',
  silu: "nn.SiLU()",
  softplus: "nn.Softplus()",
  mish: "nn.Mish()",
  hardtanh: "nn.Hardtanh()",
  identity: "nn.Identity()",
};

/** The width of a line of base64. */
const WIDTH = 96;

/**
 * The layers of a network as Python's list entries, one a line. Layers whose parameters are replaced at
 * once are `skipped`, so that they draw no random numbers.
 */
export function layerLines(
  { sizes, activation }: Pick<Mlp, "sizes" | "activation">,
  { skipped = false } = {},
): string[] {
  const names = activationsOf(activation, sizes.length - 2);
  return sizes.slice(1).flatMap((outputs, index) => {
    const shape = `${sizes[index]}, ${outputs}`;
    const layer = skipped ? `nn.utils.skip_init(nn.Linear, ${shape}),` : `nn.Linear(${shape}),`;
    return index === 0 ? [layer] : [`${activations[names[index - 1]]},`, layer];
  });
}

/** The lines that copy the constant `PARAMETERS` to the parameters of `module`. */
export function copyLines(module: string): string[] {
  return [
    "vector = torch.frombuffer(bytearray(base64.b64decode(PARAMETERS)), dtype=torch.float32)",
    "with torch.no_grad():",
    `    for parameter in ${module}.parameters():`,
    "        values, vector = vector[: parameter.numel()], vector[parameter.numel() :]",
    "        parameter.copy_(values.view_as(parameter))",
  ];
}

/** A constant of a Python program: the bytes of numbers in base64, in lines. */
export function bytesConstant(name: string, numbers: ArrayBufferView): string {
  const text = toBase64(numbers);
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += WIDTH) lines.push(text.slice(at, at + WIDTH));
  return `${name} = """\n${lines.join("\n")}\n"""`;
}

/** Indents lines by levels of four spaces. */
export function indented(lines: readonly string[], levels: number): string {
  return lines.map((line) => line === "" ? line : " ".repeat(4 * levels) + line).join("\n");
}

/**
 * Converts a model to a PyTorch module: a Python program with a class `Mlp`, whose objects have the
 * parameters of the model, to the bit. To import it prints nothing and draws no random numbers. It needs
 * torch 1.12 or later.
 *
 * `Mlp` is a `Sequential` with the parameters `0.weight`, `0.bias`, `2.weight` and so on. A model with a
 * scaler takes inputs in the data's own units; the scaler is in buffers, in float64.
 *
 * @param model The model.
 * @returns The text of the program.
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if its parameters do not fit its sizes or are not finite, or its activation or
 * head is unknown
 *
 * @example The layers of the module
 * ```ts
 * import { createMlp, modelToPyTorch } from "@neural-lab/lab";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const program = modelToPyTorch(createMlp([2, 3, 2], { activation: "tanh" }));
 * assertStringIncludes(program, "class Mlp(nn.Sequential):");
 * assertStringIncludes(program, "nn.Tanh(),");
 * ```
 */
export function modelToPyTorch(model: Mlp): string {
  const { sizes, activation, head, parameters } = checkSavable(model);
  const [features, outputs] = [sizes[0], sizes[sizes.length - 1]];
  return `"""A multilayer perceptron of Neural Lab with its parameters: ${sizes.join("-")}, ${
    [activation].flat().join(", ")
  }.

    model = Mlp()
    ${head} = model(inputs)  # [samples, ${features}] -> [samples, ${outputs}]
"""

import base64

import torch
from torch import nn

${constants(model).join("\n")}
${bytesConstant("PARAMETERS", parameters)}


class Mlp(nn.Sequential):
    def __init__(self):
        super().__init__(
${indented(layerLines(model, { skipped: true }), 3)}
        )
${indented([...copyLines("self"), ...bufferLines(model)], 2)}
${indented(methods(model), 1)}`;
}

/** The names of features, classes and targets, as lists. */
function constants({ featureNames, classNames, targetNames }: Mlp): string[] {
  const lists = {
    FEATURE_NAMES: featureNames,
    CLASS_NAMES: classNames,
    TARGET_NAMES: targetNames,
  };
  // A list of texts in JSON is one in Python as well.
  return [
    ...Object.entries(lists).filter(([, list]) => list !== undefined)
      .map(([name, list]) => `${name} = ${JSON.stringify(list)}`),
    "# In float32, little-endian, in the order of the module's parameters",
  ];
}

/** The lines that create the buffers of the scalers. They are no part of the state dict. */
function bufferLines({ head, scaler, targetScaler }: Mlp): string[] {
  const buffers = {
    mean: scaler?.mean,
    scale: scaler?.scale,
    ...head === "values" && { target_mean: targetScaler?.mean, target_scale: targetScaler?.scale },
  };
  return Object.entries(buffers).flatMap(([name, values]) =>
    values === undefined ? [] : [
      `values = torch.tensor(${JSON.stringify(values)}, dtype=torch.float64)`,
      `self.register_buffer("${name}", values, persistent=False)`,
    ]
  );
}

/** The methods of the module besides those of a `Sequential`. */
function methods({ head, scaler, targetScaler }: Mlp): string[] {
  const scalesBack = head === "values" && targetScaler !== undefined;
  const forward = scaler === undefined && !scalesBack ? [] : [
    ...["", "def forward(self, inputs):"],
    ...scaler === undefined ? [] : [
      "    scaled = (torch.as_tensor(inputs, dtype=torch.float64) - self.mean) / self.scale",
      "    inputs = scaled.to(self[0].weight.dtype)",
    ],
    scalesBack
      ? "    return super().forward(inputs) * self.target_scale + self.target_mean"
      : "    return super().forward(inputs)",
  ];
  if (head === "values") return [...forward, ""].slice(0, forward.length + 1);
  return [
    ...forward,
    ...["", "def probabilities(self, inputs):"],
    ...["    return self(inputs).softmax(dim=1)", ""],
  ];
}
