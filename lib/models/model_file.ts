/** Models as JSON: numbers are written as the shortest decimals, and all parts are checked when read. */

import { checkChoice, validationMessage } from "../check.ts";
import { isArray, isObject } from "../check_shape.ts";
import { type DataDescription, descriptionOf, taskNames } from "../data_description.ts";
import { checkActivations } from "./activations.ts";
import { checkSavable } from "./files/state_dict.ts";
import { checkSizes, layersOf, parameterCount } from "./layout.ts";
import { checkMlp, type Head, headNames, type Mlp } from "./mlp.ts";

const format = "neural-lab-mlp";
const version = 3;

/** One layer in the JSON. */
interface LayerRecord {
  weight: number[][];
  bias: number[];
}

/**
 * Converts a model to JSON, which preserves its parameters to the bit.
 *
 * @param model The model.
 * @returns JSON: the format and its version, sizes, activation, head, the description of the data
 * if the model has one (task, names and scaling), and for each layer its `weight` `[outputs][inputs]` and
 * `bias` `[outputs]`.
 * @throws {TypeError} if it is not a model
 * @throws {RangeError} if its parameters do not fit its sizes or are not finite, or its activation or
 * head is unknown
 *
 * @example A model written as JSON and read
 * ```ts
 * import { createMlp, modelFromJson, modelToJson } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 3, 2], { seed: 7 });
 * assertEquals(modelFromJson(modelToJson(model)), model);
 * ```
 */
export function modelToJson(model: Mlp): string {
  const { sizes, activation, head, parameters } = checkSavable(model);
  const layers = layersOf(sizes).map(({ inputs, outputs, weight, bias }) => ({
    weight: Array.from({ length: outputs }, (_, row) => {
      const start = weight + row * inputs;
      return Array.from(parameters.subarray(start, start + inputs), shortest);
    }),
    bias: Array.from(parameters.subarray(bias, bias + outputs), shortest),
  }));
  const description = descriptionOf(model);
  const settings = JSON.stringify({ format, version, sizes, activation, head, ...description });
  const numbers = JSON.stringify(layers).replaceAll(`"${minusZero}"`, minusZero);
  return `${settings.slice(0, -1)},"layers":${numbers}}\n`;
}

/**
 * Reads a model from JSON.
 *
 * @param json JSON from {@linkcode modelToJson}, of version 1, 2 or 3 of the format.
 * @returns The model.
 * @throws {SyntaxError} if the text is not JSON, or not a model of this format
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a size is out of bounds, a name is unknown, or the layers do not fit the sizes
 *
 * @example A file of another format
 * ```ts
 * import { modelFromJson } from "@neural-lab/lab";
 * import { assertThrows } from "@std/assert";
 *
 * assertThrows(() => modelFromJson('{ "format": "onnx" }'), SyntaxError, "format must be");
 * ```
 */
export function modelFromJson(json: string): Mlp {
  const action = "load the model";
  const record = parse(action, json);
  const { layers } = record;
  // The sizes are checked before the parameters are allocated.
  const sizes = checkSizes(action, record.sizes as number[]);
  const activation = checkActivations(action, record.activation, sizes);
  const head = checkChoice(action, "head", record.head ?? headOfVersion1(sizes), headNames);
  const parameters = new Float32Array(parameterCount(sizes));
  const model: Mlp = { sizes, activation, head, ...descriptionIn(action, record), parameters };
  const expected = layersOf(model.sizes);
  checkRow(action, "layers", layers, expected.length);
  for (const [index, layer] of expected.entries()) {
    const { weight, bias } = ((layers as unknown[])[index] ?? {}) as Partial<LayerRecord>;
    const name = `layer ${index + 1}`;
    checkRow(action, `${name}'s weight`, weight, layer.outputs);
    for (const [row, values] of (weight as unknown[]).entries()) {
      const start = layer.weight + row * layer.inputs;
      model.parameters.set(numbers(action, `${name}'s weight`, values, layer.inputs), start);
    }
    model.parameters.set(numbers(action, `${name}'s bias`, bias, layer.outputs), layer.bias);
  }
  return checkMlp(action, model);
}

/** The description of the data; versions before 3 have none. */
function descriptionIn(action: string, record: Record<string, unknown>): DataDescription {
  const description = descriptionOf(record);
  if (description.task !== undefined) checkChoice(action, "task", description.task, taskNames);
  return description;
}

/** Version 1 has no head: its networks with a single output were trained by mean squared error. */
function headOfVersion1(sizes: readonly number[]): Head {
  return sizes[sizes.length - 1] === 1 ? "values" : "logits";
}

function parse(action: string, json: string): Record<string, unknown> {
  let record: unknown;
  try {
    // Some editors write a byte order mark at the start of a text.
    record = JSON.parse(typeof json === "string" ? json.replace(/^\ufeff/, "") : json);
  } catch {
    throw new SyntaxError(`Cannot ${action} as the text is no JSON`);
  }
  if (!isObject(record) || isArray(record)) {
    throw new SyntaxError(`Cannot ${action} as the JSON is no object`);
  }
  const found = record as Record<string, unknown>;
  if (found.format !== format) {
    throw new SyntaxError(validationMessage(action, "format", `"${format}"`, found.format));
  }
  if (![1, 2, version].includes(found.version as number)) {
    const allowed = `1, 2 or ${version}`;
    throw new SyntaxError(validationMessage(action, "version", allowed, found.version));
  }
  return found;
}

function checkRow(action: string, name: string, row: unknown, length: number): void {
  const found = isArray(row) ? row.length : row;
  if (found !== length) {
    throw new RangeError(validationMessage(action, `the length of ${name}`, String(length), found));
  }
}

function numbers(action: string, name: string, row: unknown, length: number): number[] {
  checkRow(action, `a row of ${name}`, row, length);
  const wrong = (row as unknown[]).find((value) =>
    typeof value !== "number" || !Number.isFinite(Math.fround(value))
  );
  if (wrong !== undefined) {
    throw new RangeError(
      validationMessage(action, `each number of ${name}`, "a float32 number", wrong),
    );
  }
  return row as number[];
}

/** `JSON.stringify` drops the sign of -0, which JSON allows, so it is written as a string at first. */
const minusZero = "-0";

/** Returns the shortest decimal that rounds to the same float32. */
function shortest(value: number): number | typeof minusZero {
  if (Object.is(value, -0)) return minusZero;
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}
