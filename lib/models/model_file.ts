/** A model as one JSON file: written with the shortest decimals, read with every check. */

import { checkChoice, validationMessage } from "../check.ts";
import { activationNames } from "./activations.ts";
import { checkSizes, layersOf, parameterCount } from "./layout.ts";
import { checkMlp, type Mlp } from "./mlp.ts";

const format = "neural-lab-mlp";
const version = 1;

/** One layer as it stands in the file. */
interface LayerRecord {
  weight: number[][];
  bias: number[];
}

/**
 * Writes a model as JSON. Reading it back gives the same parameters to the bit.
 *
 * @param model The model.
 * @returns JSON: the format and its version, sizes, activation, and for each layer its `weight`
 * `[outputs][inputs]` and `bias` `[outputs]`.
 * @throws {RangeError} if the model does not fit itself, or has parameters that are not finite
 *
 * @example There and back
 * ```ts
 * import { createMlp, modelFromJson, modelToJson } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 3, 2], { seed: 7 });
 * assertEquals(modelFromJson(modelToJson(model)), model);
 * ```
 */
export function modelToJson(model: Mlp): string {
  const action = "save the model";
  const { sizes, activation, parameters } = checkMlp(action, model);
  const wrong = parameters.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new RangeError(validationMessage(action, "each parameter", "finite", String(wrong)));
  }
  const layers = layersOf(sizes).map(({ inputs, outputs, weight, bias }) => ({
    weight: Array.from({ length: outputs }, (_, row) => {
      const start = weight + row * inputs;
      return Array.from(parameters.subarray(start, start + inputs), shortest);
    }),
    bias: Array.from(parameters.subarray(bias, bias + outputs), shortest),
  }));
  const json = JSON.stringify({ format, version, sizes, activation, layers });
  return json.replaceAll(`"${minusZero}"`, minusZero) + "\n";
}

/**
 * Reads a model from JSON.
 *
 * @param json What {@linkcode modelToJson} wrote.
 * @returns The model.
 * @throws {SyntaxError} if the text is no JSON, or not a model of this format and version
 * @throws {RangeError} if its parts do not fit each other
 *
 * @example A text that is no model is told from one that is
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
  // Before anything of that size is allocated.
  const sizes = checkSizes(action, record.sizes as number[]);
  const activation = checkChoice(action, "activation", record.activation, activationNames);
  const model = { sizes, activation, parameters: new Float32Array(parameterCount(sizes)) };
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
  return model;
}

function parse(action: string, json: string): Record<string, unknown> {
  let record: unknown;
  try {
    record = JSON.parse(json);
  } catch {
    throw new SyntaxError(`Cannot ${action} as the text is no JSON`);
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new SyntaxError(`Cannot ${action} as the JSON is no object`);
  }
  const found = record as Record<string, unknown>;
  if (found.format !== format) {
    throw new SyntaxError(validationMessage(action, "format", `"${format}"`, found.format));
  }
  if (found.version !== version) {
    throw new SyntaxError(validationMessage(action, "version", String(version), found.version));
  }
  return found;
}

function checkRow(action: string, name: string, row: unknown, length: number): void {
  const found = Array.isArray(row) ? row.length : row;
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

/** `JSON.stringify` drops this sign though JSON can say it, so it goes as text until the end. */
const minusZero = "-0";

/** The shortest decimal that rounds to the same float32. */
function shortest(value: number): number | typeof minusZero {
  if (Object.is(value, -0)) return minusZero;
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}
