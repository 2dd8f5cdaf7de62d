/**
 * Models as PyTorch's state dicts: the names and shapes that the parameters have in a `Sequential` of
 * `Linear` layers with activations in between.
 */

import { show, validationMessage } from "../../check.ts";
import { isTyped } from "../../check_shape.ts";
import { checkSizes, layersOf, parameterCount } from "../layout.ts";
import { checkMlp, type Mlp } from "../mlp.ts";
import { LOAD, readMetadata, type StateDictOptions } from "./metadata.ts";

/** The action of all writers, for errors. */
export const SAVE = "save the model";

/** A parameter tensor. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row after row. */
  readonly values: Float32Array;
}

/**
 * Returns `model` if it can be saved.
 *
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if a part is out of bounds, or a parameter is not finite
 */
export function checkSavable(model: Mlp): Mlp {
  const wrong = checkMlp(SAVE, model).parameters.find((value) => !Number.isFinite(value));
  if (wrong === undefined) return model;
  throw new RangeError(validationMessage(SAVE, "each parameter", "finite", String(wrong)));
}

/** The name of a layer in a `Sequential`, where an activation follows each layer except the last. */
export function layerName(index: number): string {
  return String(2 * index);
}

/** Returns the weights `[outputs × inputs]` and biases `[outputs]` by their names in PyTorch. */
export function tensorsOf({ sizes, parameters }: Mlp): NamedTensor[] {
  return layersOf(sizes).flatMap(({ inputs, outputs, weight, bias }, index): NamedTensor[] => [
    {
      name: `${layerName(index)}.weight`,
      shape: [outputs, inputs],
      values: parameters.subarray(weight, bias),
    },
    {
      name: `${layerName(index)}.bias`,
      shape: [outputs],
      values: parameters.subarray(bias, bias + outputs),
    },
  ]);
}

/** Returns the bytes of a file. */
export function checkBytes(bytes: Uint8Array): Uint8Array {
  if (isTyped(bytes, Uint8Array)) return bytes;
  throw new TypeError(validationMessage(LOAD, "bytes", "a Uint8Array", bytes));
}

/** The error for a file that cannot be read. */
export function unreadable(kind: string, why: string): SyntaxError {
  return new SyntaxError(`Cannot ${LOAD} as the file must be ${kind}: ${why}`);
}

/**
 * Makes a model of the tensors of a file. The layers are in the order of their names, in which numbers
 * count as numbers: `2.weight` comes before `10.weight`.
 *
 * @param tensors The weights and biases of `Linear` layers.
 * @param metadata The texts that the file has besides; those of other programs are ignored.
 * @param options What the file leaves open.
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the tensors are not those of an MLP, or an option contradicts the file
 */
export function modelOfTensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, unknown>>,
  options: StateDictOptions,
): Mlp {
  const layers = orderedLayers(tensors);
  const sizes = sizesOf(layers);
  const { activation, head, description } = readMetadata(metadata, options);
  if (activation === undefined && layers.length > 1) {
    const allowed = "given, as the file does not name it";
    throw new RangeError(validationMessage(LOAD, "activation", allowed, undefined));
  }
  const parameters = new Float32Array(parameterCount(sizes));
  for (const [index, { weight, bias }] of layersOf(sizes).entries()) {
    parameters.set(layers[index].weight.values, weight);
    parameters.set(layers[index].bias.values, bias);
  }
  return checkMlp(LOAD, {
    sizes,
    // A model without hidden layers has no use for it.
    activation: activation ?? "relu",
    head: head ?? (sizes[sizes.length - 1] === 1 ? "values" : "logits"),
    ...description,
    parameters,
  });
}

/** Weight and bias of a layer, and the prefix of their names. */
interface LayerTensors {
  readonly prefix: string;
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

function orderedLayers(tensors: readonly NamedTensor[]): LayerTensors[] {
  // In here, as it takes 10 ms and more to create.
  const byNumber = new Intl.Collator("en", { numeric: true });
  const found = new Map<string, { weight?: NamedTensor; bias?: NamedTensor }>();
  for (const tensor of tensors) {
    const [, prefix, part] = /^(.*?)\.?(weight|bias)$/s.exec(tensor.name) ?? [];
    const dimensions = part === "weight" ? 2 : 1;
    if (part === undefined || tensor.shape.length !== dimensions) {
      const allowed = "the weight [outputs, inputs] or the bias [outputs] of a Linear layer";
      const shape = `the shape ${show(tensor.shape)}`;
      throw new RangeError(
        validationMessage(LOAD, `the tensor ${show(tensor.name)}`, allowed, shape),
      );
    }
    found.set(prefix, { ...found.get(prefix), [part]: tensor });
  }
  if (found.size === 0) {
    throw new RangeError(`Cannot ${LOAD} as the file must have the weight and bias of a layer`);
  }
  return [...found].sort(([one], [other]) => byNumber.compare(one, other))
    .map(([prefix, { weight, bias }]) => {
      if (weight !== undefined && bias !== undefined) return { prefix, weight, bias };
      const missing = weight === undefined ? "weight" : "bias";
      throw new RangeError(
        `Cannot ${LOAD} as the layer ${show(prefix)} must have a weight and a bias: ` +
          `it has no ${missing}`,
      );
    });
}

/** The sizes that the shapes have, each layer taking the outputs of the one before. */
function sizesOf(layers: readonly LayerTensors[]): readonly number[] {
  const sizes = [layers[0].weight.shape[1]];
  for (const { weight, bias } of layers) {
    const [outputs, inputs] = weight.shape;
    const before = sizes[sizes.length - 1];
    checkLength(`the inputs of ${show(weight.name)}`, inputs, before);
    checkLength(`the length of ${show(bias.name)}`, bias.shape[0], outputs);
    sizes.push(outputs);
  }
  checkSizes(LOAD, sizes);
  for (const { name, values } of layers.flatMap(({ weight, bias }) => [weight, bias])) {
    const wrong = values.find((value) => !Number.isFinite(value));
    if (wrong === undefined) continue;
    const place = `each number of ${show(name)}`;
    throw new RangeError(validationMessage(LOAD, place, "a finite float32 number", wrong));
  }
  return sizes;
}

function checkLength(name: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new RangeError(validationMessage(LOAD, name, String(expected), found));
}
