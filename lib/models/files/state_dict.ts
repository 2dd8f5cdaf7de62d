/**
 * Models as PyTorch's state dicts: the names and shapes that the parameters have in a `Sequential` of
 * `Linear` layers with activations in between, and what a file says of the model besides.
 */

import { checkChoice, show, validationMessage } from "../../check.ts";
import { checkOptions, isObject, isTyped, optionNames } from "../../check_shape.ts";
import { type DataDescription, descriptionOf } from "../../data_description.ts";
import { type Activation, activationNames } from "../activations.ts";
import { checkSizes, layersOf, parameterCount } from "../layout.ts";
import { checkMlp, type Head, headNames, type Mlp } from "../mlp.ts";

/** The action of all writers, for errors. */
export const SAVE = "save the model";

/** The action of all readers, for errors. */
export const LOAD = "load the model";

/** The mark of the lab's own files: only their further entries are read. */
const PRODUCER = "neural-lab";

/** A parameter tensor. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row after row. */
  readonly values: Float32Array;
}

/** What a file of parameters may leave open, for `modelFromSafetensors` and `modelFromNpz`. */
export interface StateDictOptions {
  /** The activation of the hidden layers. Required if there are any, and the file does not name it. */
  activation?: Activation;
  /**
   * The meaning of the outputs. If the file does not say it either, a single output is a value, and
   * several are logits.
   */
  head?: Head;
}

const names = optionNames<StateDictOptions>({ activation: true, head: true });

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

/** What a file says of a model besides its parameters, as texts; parts that are no texts are JSON. */
export function metadataOf(model: Mlp): Record<string, string> {
  const { activation, head } = model;
  const parts = { producer: PRODUCER, activation, head, ...descriptionOf(model) };
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      typeof part === "string" ? part : JSON.stringify(part),
    ]),
  );
}

/** The options of a reader, checked. */
export function checkStateDictOptions(options: StateDictOptions): StateDictOptions {
  const { activation, head } = checkOptions(LOAD, options, names);
  if (activation !== undefined) checkChoice(LOAD, "activation", activation, activationNames);
  if (head !== undefined) checkChoice(LOAD, "head", head, headNames);
  return { activation, head };
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
  const said = metadata.producer === PRODUCER ? metadata : {};
  const { activation, head } = settled(said, options);
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
    ...descriptionIn(said),
    parameters,
  });
}

/** Weight and bias of a layer, and the prefix of their names. */
interface LayerTensors {
  readonly prefix: string;
  readonly weight: NamedTensor;
  readonly bias: NamedTensor;
}

const byNumber = new Intl.Collator("en", { numeric: true });

function orderedLayers(tensors: readonly NamedTensor[]): LayerTensors[] {
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

/** Activation and head as the file or the options say them. */
function settled(
  said: Readonly<Record<string, unknown>>,
  options: StateDictOptions,
): StateDictOptions {
  for (const name of ["activation", "head"] as const) {
    if (said[name] === undefined || options[name] === undefined) continue;
    if (said[name] === options[name]) continue;
    const allowed = `${show(said[name])}, as the file says, or left out`;
    throw new RangeError(validationMessage(LOAD, name, allowed, options[name]));
  }
  // `checkMlp` checks what the file says.
  const { activation = options.activation, head = options.head } = said as StateDictOptions;
  return { activation, head };
}

/** The description of the data that the texts of a file have. */
function descriptionIn(said: Readonly<Record<string, unknown>>): DataDescription {
  const parts = Object.entries(descriptionOf(said)).map(([name, part]) => [
    name,
    name === "task" ? part : parsed(name, part),
  ]);
  return Object.fromEntries(parts);
}

function parsed(name: string, text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(String(text));
    if (isObject(value)) return value;
  } catch {
    // It is told below.
  }
  throw new SyntaxError(validationMessage(LOAD, name, "JSON of a list or an object", text));
}
